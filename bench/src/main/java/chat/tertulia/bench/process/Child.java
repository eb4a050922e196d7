package chat.tertulia.bench.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server in a JVM of its own with this JVM's class path. It answers questions on its standard
 * input and ends when that ends, so it never outlives the benchmark.
 */
public final class Child implements AutoCloseable {
  /** How long a start may take. */
  public static final Duration START_WITHIN = Duration.ofMinutes(2);

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
  private static final Pattern READY = Pattern.compile("is ready:? .*?(\\d+)$");
  private static final String ANSWER = "PROBE ";
  private static final Set<Child> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> List.copyOf(RUNNING).forEach(Child::close)));
  }

  private final String name;
  private final Process process;
  private final BufferedWriter questions;
  private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Integer> ready = new LinkedBlockingQueue<>();
  private final Path log;
  private int port;

  private Child(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.questions = process.outputWriter();
    Thread.ofPlatform().daemon().name("output of " + name).start(this::readOutput);
  }

  /**
   * What to start.
   *
   * @param name of the process in messages and of its log file
   * @param main class with the server's {@code main}
   * @param arguments of the main class
   * @param settings environment variables
   * @param jvm options of the JVM
   * @param cores where it may run
   */
  public record Command(
      String name,
      String main,
      List<String> arguments,
      Map<String, String> settings,
      List<String> jvm,
      Cores cores) {

    private List<String> words() {
      var words = new ArrayList<>(cores.prefix());
      words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      words.addAll(jvm);
      words.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
      words.addAll(arguments);
      return words;
    }
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param folder for its log
   */
  public static Child start(Command command, Path folder) {
    Path log = folder.resolve(command.name() + ".log");
    try {
      Files.createDirectories(folder);
      var builder =
          new ProcessBuilder(command.words())
              .redirectError(ProcessBuilder.Redirect.to(log.toFile()));
      builder.environment().keySet().removeIf(key -> key.startsWith("TERTULIA_"));
      builder.environment().putAll(command.settings());
      var child = new Child(command.name(), builder.start(), log);
      RUNNING.add(child);
      child.awaitReady();
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher found = READY.matcher(line);
        if (line.startsWith(ANSWER)) {
          answers.add(line.substring(ANSWER.length()));
        } else if (found.find()) {
          ready.add(Integer.valueOf(found.group(1)));
        }
      }
    } catch (IOException e) {
      // The process has ended; whoever waits for an answer sees that.
      answers.clear();
    }
  }

  private void awaitReady() {
    long until = System.nanoTime() + START_WITHIN.toNanos();
    Integer found = null;
    while (found == null) {
      if (!process.isAlive() || System.nanoTime() > until) {
        close();
        throw new IllegalStateException(name + " did not start, see " + log);
      }
      found = take(ready, Duration.ofMillis(100));
    }
    port = found;
  }

  private static <T> T take(LinkedBlockingQueue<T> queue, Duration limit) {
    try {
      return queue.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private long ask(String question) {
    try {
      questions.write(question + "\n");
      questions.flush();
    } catch (IOException e) {
      throw new IllegalStateException(name + " has ended, see " + log, e);
    }
    String answer = take(answers, ANSWER_WITHIN);
    if (answer == null) {
      throw new IllegalStateException(name + " does not answer " + question + ", see " + log);
    }
    return Long.parseLong(answer);
  }

  public String name() {
    return name;
  }

  /** Where it listens on loopback. */
  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  public Duration cpu() {
    return ProcStat.cpu(pid());
  }

  /** Bytes all its threads ever allocated on the heap. */
  public long allocatedBytes() {
    return ask("allocated");
  }

  /** How long its compilers have worked. */
  public Duration compiling() {
    return Duration.ofMillis(ask("compiling"));
  }

  /** Bytes in use on its heap after a full collection. */
  public long heapAfterCollection() {
    return ask("collect");
  }

  /** Registrations this node ever put into the cluster's map of subscriptions. */
  public long registrationsMade() {
    return ask("registrations");
  }

  /** Entries of the cluster's map of subscriptions, of all nodes. */
  public long registrations() {
    return ask("held-registrations");
  }

  public long residentKib() {
    return ProcStat.residentKib(pid());
  }

  @Override
  public void close() {
    RUNNING.remove(this);
    process.destroy();
    try {
      if (!process.waitFor(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
