package chat.tertulia.bench.scenario;

import chat.tertulia.bench.Options;
import chat.tertulia.bench.report.Measurement;
import chat.tertulia.bench.report.Metric;
import chat.tertulia.bench.report.ScenarioResult;
import chat.tertulia.testkit.LocalPostgres;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Search over many messages and over a tenth of them: the same questions, asked as the service asks
 * them, by someone who is in 60 of 300 rooms. And what keeping the index costs the append.
 */
public final class Finding implements Scenario {
  private static final int MESSAGES = 1_000_000;
  private static final int TENTH = 100_000;
  private static final int SMALLEST = 2_000;
  private static final int QUESTIONS = 300;
  private static final int APPENDS = 20_000;
  private static final long SEED = 20_26;

  private static final String MANY = "million";
  private static final String FEW = "hundred-thousand";

  @Override
  public ScenarioResult run(Options options) {
    var measurements = new ArrayList<Measurement>();
    var plans = new StringBuilder();
    for (String name : List.of(FEW, MANY)) {
      int messages = options.scaled(name.equals(MANY) ? MESSAGES : TENTH, SMALLEST);
      try (var archive = Archive.of(LocalPostgres.durable().newDatabase(), messages)) {
        for (int round = 1; round <= Math.min(options.rounds(), 3); round++) {
          measurements.add(new Measurement(name, round, measure(archive, options, round)));
        }
        plans.append("== ").append(name).append('\n').append(archive.plans());
      }
    }
    System.out.println(plans);
    String about =
        "Search: 1,000,000 messages against 100,000 in 300 rooms, the seeker in 60 of them; pages"
            + " of 20, newest first. Appends in batches of 100, without the indexing worker and"
            + " with it.";
    return new ScenarioResult("SEARCH", about, List.of(FEW, MANY), measurements);
  }

  private static Map<Metric, Double> measure(Archive archive, Options options, int round) {
    int questions = options.scaled(QUESTIONS, 20);
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    var random = new Random(SEED + round);
    archive.ask(random, questions / 2, Archive::word); // what is compiled and cached once
    put(values, Metric.WORD_P50, Metric.WORD_P95, archive.ask(random, questions, Archive::word));
    put(values, Metric.WORDS_P50, Metric.WORDS_P95, archive.ask(random, questions, Archive::two));
    put(values, Metric.PART_P50, Metric.PART_P95, archive.ask(random, questions, Archive::part));
    int appends = options.scaled(APPENDS, 500);
    values.put(Metric.APPENDS_ALONE, archive.append(appends, false));
    values.put(Metric.APPENDS_FOLLOWED, archive.append(appends, true));
    return values;
  }

  private static void put(Map<Metric, Double> values, Metric p50, Metric p95, double[] sorted) {
    values.put(p50, sorted[sorted.length / 2]);
    values.put(p95, sorted[(int) (sorted.length * 0.95)]);
  }
}
