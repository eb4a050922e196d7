package chat.tertulia.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.bench.Options.Effort;
import chat.tertulia.bench.report.Measurement;
import chat.tertulia.bench.report.Metric;
import chat.tertulia.bench.report.ScenarioResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every scenario with few sockets and one short window. A scenario checks every delivery itself and
 * throws when one lacks; here it must end, and give every column.
 */
class ScenariosTest {
  private static final Effort TINY = new Effort(1, Duration.ofSeconds(1), 1);
  private static final double SCALE = 0.01;

  private static final Set<Metric> FAN_OUT =
      EnumSet.of(
          Metric.CPU,
          Metric.CPU_SERVER,
          Metric.CPU_DATABASE,
          Metric.ALLOCATED,
          Metric.RATE,
          Metric.P50,
          Metric.P99,
          Metric.P999,
          Metric.WIRE,
          Metric.GENERATOR_CPU,
          Metric.GENERATOR_LATE_P99,
          Metric.GENERATOR_LATE);

  /** More for who stores messages. */
  private static final Set<Metric> DURABLE =
      EnumSet.of(Metric.DATABASE_PER_SEND, Metric.COMMIT_P50, Metric.WITHOUT_COMMIT_P50);

  private static final Set<Metric> IDLE =
      EnumSet.of(
          Metric.RESIDENT_PER_CONNECTION,
          Metric.HEAP_PER_CONNECTION,
          Metric.RESIDENT_BASE,
          Metric.IDLE_CPU);

  private static final Set<Metric> STORM =
      EnumSet.of(Metric.STORM_TIME, Metric.STORM_CPU, Metric.STORM_CPU_SERVER);

  private static final Set<Metric> STORM_CLUSTERED = with(STORM, Metric.STORM_REGISTRATIONS);

  private static final Set<Metric> ACKS =
      EnumSet.of(
          Metric.ACKS,
          Metric.ACK_CPU,
          Metric.ACK_CPU_SERVER,
          Metric.ACK_CPU_DATABASE,
          Metric.ACK_P50,
          Metric.ACK_P99);

  private static final Set<Metric> REDIS =
      EnumSet.of(
          Metric.REDIS_CALLS_CONNECTION,
          Metric.REDIS_BYTES_CONNECTION,
          Metric.REDIS_CALLS_IDLE,
          Metric.REDIS_BYTES_IDLE,
          Metric.REDIS_CALLS_CHANGE,
          Metric.REDIS_COMMANDS_CHANGE,
          Metric.REDIS_BYTES_CHANGE,
          Metric.REDIS_MEMORY);

  private static final Set<Metric> SEARCH =
      EnumSet.of(
          Metric.WORD_P50,
          Metric.WORD_P95,
          Metric.WORDS_P50,
          Metric.WORDS_P95,
          Metric.PART_P50,
          Metric.PART_P95,
          Metric.APPENDS_ALONE,
          Metric.APPENDS_FOLLOWED);

  private static final Set<Metric> PAGE = EnumSet.range(Metric.PAGE_BYTES, Metric.PAGE_KEY);

  private static Set<Metric> with(Set<Metric> some, Metric more) {
    var all = EnumSet.copyOf(some);
    all.add(more);
    return all;
  }

  static Stream<Arguments> scenarios() {
    return Stream.of(
        Arguments.of("S1", List.of("tertulia"), FAN_OUT),
        Arguments.of("S2", List.of("stock-insert"), FAN_OUT),
        Arguments.of("S2-2", List.of("stock-2"), FAN_OUT),
        Arguments.of("SAT", List.of("bare"), FAN_OUT),
        Arguments.of("IDLE", List.of("bare"), IDLE),
        Arguments.of("STORM", List.of("stock"), STORM),
        Arguments.of("STORM-2", List.of("tertulia-2"), STORM_CLUSTERED),
        Arguments.of("ING", List.of("insert"), ACKS),
        Arguments.of("PRESENCE", List.of("tertulia"), REDIS),
        Arguments.of("SEARCH", List.of("million"), SEARCH),
        Arguments.of("PAGE", List.of("page"), PAGE));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyScenarioEndsAndGivesEveryColumn(
      String scenario, List<String> contenders, Set<Metric> columns) {
    Options options =
        Options.parse(List.of(scenario))
            .only(contenders)
            .effort(TINY)
            .scale(SCALE)
            .work(Path.of("target", "bench-test"));

    ScenarioResult result = Bench.SCENARIOS.get(scenario).get().run(options);

    assertEquals(scenario, result.scenario());
    assertTrue(result.contenders().containsAll(some(contenders, result)), result::toString);
    for (Measurement window : result.measurements()) {
      assertTrue(window.values().keySet().containsAll(columns), window::toString);
      boolean stores = window.values().containsKey(Metric.DATABASE_PER_SEND);
      assertTrue(!stores || window.values().keySet().containsAll(DURABLE), window::toString);
    }
    assertEquals(result.contenders().size(), result.measurements().size());
  }

  /** Those that are measured under their own names: ingest has several courses for one. */
  private static List<String> some(List<String> contenders, ScenarioResult result) {
    return result.scenario().equals("ING") ? List.of("insert") : contenders;
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyScenarioHasItsTest(String scenario) {
    assertTrue(Bench.SCENARIOS.containsKey(scenario));
    assertEquals(Bench.SCENARIOS.size(), scenarios().count());
  }
}
