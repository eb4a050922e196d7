package chat.tertulia.bench.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.bench.scale.InterestSimulation.Traffic;
import chat.tertulia.bench.scale.Population.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterestSimulationTest {
  private static final long SEED = 7;

  @Test
  void oneGatewayHearsWhatItNeedsAndNothingElse() {
    Traffic alone = run(Population.TYPICAL, 1, Placement.ANYWHERE, 1_024);

    assertEquals(1, alone.needing());
    assertEquals(1, alone.hearing());
    assertTrue(alone.registrations() <= 1_024);
  }

  /** One room for each person alone, in shards enough: nobody else hears. */
  @Test
  void peopleWithoutCompanyNeedOneGateway() {
    var alone = new Population(4, 1, 1, 1, 100, 100);
    Traffic traffic = run(alone, 10, Placement.ANYWHERE, 65_536);

    assertTrue(traffic.registrations() >= 39, "shards that two share count once");
    assertEquals(1, traffic.needing());
    assertEquals(1, traffic.hearing(), 0.1);
    assertEquals(0.4, traffic.copies(), 0.05, "40 people, one post each in 100 s, one copy");
  }

  @Test
  void moreShardsNeverMakeAnEntryHeardMoreWidely() {
    List<Traffic> both =
        new InterestSimulation(Population.TYPICAL, 20, Placement.ANYWHERE, SEED).run(1_024, 65_536);

    assertTrue(both.getLast().hearing() <= both.getFirst().hearing());
    assertEquals(both.getLast().needing(), both.getFirst().needing());
    assertTrue(both.getFirst().registrations() <= 20 * 1_024);
  }

  @Test
  void communitiesAtHomeAreHeardByFewer() {
    Traffic anywhere = run(Population.TYPICAL, 20, Placement.ANYWHERE, 65_536);
    Traffic home = run(Population.TYPICAL, 20, Placement.AT_HOME, 65_536);

    assertTrue(home.needing() < anywhere.needing());
    assertTrue(home.hearing() < anywhere.hearing());
  }

  @Test
  void peopleAreInAsManyRoomsAsSaid() {
    double sum = 0;
    for (double each : Population.TYPICAL.likely()) {
      sum += each;
    }
    assertEquals(Population.TYPICAL.roomsEach(), sum, 0.01);
  }

  /** The document shows what the simulation gives; {@code bench/scale} makes it anew. */
  @Test
  void theDocumentShowsThisTable() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "scale.md"));

    for (String line : ScaleTable.lines(10, 30, 100)) {
      assertTrue(document.contains(line), line);
    }
  }

  private static Traffic run(Population people, int gateways, Placement placement, int shards) {
    return new InterestSimulation(people, gateways, placement, SEED).run(shards).getFirst();
  }
}
