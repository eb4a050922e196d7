package chat.tertulia.e2e;

import chat.tertulia.embedded.EmbeddedRedis;
import chat.tertulia.testkit.FreePort;
import chat.tertulia.testkit.LocalPostgres;
import chat.tertulia.testkit.LocalRedis;
import chat.tertulia.testkit.TertuliaProcess;
import chat.tertulia.testkit.TestDatabase;
import chat.tertulia.testkit.World;
import chat.tertulia.testkit.cluster.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * The one Tertulia that every test uses which does not break it: a standalone, or with {@code
 * -Dtertulia.nodes=3} as many of them in one cluster on one PostgreSQL and one Redis, with people
 * spread over them. It is started by the first and ends with the JVM.
 */
final class Running {
  private static final int NODES = Integer.getInteger("tertulia.nodes", 1);

  private static List<TertuliaProcess> processes;
  private static World world;

  private Running() {}

  /** The first of them. */
  static synchronized TertuliaProcess tertulia() {
    if (processes == null) {
      processes = NODES == 1 ? List.of(start(1, Map.of())) : startCluster();
      world = World.at(processes.stream().map(TertuliaProcess::url).toList());
    }
    return processes.getFirst();
  }

  static World world() {
    tertulia();
    return world;
  }

  /** The ends of what all of them logged. */
  static String tails() {
    tertulia();
    return String.join("\n", processes.stream().map(TertuliaProcess::tail).toList());
  }

  private static TertuliaProcess start(int number, Map<String, String> settings) {
    var all = new TreeMap<String, String>(settings);
    all.put("TERTULIA_GUESTS", "true");
    return TertuliaProcess.start("shared-" + number, all);
  }

  private static List<TertuliaProcess> startCluster() {
    List<Integer> ports = FreePort.some(NODES);
    Map<String, String> common = engines();
    common.put("TERTULIA_CLUSTER", "tcp");
    common.put("TERTULIA_FILES", files().toString());
    common.put("TERTULIA_CLUSTER_NAME", "shared-" + ports.getFirst());
    common.put(
        "TERTULIA_CLUSTER_MEMBERS",
        String.join(",", ports.stream().map(port -> "127.0.0.1:" + port).toList()));
    var started = new ArrayList<TertuliaProcess>();
    started.add(startMember(1, common, ports.getFirst()));
    // One alone first: members that all begin at once may each found a cluster of their own.
    var others = new ArrayList<CompletableFuture<TertuliaProcess>>();
    for (int i = 1; i < NODES; i++) {
      int number = i + 1;
      int port = ports.get(i);
      others.add(CompletableFuture.supplyAsync(() -> startMember(number, common, port)));
    }
    others.forEach(each -> started.add(each.join()));
    started.forEach(Running::awaitServing);
    return started;
  }

  /** One folder of files for all, as several nodes without an object store need it. */
  private static Path files() {
    try {
      return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "files-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> engines() {
    TestDatabase database = LocalPostgres.durable().newDatabase();
    EmbeddedRedis redis = LocalRedis.shared();
    return new TreeMap<>(
        Map.of(
            "TERTULIA_DB_HOST", database.host(),
            "TERTULIA_DB_PORT", Integer.toString(database.port()),
            "TERTULIA_DB_NAME", database.name(),
            "TERTULIA_DB_ADMIN_USER", database.user(),
            "TERTULIA_DB_ADMIN_PASSWORD", database.password(),
            "TERTULIA_DB_PASSWORD", TestDatabase.SERVICE_ROLE_PASSWORD,
            "TERTULIA_KEY_SECRET", "a secret of the shared cluster",
            "TERTULIA_REDIS_URL", redis.url()));
  }

  private static TertuliaProcess startMember(int number, Map<String, String> common, int port) {
    var settings = new TreeMap<String, String>(common);
    settings.put("TERTULIA_CLUSTER_PORT", Integer.toString(port));
    return start(number, settings);
  }

  private static void awaitServing(TertuliaProcess process) {
    long until = System.nanoTime() + TertuliaProcess.START_WITHIN.toNanos();
    try (World alone = World.at(process.url())) {
      while (!Cluster.serves(alone)) {
        if (System.nanoTime() > until) {
          throw new AssertionError("does not serve\n" + process.tail());
        }
      }
    }
  }
}
