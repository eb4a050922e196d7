package chat.tertulia.bench.process;

import java.util.Map;

/**
 * Where a process spent its CPU.
 *
 * @param tool that looked
 * @param samples it took
 * @param shares of each part, by its name, together 1
 */
public record Breakdown(String tool, long samples, Map<String, Double> shares) {}
