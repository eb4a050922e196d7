package chat.tertulia.testkit;

import chat.tertulia.testkit.check.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A standalone in a JVM of its own, as an operator runs it, with a data folder and ports of its
 * own. It comes back at the same address after {@link #kill()} and {@link #restart()}.
 *
 * <p>The class path is the one of the test, so the standalone must be among its dependencies.
 * Whatever still runs at the end of the test JVM is ended then.
 */
public final class TertuliaProcess implements AutoCloseable {
  /** How long a start may take until the ready line. */
  public static final Duration START_WITHIN = Duration.ofSeconds(60);

  /** How long an asked-for end may take. */
  public static final Duration STOP_WITHIN = Duration.ofSeconds(20);

  private static final String MAIN = "chat.tertulia.standalone.Standalone";
  private static final String READY = "Tertulia is ready: ";
  private static final int TAIL_LINES = 40;
  private static final long LOOK_EVERY_MS = 20;

  /** What {@link #usage()} counts. */
  private static final Set<String> GAUGES =
      Set.of(
          "tertulia_sockets",
          "tertulia_rooms_followed",
          "tertulia_shards",
          "tertulia_append_waiting");

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Set<TertuliaProcess> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> List.copyOf(RUNNING).forEach(TertuliaProcess::end)));
  }

  private final Path folder;
  private final Path log;
  private final Ports ports;
  private final Map<String, String> settings;
  private Process process;
  private List<ProcessHandle> engines = List.of();
  private Duration startTook = Duration.ZERO;

  private TertuliaProcess(Path folder, Path log, Ports ports, Map<String, String> settings) {
    this.folder = folder;
    this.log = log;
    this.ports = ports;
    this.settings = settings;
  }

  /** The ports of one standalone, on loopback. */
  public record Ports(int gateway, int auth, int rooms, int history, int admin) {
    private static Ports free() {
      List<Integer> found = FreePort.some(5);
      return new Ports(found.get(0), found.get(1), found.get(2), found.get(3), found.get(4));
    }

    private Map<String, String> settings() {
      return Map.of(
          "TERTULIA_PORT", Integer.toString(gateway),
          "TERTULIA_AUTH_PORT", Integer.toString(auth),
          "TERTULIA_ROOM_PORT", Integer.toString(rooms),
          "TERTULIA_HISTORY_PORT", Integer.toString(history),
          "TERTULIA_ADMIN_PORT", Integer.toString(admin));
    }
  }

  /** Starts one with an empty data folder and waits until it is ready. */
  public static TertuliaProcess start(String name) {
    return start(name, Map.of());
  }

  /**
   * Starts one with an empty data folder and waits until it is ready.
   *
   * @param name names folder and log file below {@code target}
   * @param settings more settings, {@code TERTULIA_…}
   */
  public static TertuliaProcess start(String name, Map<String, String> settings) {
    Path target = Path.of("target", "tertulia").toAbsolutePath();
    Path folder = target.resolve(name + "-" + COUNT.incrementAndGet());
    Path log = target.resolve(folder.getFileName() + ".log");
    try {
      Files.createDirectories(target);
      remove(folder);
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var started = new TertuliaProcess(folder, log, Ports.free(), settings);
    RUNNING.add(started);
    started.launch();
    return started;
  }

  /** The page's address, also of REST and sockets. */
  public URI url() {
    return at(ports.gateway());
  }

  /** The address of something on one of its {@link #ports()}. */
  public static URI at(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  public Ports ports() {
    return ports;
  }

  /** How long the latest start took, from the command to the ready line. */
  public Duration startTook() {
    return startTook;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it ended with; only once it has. */
  public int exitCode() {
    return process.exitValue();
  }

  /** Ends the JVM as kill -9 does; its engines are left behind as a crash leaves them. */
  public void kill() {
    engines = process.descendants().toList();
    process.destroyForcibly();
    await(STOP_WITHIN);
  }

  /** Asks it to end, as an operator does, and waits. */
  public void stop() {
    engines = process.descendants().toList();
    process.destroy();
    if (!await(STOP_WITHIN)) {
      process.destroyForcibly();
      throw new AssertionError("not stopped within " + STOP_WITHIN.toSeconds() + " s\n" + tail());
    }
  }

  /** Starts it again on the same folder and ports, after {@link #kill()} or {@link #stop()}. */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException("still running");
    }
    launch();
  }

  /** The engines it has as children. */
  public List<ProcessHandle> engines() {
    return process.descendants().toList();
  }

  /** The JVM itself. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** The server process of its PostgreSQL; the processes of connections are its children. */
  public ProcessHandle postgres() {
    return engine("/bin/postgres");
  }

  /** Its Redis. */
  public ProcessHandle redis() {
    return engine("redis-server");
  }

  /** The topmost process whose program ends with this; waits while it is being started. */
  private ProcessHandle engine(String program) {
    long until = System.nanoTime() + START_WITHIN.toNanos();
    while (System.nanoTime() < until) {
      for (ProcessHandle each : engines()) {
        if (each.info().command().orElse("").contains(program)
            && !each.parent().flatMap(p -> p.info().command()).orElse("").contains(program)) {
          return each;
        }
      }
      sleep();
    }
    throw new AssertionError("no " + program + " below " + process.pid() + "\n" + tail());
  }

  /** What it holds now, after a full collection: the gauges of the live path, and the heap. */
  public Usage usage() {
    collect();
    var counts = new TreeMap<String, Long>();
    long heap = 0;
    try (var rest = new RestClient()) {
      String page = rest.send("GET", URI.create(at(ports.admin()) + "/metrics"), null, null).text();
      for (String line : page.lines().toList()) {
        int space = line.lastIndexOf(' ');
        String name = line.substring(0, Math.max(0, space)).replaceFirst("\\{.*", "");
        if (GAUGES.contains(name)) {
          counts.merge(name, (long) Double.parseDouble(line.substring(space + 1)), Long::sum);
        } else if (line.startsWith("jvm_memory_used_bytes{area=\"heap\"")) {
          heap += (long) Double.parseDouble(line.substring(space + 1));
        }
      }
    }
    return new Usage(counts, heap);
  }

  private void collect() {
    try {
      String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
      var command = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run");
      command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
      int code = command.start().waitFor();
      if (code != 0) {
        throw new AssertionError("jcmd ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Everything it printed and logged over all its lives. */
  public String log() {
    try {
      return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The end of {@link #log()}, for the message of a failure. */
  public String tail() {
    List<String> lines = log().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }

  private void launch() {
    int seen = log().length();
    long began = System.nanoTime();
    var command =
        new ProcessBuilder(command())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = command.environment();
    environment.keySet().removeIf(name -> name.startsWith("TERTULIA_"));
    environment.put("TERTULIA_DATA", folder.toString());
    environment.putAll(ports.settings());
    environment.putAll(settings);
    try {
      process = command.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitReady(seen, began + START_WITHIN.toNanos());
    startTook = Duration.ofNanos(System.nanoTime() - began);
    engines = process.descendants().toList();
  }

  private static List<String> command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx384m", "--enable-native-access=ALL-UNNAMED"));
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    return command;
  }

  private void awaitReady(int from, long untilNanos) {
    while (log().indexOf(READY, from) < 0) {
      if (!process.isAlive()) {
        throw new AssertionError("Tertulia did not start\n" + tail());
      }
      if (System.nanoTime() > untilNanos) {
        end();
        throw new AssertionError("not ready within " + START_WITHIN.toSeconds() + " s\n" + tail());
      }
      sleep();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(LOOK_EVERY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private boolean await(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Ends it and whatever it left behind; never throws. */
  private void end() {
    RUNNING.remove(this);
    if (process == null) {
      return;
    }
    if (process.isAlive()) {
      engines = process.descendants().toList();
      process.destroy();
      if (!await(STOP_WITHIN)) {
        process.destroyForcibly();
        await(STOP_WITHIN);
      }
    }
    engines.forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends it, however it is. */
  @Override
  public void close() {
    end();
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
