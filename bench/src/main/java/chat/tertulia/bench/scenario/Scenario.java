package chat.tertulia.bench.scenario;

import chat.tertulia.bench.Options;
import chat.tertulia.bench.report.ScenarioResult;

/** One thing to measure, over all its contenders. */
public interface Scenario {
  /** Runs it from the first process to the last. Blocks. */
  ScenarioResult run(Options options);
}
