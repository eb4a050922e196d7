package chat.tertulia.bench.contender;

import chat.tertulia.bench.process.Child;
import chat.tertulia.bench.process.Cores;
import chat.tertulia.bench.process.Engines;
import chat.tertulia.bench.server.BareServer;
import chat.tertulia.bench.server.InsertServer;
import chat.tertulia.bench.server.PlainVertxServer;
import chat.tertulia.bench.server.StockInsertServer;
import chat.tertulia.bench.server.StockServer;
import chat.tertulia.bench.server.TertuliaServer;
import chat.tertulia.embedded.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts contenders by name, all with the same JVM and the same options. */
public final class Contenders {
  public static final String TERTULIA = "tertulia";
  public static final String STOCK = "stock";
  public static final String STOCK_INSERT = "stock-insert";
  public static final String STOCK_EPOLL = "stock-epoll";
  public static final String BARE = "bare";
  public static final String INSERT = "insert";
  public static final String INSERT_NUMBERED = "insert-numbered";
  public static final String VERTX = "vertx";

  /** Behind a name: two JVMs in a cluster. */
  public static final String CLUSTERED = "-2";

  private static final String UNLIMITED = "1000000";
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final Path folder;
  private final List<String> jvm;
  private final Framing framing;

  /**
   * @param folder for data and logs of the processes
   * @param jvm options of every server's JVM
   */
  public Contenders(Path folder, List<String> jvm, Framing framing) {
    this.folder = folder.toAbsolutePath();
    this.jvm = jvm;
    this.framing = framing;
  }

  /** Starts one on the cores given. */
  public Contender start(String name, Cores cores) {
    boolean clustered = name.endsWith(CLUSTERED);
    return switch (clustered ? name.substring(0, name.length() - CLUSTERED.length()) : name) {
      case TERTULIA -> tertulia(name, clustered ? 2 : 1, cores);
      case STOCK -> stock(name, clustered ? 2 : 1, List.of(), cores);
      case STOCK_EPOLL -> stock(name, clustered ? 2 : 1, List.of("epoll"), cores);
      case INSERT -> insert(name, InsertServer.class, List.of(), new InsertDialect(framing), cores);
      case INSERT_NUMBERED ->
          insert(
              name,
              InsertServer.class,
              List.of(InsertServer.NUMBERED),
              new InsertDialect(framing),
              cores);
      case STOCK_INSERT ->
          insert(name, StockInsertServer.class, List.of(), new StockDialect(framing), cores);
      case BARE -> bare(name, BareServer.class, cores);
      case VERTX -> bare(name, PlainVertxServer.class, cores);
      default -> throw new IllegalArgumentException("no contender is called " + name);
    };
  }

  private Contender bare(String name, Class<?> main, Cores cores) {
    Child node = child(name, main, List.of(), Map.of(), cores);
    return new Contender(name, List.of(node), null, new BareDialect(framing), Metrics.NONE);
  }

  private Contender insert(
      String name, Class<?> main, List<String> words, Dialect dialect, Cores cores) {
    Engines engines = engines(freshFolder(name + "-" + RUNS.incrementAndGet()), cores);
    try {
      Child node = child(name, main, words, engines.settings(), cores);
      boolean tells = main == StockInsertServer.class;
      Metrics metrics = tells ? new Metrics(List.of(node.port()), "insert_commit") : Metrics.NONE;
      return new Contender(name, List.of(node), engines, dialect, metrics);
    } catch (RuntimeException e) {
      engines.close();
      throw e;
    }
  }

  private Engines engines(Path home, Cores cores) {
    return Engines.start(home.resolve("engines"), folder.resolve("programs"), cores);
  }

