package chat.tertulia.bench.report;

import java.util.Map;

/**
 * One measured window.
 *
 * @param round the round it belongs to, from 1; each contender has one window in each
 */
public record Measurement(String contender, int round, Map<Metric, Double> values) {}
