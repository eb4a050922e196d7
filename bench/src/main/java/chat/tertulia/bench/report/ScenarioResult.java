package chat.tertulia.bench.report;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Everything one scenario gave.
 *
 * @param about what was done, in a line
 */
public record ScenarioResult(
    String scenario, String about, List<String> contenders, List<Measurement> measurements) {

  /** The middle of a contender's rounds; NaN when it has none. */
  public double median(String contender, Metric metric) {
    double[] values =
        measurements.stream()
            .filter(m -> m.contender().equals(contender))
            .map(Measurement::values)
            .filter(v -> v.containsKey(metric))
            .mapToDouble(v -> v.get(metric))
            .sorted()
            .toArray();
    return median(values);
  }

  private static double median(double[] sorted) {
    int count = sorted.length;
    if (count == 0) {
      return Double.NaN;
    }
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
  }

  /**
   * The median over the rounds of one contender's value divided by the other's of the same round,
   * so that what disturbs a round disturbs both.
   */
  public double ratio(String contender, String other, Metric metric) {
    double[] ratios =
        measurements.stream()
            .filter(m -> m.contender().equals(contender) && m.values().containsKey(metric))
            .mapToDouble(
                m -> m.values().get(metric) / of(other, m.round()).getOrDefault(metric, Double.NaN))
            .filter(Double::isFinite)
            .toArray();
    Arrays.sort(ratios);
    return median(ratios);
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
