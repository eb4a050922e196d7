package chat.tertulia.bench.report;

import chat.tertulia.bench.process.Breakdown;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Everything one scenario gave.
 *
 * @param about what was done, in a line
 * @param profiles where contenders spent their CPU; empty when nobody asked
 */
public record ScenarioResult(
    String scenario,
    String about,
    List<String> contenders,
    List<Measurement> measurements,
    Map<String, Breakdown> profiles) {

  /** Without profiles. */
  public ScenarioResult(
      String scenario, String about, List<String> contenders, List<Measurement> measurements) {
    this(scenario, about, contenders, measurements, Map.of());
  }

  /** A contender's rounds. */
  public Spread spread(String contender, Metric metric) {
    return Spread.of(
        measurements.stream()
            .filter(m -> m.contender().equals(contender))
            .map(Measurement::values)
            .filter(v -> v.containsKey(metric))
            .mapToDouble(v -> v.get(metric)));
  }

  /**
   * One contender's value divided by the other's of the same round, so that what disturbs a round
   * disturbs both.
   */
  public Spread ratio(String contender, String other, Metric metric) {
    return Spread.of(
        measurements.stream()
            .filter(m -> m.contender().equals(contender) && m.values().containsKey(metric))
            .mapToDouble(
                m ->
                    m.values().get(metric)
                        / of(other, m.round()).getOrDefault(metric, Double.NaN)));
  }

  private Map<Metric, Double> of(String contender, int round) {
    return measurements.stream()
        .filter(m -> m.contender().equals(contender) && m.round() == round)
        .map(Measurement::values)
        .findFirst()
        .orElse(Map.of());
  }

  /** Metrics that have a value, in the order of the enumeration. */
  public List<Metric> metrics() {
    return Arrays.stream(Metric.values())
        .filter(metric -> measurements.stream().anyMatch(m -> m.values().containsKey(metric)))
        .toList();
  }
}
