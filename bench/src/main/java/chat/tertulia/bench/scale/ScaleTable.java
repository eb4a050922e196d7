package chat.tertulia.bench.scale;

import chat.tertulia.bench.scale.InterestSimulation.Traffic;
import chat.tertulia.bench.scale.Population.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of docs/scale.md: {@code bench/scale} prints it. */
public final class ScaleTable {
  static final int[] GATEWAYS = {10, 30, 100, 300, 1_000};
  static final int[] SHARDS = {1_024, 65_536};
  private static final long SEED = 4;

  private ScaleTable() {}

  public static void main(String[] arguments) {
    lines(GATEWAYS).forEach(System.out::println);
  }

  /** Rows for some sizes, below a head. */
  static List<String> lines(int... sizes) {
    var lines = new ArrayList<String>();
    lines.add(
        "| gateways | people go | shards | registrations | gateways that need an entry | that hear"
            + " it | copies/s, all | heard/s, each | of it wanted | presence heard/s, each |");
    lines.add("|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (Placement placement : Placement.values()) {
      for (int gateways : sizes) {
        var cluster = new InterestSimulation(Population.TYPICAL, gateways, placement, SEED);
        cluster.run(SHARDS).forEach(traffic -> lines.add(row(placement, traffic)));
      }
    }
    return lines;
  }

  private static String row(Placement placement, Traffic traffic) {
    return String.format(
        Locale.ROOT,
        "| %,d | %s | %,d | %,d | %.1f | %.1f | %,.0f | %,.0f | %.1f %% | %,.0f |",
        traffic.gateways(),
        placement == Placement.ANYWHERE ? "anywhere" : "home",
        traffic.shards(),
        traffic.registrations(),
        traffic.needing(),
        traffic.hearing(),
        traffic.copies(),
        traffic.heard(),
        traffic.wanted() * 100,
        traffic.changes());
  }
}
