package chat.tertulia.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Framing;
import chat.tertulia.testkit.PersistentMember;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.SocketClient;
import chat.tertulia.testkit.World;
import chat.tertulia.testkit.check.Checker;
import chat.tertulia.testkit.check.Invariant;
import chat.tertulia.testkit.check.Violation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The fault tests prove something only if harm would be seen: here one frame is harmed between a
 * real gateway and a real client, and the checker must say so.
 */
@ExtendWith(LogOnFailure.class)
class MeddlerTest {
  private static final int MESSAGES = 20;

  /** Two entries make the room and two its members; the harmed one is a message. */
  private static final int VICTIM = 10;

  private final World world = Running.world();
  private final Checker checker = new Checker();

  @Test
  void passesWhatIsNotHarmed() {
    assertEquals(List.of(), violationsAfter(Meddler.Harm.NONE));
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void findsHarm(Meddler.Harm harm) {
    List<Violation> found = violationsAfter(harm);

    assertFalse(found.isEmpty(), "nothing was found");
    found.forEach(each -> assertEquals(Invariant.SEEN_ONCE_IN_ORDER, each.invariant()));
  }

  private List<Violation> violationsAfter(Meddler.Harm harm) {
    Actor ann = world.person("ann");
    Actor bob = world.person("bob");
    Room room = ann.creates("meddled");
    bob.joins(room);
    try (var meddler = new Meddler(world.url().getPort(), harm, VICTIM)) {
      var talker = PersistentMember.of(world, ann, "ann", Framing.RAW, checker);
      talker.follows(room, 0).comesOnline();
      var listener = PersistentMember.at(world, meddler.port(), bob, "bob", Framing.RAW, checker);
      listener.follows(room, 0).comesOnline();
      for (int i = 0; i < MESSAGES; i++) {
        talker.says(room, "word " + i);
      }
      SocketClient.awaitTrue("all acknowledged", () -> checker.acknowledged() == MESSAGES);
      var logs = Map.of(room.id(), ann.log(room));
      SocketClient.awaitTrue(
          "both have the last: " + checker.behind(logs), () -> checker.behind(logs).isEmpty());
      talker.goesOffline();
      listener.goesOffline();
      return checker.violations(logs);
    }
  }
}
