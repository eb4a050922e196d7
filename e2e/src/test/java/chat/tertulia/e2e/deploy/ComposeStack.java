package chat.tertulia.e2e.deploy;

import chat.tertulia.embedded.EmbeddedRedis;
import chat.tertulia.testkit.LocalPostgres;
import chat.tertulia.testkit.LocalRedis;
import chat.tertulia.testkit.SocketClient;
import chat.tertulia.testkit.TertuliaProcess;
import chat.tertulia.testkit.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processes of the compose file on this machine: the image's start script with the environment
 * that the file gives each of them, and nothing besides. What a container network would do is done
 * to the values instead: a service's name becomes loopback, each of its ports one of our own, the
 * same wherever it is named.
 */
final class ComposeStack implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  /** What a process binds by a setting with a number, besides its front port. */
  private static final List<String> OWN_PORTS =
      List.of("TERTULIA_CLUSTER_PORT", "TERTULIA_BUS_PORT");

  private static final String ADMIN_PORT = "9090";
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);

  private final ComposeFile file;
  private final Path folder;
  private final Map<String, Integer> ports = new TreeMap<>();
  private final Map<String, Container> running = new LinkedHashMap<>();
  private final TestDatabase database;

  private ComposeStack(ComposeFile file, Path folder, TestDatabase database) {
    this.file = file;
    this.folder = folder;
    this.database = database;
  }

  /** Starts everything of ours at once, as compose does, and waits until all are ready. */
  static ComposeStack start(Path folder) throws IOException, InterruptedException, SQLException {
    ImageFolder.remove(folder);
    Files.createDirectories(folder);
    TestDatabase database = LocalPostgres.shared().newDatabase();
    EmbeddedRedis redis = LocalRedis.shared();
    ComposeFile file =
        ComposeFile.with(
            Map.of(
                "TERTULIA_DB_PASSWORD", database.password(),
                "TERTULIA_REDIS_PASSWORD", redis.password(),
                "TERTULIA_KEY_SECRET", "a secret for the keys"));
    var stack = new ComposeStack(file, folder, database);
    stack.ports.put("postgres:5432", database.port());
    stack.ports.put("redis:6379", redis.port());
    try {
      stack.makeDatabase();
      for (Map.Entry<String, Part> each : file.parts().entrySet()) {
        stack.startPart(each.getKey(), each.getValue());
      }
      stack.awaitReady();
      return stack;
    } catch (RuntimeException | Error | IOException | InterruptedException | SQLException e) {
      stack.close();
      throw e;
    }
  }

  /** The file's database and the superuser of its image, on a server shared with other tests. */
  private void makeDatabase() throws SQLException {
    Map<String, String> wanted = file.environment("auth-service");
    String name = wanted.get("TERTULIA_DB_NAME");
    String admin = wanted.get("TERTULIA_DB_ADMIN_USER");
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute("drop database if exists " + name + " with (force)");
      statement.execute("create database " + name);
      try (var found =
          statement.executeQuery("select from pg_roles where rolname = '" + admin + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute(
          "create role %s superuser login password '%s'".formatted(admin, database.password()));
    }
  }

  private void startPart(String service, Part part) throws IOException, InterruptedException {
    Path app = ImageFolder.assemble(folder, part.module());
    running.put(
        service,
        Container.start(
            service,
            folder,
            List.of("/bin/sh", app.resolve("entrypoint.sh").toString()),
            environment(service, part, app)));
  }

  private Map<String, String> environment(String service, Part part, Path app) {
    var all = new TreeMap<String, String>();
    file.environment(service).forEach((name, value) -> all.put(name, local(value)));
    var own = new ArrayList<>(OWN_PORTS);
    own.add(part.portSetting());
    for (String each : own) {
      all.computeIfPresent(each, (name, value) -> port(service, value));
    }
    // What the container's network and its own address would be.
    all.put("TERTULIA_ADMIN_PORT", port(service, ADMIN_PORT));
    all.put("TERTULIA_CLUSTER_HOST", LOOPBACK);
    if (all.replace("TERTULIA_DB_HOST", LOOPBACK) != null) {
      all.put("TERTULIA_DB_PORT", port("postgres", "5432"));
    }
    all.put("APP", app.toString());
    all.put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":/usr/bin:/bin");
    // What the container's limit would tell the JVM.
    all.put("JDK_JAVA_OPTIONS", "-XX:MaxRAM=" + file.service(service).path("mem_limit").asText());
    return all;
  }

  /** A value with every service's name and address as they are here. */
  private String local(String value) {
    String names =
        String.join(
            "|",
            file.tree().path("services").properties().stream().map(Map.Entry::getKey).toList());
    Matcher address = Pattern.compile("\\b(" + names + "):(\\d+)").matcher(value);
    String text =
        address.replaceAll(found -> LOOPBACK + ":" + port(found.group(1), found.group(2)));
    String subnet = file.tree().at("/networks/inner/ipam/config/0/subnet").asText();
    String proxy = file.service("proxy").at("/networks/inner/ipv4_address").asText();
    return text.replace(subnet, "127.0.0.0/8")
        .replace(proxy, LOOPBACK)
        .replace("0.0.0.0", LOOPBACK);
  }

  private synchronized String port(String service, String number) {
    return Integer.toString(ports.computeIfAbsent(service + ":" + number, name -> freePort()));
  }

  private static int freePort() {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitReady() throws InterruptedException {
    long until = System.nanoTime() + READY_WITHIN.toNanos();
    for (Container each : running.values()) {
      while (!each.says(" is ready, inner port ")) {
        if (System.nanoTime() > until) {
          throw new AssertionError(each.name() + " is not ready\n" + each.tail());
        }
        Thread.sleep(50);
      }
    }
    for (String each : file.parts().keySet()) {
      SocketClient.awaitTrue(each + " is healthy", () -> isHealthy(each));
    }
  }

  /** What the image's health check says. */
  boolean isHealthy(String service) {
    try {
      var check =
          new ProcessBuilder(
                  "/bin/bash", Installation.K8S.resolve("image/healthcheck.sh").toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      check.environment().put("TERTULIA_ADMIN_PORT", port(service, ADMIN_PORT));
      return check.start().waitFor() == 0;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The proxy, with its configuration mapped as the environments are. */
  URI startProxy() throws IOException {
    String config = Yaml.text(Installation.K8S.resolve("proxy.conf"));
    String listen = LOOPBACK + ":" + port("proxy", "8080");
    running.put(
        "proxy", Nginx.start(folder, local(config).replace("listen 8080", "listen " + listen)));
    URI url = URI.create("http://" + listen);
    SocketClient.awaitTrue("the proxy listens", () -> answers(url.getPort()));
    return url;
  }

  private static boolean answers(int port) {
    try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Where a service's front port is. */
  URI front(String service) {
    Part part = file.parts().get(service);
    return TertuliaProcess.at(
        Integer.parseInt(port(service, file.environment(service).get(part.portSetting()))));
  }

  /** Where its inner port is. */
  URI inner(String service) {
    return TertuliaProcess.at(Integer.parseInt(port(service, ADMIN_PORT)));
  }

  Container container(String service) {
    return running.get(service);
  }

  Duration grace(String service) {
    return Duration.parse("PT" + file.service(service).path("stop_grace_period").asText());
  }

  List<String> services() {
    return List.copyOf(file.parts().keySet());
  }

  @Override
  public void close() {
    running.values().forEach(Container::close);
  }
}
