package chat.tertulia.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.LocalPostgres;
import chat.tertulia.testkit.World;
import chat.tertulia.testkit.cluster.Cluster;
import chat.tertulia.testkit.cluster.Lan;
import chat.tertulia.testkit.cluster.Member;
import chat.tertulia.testkit.load.Crowd;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every process of a cluster is stopped in order and started again, one after the other, while a
 * crowd talks: nobody is refused, and nothing is lost, doubled or out of order.
 */
class RollingRestartTest {
  private static final int NODES = 3;

  /** Of its own accord, or as a JVM ends after a signal. */
  private static final List<Integer> IN_ORDER = List.of(0, 128 + 15);

  /** The crowd removes people, who find out when they post. */
  private static final List<String> MEMBERSHIP = List.of("post not_found", "post access_denied");

  @Test
  @Timeout(600)
  void noSendFailsAndNothingIsLost() {
    try (Cluster cluster =
            Cluster.start(
                Cluster.together(NODES), Lan.loopback(), LocalPostgres.shared().newDatabase());
        World world = World.at(cluster.door())) {
      List<Actor> people = Crowd.people(world);
      Crowd crowd = Crowd.gather(world, people, 1);
      crowd.begins();
      crowd.talksOn();
      int connects = crowd.connects();
      for (Member each : cluster.members()) {
        each.stop();
        assertTrue(IN_ORDER.contains(each.exitCode()), each + " ended with " + each.exitCode());
        crowd.talksOn();
        each.restart();
        cluster.awaitTrue(each + " is ready", () -> cluster.isReady(each));
        crowd.talksOn();
      }
      assertTrue(crowd.connects() > connects, "clients have moved");
      crowd.settles();
      assertEquals(Map.of(), failedSends(crowd), cluster::tails);
    }
  }

  /** A client repeats what was cut by itself; what it was refused is counted here. */
  private static Map<String, Integer> failedSends(Crowd crowd) {
    return crowd.refusals().entrySet().stream()
        .filter(each -> each.getKey().startsWith("post "))
        .filter(each -> !MEMBERSHIP.contains(each.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