  private Contender stock(String name, int count, List<String> more, Cores cores) {
    List<Integer> ports = freePorts(count);
    var nodes = new ArrayList<Child>();
    for (int i = 0; i < count; i++) {
      var words = new ArrayList<>(more);
      if (count > 1) {
        words.addAll(List.of("clustered", ports.get(i).toString(), members(ports)));
      }
      nodes.add(child(name + "-node" + i, StockServer.class, words, Map.of(), cores));
    }
    return new Contender(name, nodes, null, new StockDialect(framing), Metrics.NONE);
  }

  private Contender tertulia(String name, int count, Cores cores) {
    Path home = freshFolder(name + "-" + RUNS.incrementAndGet());
    Engines engines = engines(home, cores);
    var nodes = new ArrayList<Child>();
    List<Integer> free = freePorts(2 * count);
    List<Integer> ports = free.subList(0, count);
    List<Integer> adminPorts = free.subList(count, 2 * count);
    try {
      for (int i = 0; i < count; i++) {
        Map<String, String> settings = settings(engines, home.resolve("node" + i));
        settings.put("TERTULIA_ADMIN_PORT", adminPorts.get(i).toString());
        if (count > 1) {
          settings.put("TERTULIA_CLUSTER", "tcp");
          settings.put("TERTULIA_CLUSTER_NAME", home.getFileName().toString());
          settings.put("TERTULIA_CLUSTER_PORT", ports.get(i).toString());
          settings.put("TERTULIA_CLUSTER_MEMBERS", members(ports));
        }
        nodes.add(
            child(
                home.getFileName() + "-node" + i,
                TertuliaServer.class,
                List.of(),
                settings,
                cores));
      }
    } catch (RuntimeException e) {
      nodes.forEach(Child::close);
      engines.close();
      throw e;
    }
    var dialect = new TertuliaDialect(framing, nodes.getFirst().port());
    var metrics = new Metrics(adminPorts, "tertulia_append_commit");
    return new Contender(name, nodes, engines, dialect, metrics);
  }

  private Path freshFolder(String name) {
    Path fresh = folder.resolve(name);
    try {
      PrivateFiles.delete(fresh);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fresh;
  }

  private static Map<String, String> settings(Engines engines, Path home) {
    var settings = new HashMap<>(engines.settings());
    settings.put("TERTULIA_DATA", home.toString());
    for (String port : List.of("", "AUTH_", "ROOM_", "HISTORY_")) {
      settings.put("TERTULIA_" + port + "PORT", "0");
    }
    // One address and few people hold all sockets here; the limits are met elsewhere.
    settings.put("TERTULIA_SOCKETS_PER_USER", UNLIMITED);
    settings.put("TERTULIA_SOCKETS_PER_ADDRESS", UNLIMITED);
    settings.put("TERTULIA_FRAMES_PER_SECOND", UNLIMITED);
    settings.put("TERTULIA_ROOMS_PER_USER", UNLIMITED);
    settings.put("TERTULIA_DIRECT_ROOMS_PER_USER", UNLIMITED);
    settings.put("TERTULIA_CREATIONS_PER_MINUTE", UNLIMITED);
    settings.put("TERTULIA_TRUSTED_PROXIES", "127.0.0.1");
    settings.put("TERTULIA_GUESTS", "true");
    settings.put("TERTULIA_ACCESS_TOKEN_LIFE", "12h");
    settings.put("TERTULIA_LOG_LEVEL", "WARN");
    return settings;
  }

  private Child child(
      String name, Class<?> main, List<String> words, Map<String, String> settings, Cores cores) {
    var command = new Child.Command(name, main.getName(), words, settings, jvm, cores);
    return Child.start(command, folder);
  }

  private static String members(List<Integer> ports) {
    return String.join(",", ports.stream().map(port -> "127.0.0.1:" + port).toList());
  }

  private static List<Integer> freePorts(int count) {
    var held = new ArrayList<ServerSocket>();
    var ports = new ArrayList<Integer>();
    try {
      for (int i = 0; i < count; i++) {
        var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        ports.add(socket.getLocalPort());
      }
      for (ServerSocket socket : held) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ports;
  }
}
