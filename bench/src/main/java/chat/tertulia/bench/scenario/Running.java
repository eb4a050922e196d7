package chat.tertulia.bench.scenario;

import chat.tertulia.bench.Options;
import chat.tertulia.bench.contender.Contender;
import chat.tertulia.bench.contender.Contenders;
import chat.tertulia.bench.contender.Layout;
import chat.tertulia.bench.process.Cores;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** The contenders and stages of a scenario, all ended with it. */
final class Running implements AutoCloseable {
  private final Contenders contenders;
  private final Cores cores;
  private final boolean apart;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /**
   * @param apart whether servers have the first core for themselves and the generator the others
   */
  Running(Options options, boolean apart) {
    this.contenders = new Contenders(options.work(), options.jvm(), options.framing());
    this.apart = apart;
    this.cores = apart ? Cores.first() : Cores.all();
    if (apart) {
      Cores.others().moveOne(ProcessHandle.current().pid());
    }
  }

  /** Those of a scenario's contenders that the options don't leave out, and those they add. */
  static List<String> chosen(List<String> names, Options options) {
    List<String> only = options.only();
    List<String> also = options.also();
    return Stream.concat(
            only.isEmpty() ? names.stream() : only.stream(),
            also.stream().filter(name -> !names.contains(name)))
        .filter(name -> isClustered(name) == isClustered(names.getFirst()))
        .toList();
  }

  private static boolean isClustered(String name) {
    return name.endsWith(Contenders.CLUSTERED);
  }

  Contender start(String name) {
    Progress.say("starting " + name);
    Contender contender = contenders.start(name, cores);
    open.push(contender);
    return contender;
  }

  Stage fill(String name, Layout layout) {
    Stage stage = Stage.fill(start(name), layout);
    open.push(stage);
    return stage;
  }

  Stage open(String name, Layout layout) {
    Stage stage = Stage.open(start(name), layout);
    open.push(stage);
    return stage;
  }

  /** Something to end with the scenario. */
  <T extends AutoCloseable> T keep(T part) {
    open.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      close(open.pop());
    }
    if (apart) {
      Cores.all().moveOne(ProcessHandle.current().pid());
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      System.err.println("not ended in order: " + e);
    }
  }
}
