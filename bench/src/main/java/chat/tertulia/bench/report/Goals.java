package chat.tertulia.bench.report;

import chat.tertulia.bench.report.Goal.Limit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything Tertulia is to reach, and what must stand beside it to be fair. */
public final class Goals {
  private static final String TERTULIA = "tertulia";
  private static final String TERTULIA_2 = "tertulia-2";
  private static final String STOCK = "stock";
  private static final String STOCK_2 = "stock-2";
  private static final String STOCK_INSERT = "stock-insert";
  private static final String BARE = "bare";
  private static final String INSERT = "insert";
  private static final String INSERT_NUMBERED = "insert-numbered";

  /** The default of {@code TERTULIA_SHARDS}, for each of two gateways. */
  private static final double SHARDS_OF_TWO = 2 * 1_024;

  public static final List<Goal> ALL =
      List.of(
          cpu("S1", TERTULIA, STOCK, atMost(0.6)),
          cpu("S1", TERTULIA, BARE, atMost(1.2)),
          cpu("S2", TERTULIA, STOCK, atMost(0.9)),
          goal("S2", "CPU per delivery, both durable", Metric.CPU, STOCK_INSERT, shown()),
          cpu("S2-2", TERTULIA_2, STOCK_2, atMost(0.5)),
          goal("S2", "p50 when idle", Metric.P50, STOCK, atMost(1)),
          goal("S2", "p50 when idle", Metric.P50, BARE, atMost(1.3)),
          goal("S2", "p50 when idle, both durable", Metric.P50, STOCK_INSERT, shown()),
          goal("SAT", "deliveries per second", Metric.RATE, STOCK, atLeast(1.6)),
          goal("SAT", "deliveries per second", Metric.RATE, BARE, atLeast(1.5)),
          cpu("SAT", TERTULIA, STOCK, atMost(0.5)),
          goal("IDLE", "memory per connection", Metric.RESIDENT_PER_CONNECTION, STOCK, atMost(0.5)),
          goal("IDLE", "memory per connection", Metric.RESIDENT_PER_CONNECTION, BARE, atMost(0.8)),
          goal("STORM", "time until all live", Metric.STORM_TIME, STOCK, atMost(0.5)),
          new Goal(
              "STORM",
              "CPU per client",
              Metric.STORM_CPU_SERVER,
              TERTULIA,
              STOCK,
              atMost(0.5),
              Metric.STORM_CPU),
          new Goal(
              "STORM-2",
              "cluster registrations made by it: shards, not clients",
              Metric.STORM_REGISTRATIONS,
              TERTULIA_2,
              "",
              atMost(SHARDS_OF_TWO),
              null),
          goal("ING", "acknowledged sends per second", Metric.ACKS, INSERT, atLeast(3)),
          goal("ING", "CPU per send with the database", Metric.ACK_CPU, INSERT, atMost(0.35)),
          goal("ING", "sends per second, both with numbers", Metric.ACKS, INSERT_NUMBERED, shown()),
          goal("ING", "CPU per send, both with numbers", Metric.ACK_CPU, INSERT_NUMBERED, shown()),
          new Goal(
              "ING",
              "one hot room against 1,000 rooms, sends per second",
              Metric.ACKS,
              "tertulia-hot-room",
              TERTULIA,
              atLeast(0.5),
              null),
          search("one word, p95", Metric.WORD_P95, atMost(2)),
          search("two words, p95", Metric.WORDS_P95, atMost(2)),
          search("part of a word, p95", Metric.PART_P95, atMost(2)));

  /**
   * What a scenario costs whatever we do, told where a goal of it is missed; the profile of the
   * same run has the figures.
   */
  static final Map<String, String> FLOORS =
      new TreeMap<>(
          Map.of(
              "S1",
              """
              A write to a socket is one call into the kernel, and over loopback the receiver's side of TCP runs in \
              it: the rows *kernel*, which `bare` pays alike and which neither side can go below. What is left \
              between `bare` and Tertulia is the commit of each message, the look at the socket's queue \
              before each write, and the WebSocket's own framing of what comes in.\
              """,
              "S2",
              """
              Each message is committed before anyone hears of it, and the stock bridge stores nothing: a \
              round trip to PostgreSQL is one more call to send, one more sleep and waking of the loop and one \
              more to receive for every 10 deliveries, and the driver's work on top. `stock-insert` is the stock \
              bridge with that and nothing else. The median is the commit: the row *p50 less commit p50* is all that \
              gathering, numbering, publishing and fan-out add to it.\
              """,
              "S2-2",
              """
              Half of the members of each room sit on the other node, so that a message wakes two \
              processes, for five writes each, and crosses the bus once; the stock bridge pays that as well, but \
              nothing for storing. What the kernel takes for ten writes is more than half of the stock bridge's \
              cost, so half of it cannot be reached by anyone who delivers ten messages.\
              """,
              "STORM",
              """
              The half of it is the kernel's and the handshake's: accept, HTTP, close, all of which \
              `bare` has too. Then each of our clients proves who it is, is looked up in its room, and is told \
              what it missed, none of which the stock bridge does.\
              """));

  private Goals() {}

  private static Goal cpu(String scenario, String contender, String against, Limit limit) {
    return new Goal(
        scenario, "CPU per delivery", Metric.CPU_SERVER, contender, against, limit, Metric.CPU);
  }

  private static Goal goal(
      String scenario, String about, Metric metric, String against, Limit limit) {
    return new Goal(scenario, about, metric, TERTULIA, against, limit, null);
  }

  private static Goal search(String about, Metric metric, Limit limit) {
    return new Goal("SEARCH", about, metric, "million", "hundred-thousand", limit, null);
  }

  private static Limit atMost(double bound) {
    return new Limit.AtMost(bound);
  }

  private static Limit atLeast(double bound) {
    return new Limit.AtLeast(bound);
  }

  private static Limit shown() {
    return new Limit.Shown();
  }
}
