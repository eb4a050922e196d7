package chat.tertulia.e2e.faults;

import static chat.tertulia.e2e.faults.Experiment.Answers.NONE;
import static chat.tertulia.e2e.faults.Experiment.Answers.NO_REFUSAL;
import static chat.tertulia.e2e.faults.Experiment.Layout.APART;
import static chat.tertulia.e2e.faults.Experiment.Layout.TOGETHER;

import chat.tertulia.testkit.Freeze;
import chat.tertulia.testkit.cluster.Member;
import chat.tertulia.testkit.cluster.Part;
import chat.tertulia.testkit.cluster.Weathers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The table of all experiments. */
final class Experiments {
  private static final int DELAY_MS = 2_000;

  private Experiments() {}

  static List<Experiment> all() {
    var all = new ArrayList<Experiment>();
    all.addAll(processes());
    all.addAll(database());
    all.addAll(redis());
    all.addAll(cables());
    all.addAll(bus());
    all.addAll(clients());
    all.add(
        Experiment.of("an old backup of PostgreSQL put back", TOGETHER)
            .instead(RestoredBackup::perform)
            .within(60));
    all.addAll(apart());
    return all;
  }

  private static List<Experiment> processes() {
    return List.of(
        Experiment.of("kill -9 of one node of three", TOGETHER)
            .harm(stage -> stage.first(Part.ALL).kill())
            .lasts(8)
            .heal(Stage::revive)
            .within(30),
        Experiment.of("kill -9 of two nodes of three at once", TOGETHER)
            .harm(stage -> twoOf(stage).forEach(each -> each.handle().destroyForcibly()))
            .lasts(8)
            .heal(Stage::revive)
            .within(30)
            .inShortSet(),
        Experiment.of("a node stopped for 25 s that goes on", TOGETHER)
            .harm(stage -> stage.undoLater(Freeze.of(stage.first(Part.ALL).handle())))
            .lasts(25)
            .heal(Stage::undo)
            .within(60)
            .answers(NONE),
        Experiment.of("rolling restart of every node", TOGETHER)
            .harm(Experiments::restartEachInTurn)
            .within(30)
            .answers(NO_REFUSAL),
        Experiment.of("one clock 10 minutes ahead, one 10 minutes behind", TOGETHER)
            .harm(Experiments::setClocks)
            .lasts(10)
            .heal(Experiments::resetClocks)
            .within(30)
            .answers(NONE));
  }

  private static List<Member> twoOf(Stage stage) {
    return stage.cluster().members().subList(0, 2);
  }

  private static void restartEachInTurn(Stage stage) {
    for (Member each : stage.cluster().members()) {
      each.stop();
      each.restart();
      stage.cluster().awaitTrue(each + " is ready", () -> stage.cluster().isReady(each));
    }
  }

  private static void setClocks(Stage stage) {
    List<Member> two = twoOf(stage);
    restartUnder(stage, two.getFirst(), List.of("faketime", "-f", "+10m"));
    restartUnder(stage, two.getLast(), List.of("faketime", "-f", "-10m"));
  }

  private static void resetClocks(Stage stage) {
    twoOf(stage).forEach(each -> restartUnder(stage, each, List.of()));
  }

  private static void restartUnder(Stage stage, Member member, List<String> clock) {
    member.kill();
    member.wrapper(clock);
    member.restart();
    stage.cluster().awaitTrue(member + " is ready", () -> stage.cluster().isReady(member));
  }

  private static List<Experiment> database() {
    return List.of(
        Experiment.of("PostgreSQL stopped at once and started", TOGETHER)
            .harm(stage -> stage.store().server().stopImmediate())
            .lasts(5)
            .heal(stage -> stage.store().revive())
            .within(30)
            .inShortSet(),
        Experiment.of("PostgreSQL's link down for 30 s", TOGETHER)
            .harm(stage -> stage.cluster().toDatabase().cut())
            .lasts(30)
            .heal(stage -> stage.cluster().toDatabase().mend())
            .within(30),
        Experiment.of("PostgreSQL a black hole for 30 s", TOGETHER)
            .harm(stage -> stage.cluster().toDatabase().fallSilent())
            .lasts(30)
            .heal(stage -> stage.cluster().toDatabase().mend())
            .within(30)
            .inShortSet(),
        Experiment.of("PostgreSQL's disk full", TOGETHER)
            .harm(stage -> stage.store().fill())
            .lasts(10)
            .heal(stage -> stage.store().free())
            .within(30));
  }

