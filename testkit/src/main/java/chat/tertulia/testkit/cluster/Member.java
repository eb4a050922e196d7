package chat.tertulia.testkit.cluster;

import chat.tertulia.testkit.FreePort;
import chat.tertulia.testkit.RestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One process of a {@link Cluster}, with an address and ports that it keeps over its lives. */
public final class Member {
  /** How long a start may take until the ready line. */
  public static final Duration START_WITHIN = Duration.ofMinutes(2);

  /** How long an asked-for end may take, clients' time to move included. */
  public static final Duration STOP_WITHIN = Duration.ofMinutes(1);

  /** A balancer's patience. */
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(1);

  private static final int TAIL_LINES = 40;
  private static final long LOOK_EVERY_MS = 25;

  /** A small, quick JVM; what opens the JDK to Hazelcast is what the launcher passes. */
  private static final List<String> JVM =
      List.of(
          "-Xmx192m",
          "-Xshare:auto",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-modules=java.se",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.management/sun.management=ALL-UNNAMED",
          "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

  private final String name;
  private final Part part;
  private final String address;
  private final List<String> enter;
  private final Path log;
  private final Map<Port, Integer> ports;
  private Map<String, String> settings = Map.of();
  private List<String> wrapper = List.of();
  private volatile Process process;
  private int logged;

  /** What it listens on. */
  enum Port {
    TERTULIA_PORT,
    TERTULIA_AUTH_PORT,
    TERTULIA_ROOM_PORT,
    TERTULIA_HISTORY_PORT,
    TERTULIA_ADMIN_PORT,
    TERTULIA_CLUSTER_PORT,
    TERTULIA_BUS_PORT
  }

  Member(String name, Part part, String address, List<String> enter, Path folder) {
    this.name = name;
    this.part = part;
    this.address = address;
    this.enter = enter;
    this.log = folder.resolve(name + ".log");
    this.ports = new TreeMap<>();
    List<Integer> free = FreePort.some(Port.values().length);
    for (Port each : Port.values()) {
      ports.put(each, free.get(ports.size()));
    }
  }

  /** What it runs with from its next start on. */
  void settings(Map<String, String> all) {
    settings = new TreeMap<>(all);
  }

  /** What its command begins with from its next start on, for instance another clock. */
  public void wrapper(List<String> command) {
    wrapper = List.copyOf(command);
  }

  public String name() {
    return name;
  }

  public Part part() {
    return part;
  }

  String address() {
    return address;
  }

  int port(Port which) {
    return ports.get(which);
  }

  private URI at(Port which) {
    return URI.create("http://" + address + ":" + port(which));
  }

  /** Page, REST and sockets, where it is a gateway. */
  public URI url() {
    return at(Port.TERTULIA_PORT);
  }

  /** Health and metrics. */
  public URI inner() {
    return at(Port.TERTULIA_ADMIN_PORT);
  }

  /** The JVM itself. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** What it ended with; only once it has. */
  public int exitCode() {
    return process.exitValue();
  }

  /** Whether it says, soon, that it takes requests. */
  boolean isReady(RestClient rest) {
    if (!isAlive()) {
      return false;
    }
    var question = HttpRequest.newBuilder(URI.create(inner() + "/health/ready"));
    try {
      return rest.send(question.timeout(ANSWERS_WITHIN).build()).status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Starts it without waiting. */
  public void launch() {
    var command = new ArrayList<>(enter);
    command.addAll(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), part.main()));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(each -> each.startsWith("TERTULIA_"));
    ports.forEach((port, number) -> environment.put(port.name(), Integer.toString(number)));
    environment.putAll(settings);
    int seen = log().length();
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    logged = seen;
  }

  /** Waits for the ready line of its present life. */
  public void awaitReady() {
    long until = System.nanoTime() + START_WITHIN.toNanos();
    while (!log().substring(logged).matches("(?s).*Tertulia[a-z -]* is ready.*")) {
      if (!process.isAlive()) {
        throw new AssertionError(name + " did not start\n" + tail());
      }
      if (System.nanoTime() > until) {
        throw new AssertionError(name + " is not ready\n" + tail());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MS));
    }
  }

  /** Ends it as kill -9 does. */
  public void kill() {
    process.destroyForcibly();
    await(STOP_WITHIN);
  }

  /** Asks it to end and waits. */
  public void stop() {
    process.destroy();
    if (!await(STOP_WITHIN)) {
      throw new AssertionError(name + " did not stop in " + STOP_WITHIN + "\n" + tail());
    }
  }

  /** Starts it again where it was, after {@link #kill()} or {@link #stop()}. */
  public void restart() {
    if (isAlive()) {
      throw new IllegalStateException(name + " is still running");
    }
    launch();
    awaitReady();
  }

  private boolean await(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Ends it however it is; never throws. */
  void end() {
    if (process != null) {
      process.destroyForcibly();
      await(STOP_WITHIN);
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

  @Override
  public String toString() {
    return name;
  }
}
