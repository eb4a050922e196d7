package chat.tertulia.e2e.faults;

import java.time.Duration;

/**
 * One fault and what is owed under it.
 *
 * @param name in the table of results; what {@code -Dfaults=} picks by
 * @param layout of the cluster it happens to
 * @param harm what breaks
 * @param lasts how long it is left so
 * @param heal what somebody repairs; nothing where it heals by itself
 * @param bound within this after the repair everybody talks again and has everything
 * @param answers what a send is owed meanwhile
 * @param isShort whether it is in the short set, which every build runs
 * @param alone what is done instead, without a crowd; null: harm and repair under a crowd
 */
record Experiment(
    String name,
    Layout layout,
    Step harm,
    Duration lasts,
    Step heal,
    Duration bound,
    Answers answers,
    boolean isShort,
    Alone alone) {

  /** A cluster, by what its processes are. */
  enum Layout {
    /** Three processes that are everything. */
    TOGETHER,
    /** Two of each service and of gateways, each a process. */
    APART
  }

  /** What a send gets while something is broken, at a gateway that lives. */
  enum Answers {
    /** A result or a clear refusal, in time. */
    IN_TIME,
    /** Never a refusal. */
    NO_REFUSAL,
    /** Nothing is owed: what should answer cannot. */
    NONE
  }

  /** One half of a fault. May take its time. */
  @FunctionalInterface
  interface Step {
    void on(Stage stage) throws Exception;
  }

  /** An experiment with a judge of its own. */
  @FunctionalInterface
  interface Alone {
    /** Fails, or gives the time from the repair until all was well. */
    Duration on(Stage stage) throws Exception;
  }

  static Experiment of(String name, Layout layout) {
    return new Experiment(
        name,
        layout,
        stage -> {},
        Duration.ZERO,
        stage -> {},
        Duration.ofSeconds(30),
        Answers.IN_TIME,
        false,
        null);
  }

  Experiment harm(Step step) {
    return new Experiment(name, layout, step, lasts, heal, bound, answers, isShort, alone);
  }

  Experiment lasts(int seconds) {
    var time = Duration.ofSeconds(seconds);
    return new Experiment(name, layout, harm, time, heal, bound, answers, isShort, alone);
  }

  Experiment heal(Step step) {
    return new Experiment(name, layout, harm, lasts, step, bound, answers, isShort, alone);
  }

  Experiment within(int seconds) {
    var time = Duration.ofSeconds(seconds);
    return new Experiment(name, layout, harm, lasts, heal, time, answers, isShort, alone);
  }

  Experiment answers(Answers owed) {
    return new Experiment(name, layout, harm, lasts, heal, bound, owed, isShort, alone);
  }

  Experiment instead(Alone own) {
    return new Experiment(name, layout, harm, lasts, heal, bound, answers, isShort, own);
  }

  Experiment inShortSet() {
    return new Experiment(name, layout, harm, lasts, heal, bound, answers, true, alone);
  }
}