  private static List<Experiment> redis() {
    return List.of(
        Experiment.of("Redis away for 60 s", TOGETHER)
            .harm(stage -> stage.cluster().toRedis().cut())
            .lasts(60)
            .heal(stage -> stage.cluster().toRedis().mend())
            .within(30)
            .answers(NO_REFUSAL),
        Experiment.of("Redis loses everything", TOGETHER)
            .harm(Flush::all)
            .within(30)
            .answers(NO_REFUSAL)
            .inShortSet());
  }

  private static List<Experiment> cables() {
    return List.of(
        cut("one node cut off from the others for 20 s", 20).inShortSet(),
        cut("one node cut off from the others for 80 s", 80),
        Experiment.of("one node deaf to another for 20 s", TOGETHER)
            .harm(stage -> stage.cluster().cables().deafen(0, 1))
            .lasts(20)
            .heal(stage -> stage.cluster().cables().heal())
            .within(60),
        Experiment.of("5 % of packets between nodes lost", TOGETHER)
            .harm(
                stage -> {
                  for (int i = 0; i < stage.cluster().members().size(); i++) {
                    stage.cluster().cables().loses(i, 5);
                  }
                })
            .lasts(20)
            .heal(stage -> stage.cluster().cables().heal())
            .within(60));
  }

  private static Experiment cut(String name, int seconds) {
    return Experiment.of(name, TOGETHER)
        .harm(stage -> stage.cluster().cables().isolate(0))
        .lasts(seconds)
        .heal(stage -> stage.cluster().cables().heal())
        .within(60);
  }

  private static List<Experiment> bus() {
    return List.of(
        weather("5 % of the bus's messages lost", stage -> Weathers.losing(5, 1)),
        weather("30 % of the bus's messages lost", stage -> Weathers.losing(30, 2)).inShortSet(),
        weather(
            "the last message of each burst lost",
            stage -> Weathers.losingLast(stage.cluster().vertx())),
        weather(
            "messages of the bus late and out of order",
            stage -> Weathers.delaying(stage.cluster().vertx(), DELAY_MS, 3)),
        weather(
            "every message of the bus twice", stage -> Weathers.doubling(stage.cluster().vertx())),
        Experiment.of("nothing from the bus for 20 s, then all at once", TOGETHER)
            .harm(stage -> stage.weather(() -> new Weathers.Holding(stage.cluster().vertx())))
            .lasts(20)
            .heal(
                stage -> {
                  stage.weathers().forEach(each -> ((Weathers.Holding) each).letGo());
                  stage.clearUp();
                })
            .within(30),
        Experiment.of("poison on every address of the bus", TOGETHER)
            .harm(Poison::spread)
            .lasts(5)
            .within(30));
  }

  private interface Kind {
    Weathers.Harm of(Stage stage);
  }

  private static Experiment weather(String name, Kind kind) {
    return Experiment.of(name, TOGETHER)
        .harm(stage -> stage.weather(() -> kind.of(stage)))
        .lasts(15)
        .heal(Stage::clearUp)
        .within(30);
  }

  private static List<Experiment> clients() {
    return List.of(
        Experiment.of("every socket cut at once", TOGETHER)
            .harm(stage -> stage.cluster().doorway().drop())
            .within(30)
            .inShortSet(),
        Experiment.of("every other client stops reading for 20 s", TOGETHER)
            .harm(stage -> stage.crowd().halfRead(false))
            .lasts(20)
            .heal(stage -> stage.crowd().halfRead(true))
            .within(30)
            .answers(NO_REFUSAL));
  }

  private static List<Experiment> apart() {
    return List.of(
        kill("kill -9 of a gateway", Part.GATEWAY),
        kill("kill -9 of a history-service", Part.HISTORY),
        kill("kill -9 of a room-service", Part.ROOMS),
        kill("kill -9 of an auth-service", Part.AUTH),
        Experiment.of("a gateway cut off from all services for 20 s", APART)
            .harm(
                stage ->
                    stage
                        .cluster()
                        .cables()
                        .isolate(stage.cluster().members().indexOf(stage.first(Part.GATEWAY))))
            .lasts(20)
            .heal(stage -> stage.cluster().cables().heal())
            .within(60),
        Experiment.of("rolling restart of every service and gateway", APART)
            .harm(Experiments::restartEachInTurn)
            .within(30)
            .answers(NO_REFUSAL));
  }

  private static Experiment kill(String name, Part part) {
    return Experiment.of(name, APART)
        .harm(stage -> stage.first(part).kill())
        .lasts(8)
        .heal(Stage::revive)
        .within(30);
  }

  /** How long an answer may take where it is owed in time: 3 s, and what a busy machine adds. */
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
}
