package chat.tertulia.testkit.cluster;

import chat.tertulia.embedded.EmbeddedRedis;
import chat.tertulia.shared.json.Json;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.LocalRedis;
import chat.tertulia.testkit.RestClient;
import chat.tertulia.testkit.RestReply;
import chat.tertulia.testkit.TestDatabase;
import chat.tertulia.testkit.World;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Processes of Tertulia in one Hazelcast cluster against one PostgreSQL and one Redis. Everything
 * between them that is not the cluster itself passes a {@link Relay}: the database, Redis, the
 * address of each service, the front door. Whatever still runs at the end of the test JVM is ended
 * then.
 *
 * <pre>{@code
 * try (Cluster cluster = Cluster.start(Cluster.together(3), Lan.loopback(), database)) {
 *   World world = World.at(cluster.door());
 * }
 * }</pre>
 */
public final class Cluster implements AutoCloseable {
  private static final Duration TOGETHER_WITHIN = Duration.ofMinutes(2);
  private static final Duration READY_EVERY = Duration.ofMillis(500);
  private static final long LOOK_EVERY_MS = 200;
  private static final String SECRET = "a secret of this test's cluster";
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Set<Cluster> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> List.copyOf(RUNNING).forEach(Cluster::close)));
  }

  private final Lan lan;
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setPreferNativeTransport(true));
  private final List<Member> members = new ArrayList<>();
  private final TestDatabase database;
  private final EmbeddedRedis redis = LocalRedis.start();
  private final Relay toDatabase;
  private final Relay toRedis;
  private final Map<Part, Relay> services = new TreeMap<>();
  private final Map<Member, BusRelay> buses = new ConcurrentHashMap<>();
  private final Set<Member> ready = ConcurrentHashMap.newKeySet();
  private final Relay door;
  private final Thread watch = Thread.ofPlatform().name("readiness").daemon().unstarted(this::look);
  private volatile boolean over;

  private Cluster(List<Part> plan, Lan lan, TestDatabase database) {
    this.lan = lan;
    this.database = database;
    Path folder = Path.of("target", "cluster-" + COUNT.incrementAndGet()).toAbsolutePath();
    fresh(folder);
    for (Part each : plan) {
      int number = members.size();
      String name = each.name().toLowerCase(java.util.Locale.ROOT) + "-" + (number + 1);
      members.add(new Member(name, each, lan.address(number), lan.enter(number), folder));
    }
    toDatabase = to(lan.hub(), database.port());
    toRedis = to(lan.hub(), redis.port());
    for (Part each : List.of(Part.AUTH, Part.ROOMS, Part.HISTORY)) {
      services.put(each, new Relay(vertx, lan.hub(), false, () -> targets(each)));
    }
    door = new Relay(vertx, "127.0.0.1", true, () -> targets(Part.GATEWAY));
    for (Member each : members) {
      each.settings(settings(each, folder));
    }
  }

  private Relay to(String host, int port) {
    var target = List.of(SocketAddress.inetSocketAddress(port, "127.0.0.1"));
    return new Relay(vertx, host, false, () -> target);
  }

  private static void fresh(Path folder) {
    try {
      Files.createDirectories(folder);
      try (var logs = Files.list(folder)) {
        for (Path each : logs.filter(file -> file.toString().endsWith(".log")).toList()) {
          Files.delete(each);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The services' ports of members that are ready, of all when none is. */
  private List<SocketAddress> targets(Part wanted) {
    List<Member> able = members.stream().filter(each -> each.part().isA(wanted)).toList();
    List<Member> now = able.stream().filter(ready::contains).toList();
    return (now.isEmpty() ? able : now)
        .stream()
            .map(each -> SocketAddress.inetSocketAddress(each.port(port(wanted)), each.address()))
            .toList();
  }

  private static Member.Port port(Part part) {
    return switch (part) {
      case AUTH -> Member.Port.TERTULIA_AUTH_PORT;
      case ROOMS -> Member.Port.TERTULIA_ROOM_PORT;
      case HISTORY -> Member.Port.TERTULIA_HISTORY_PORT;
      case GATEWAY, ALL -> Member.Port.TERTULIA_PORT;
    };
  }

  private Map<String, String> settings(Member member, Path folder) {
    var all = new TreeMap<String, String>();
    all.put("TERTULIA_HOST", member.address());
    all.put("TERTULIA_ADMIN_HOST", member.address());
    all.put("TERTULIA_GATEWAYS", "127.0.0.0/8," + lan.range());
    all.put("TERTULIA_CLUSTER", "tcp");
    all.put("TERTULIA_CLUSTER_NAME", "cluster-" + door.port());
    all.put("TERTULIA_CLUSTER_HOST", member.address());
    all.put(
        "TERTULIA_CLUSTER_MEMBERS",
        String.join(
            ",",
            members.stream()
                .map(each -> each.address() + ":" + each.port(Member.Port.TERTULIA_CLUSTER_PORT))
                .toList()));
    all.put("TERTULIA_DB_HOST", lan.hub());
    all.put("TERTULIA_DB_PORT", Integer.toString(toDatabase.port()));
    all.put("TERTULIA_DB_NAME", database.name());
    all.put("TERTULIA_DB_ADMIN_USER", database.user());
    all.put("TERTULIA_DB_ADMIN_PASSWORD", database.password());
    all.put("TERTULIA_DB_PASSWORD", TestDatabase.SERVICE_ROLE_PASSWORD);
    all.put(
        "TERTULIA_REDIS_URL",
        "redis://:%s@%s:%d".formatted(redis.password(), lan.hub(), toRedis.port()));
    all.put("TERTULIA_KEY_SECRET", SECRET);
    // Longer than anybody stays: what is tested is not the life of tokens.
    all.put("TERTULIA_ACCESS_TOKEN_LIFE", "12h");
    all.put("TERTULIA_GUESTS", "true");
    all.put("TERTULIA_DRAIN", "5s");
    all.put("TERTULIA_DATA", folder.resolve(member.name()).toString());
    all.put("TERTULIA_AUTH_URL", url(Part.AUTH));
    all.put("TERTULIA_ROOM_URL", url(Part.ROOMS));
    all.put("TERTULIA_HISTORY_URL", url(Part.HISTORY));
    return all;
  }

  /** The settings of a node of this JVM's that would join as one more member. */
  public Map<String, String> guest() {
    var all = new TreeMap<String, String>();
    String members = settings(this.members.getFirst(), Path.of("")).get("TERTULIA_CLUSTER_MEMBERS");
    all.put("TERTULIA_ADMIN_PORT", "0");
    all.put("TERTULIA_CLUSTER", "tcp");
    all.put("TERTULIA_CLUSTER_NAME", "cluster-" + door.port());
    all.put("TERTULIA_CLUSTER_HOST", lan.hub());
    all.put("TERTULIA_CLUSTER_PORT", "0");
    all.put("TERTULIA_CLUSTER_MEMBERS", members);
    return all;
  }

  private String url(Part service) {
    return "http://" + lan.hub() + ":" + services.get(service).port();
  }

  /** So many processes that are everything in one. */
  public static List<Part> together(int nodes) {
    return java.util.Collections.nCopies(nodes, Part.ALL);
  }

  /** So many of each service and of gateways, every one a process of its own. */
  public static List<Part> apart(int ofEach) {
    var plan = new ArrayList<Part>();
    for (Part each : List.of(Part.AUTH, Part.ROOMS, Part.HISTORY, Part.GATEWAY)) {
      plan.addAll(java.util.Collections.nCopies(ofEach, each));
    }
    return plan;
  }

  /**
   * Starts them and waits until each gateway serves with each service. Closes the lan in the end.
   */
  public static Cluster start(List<Part> plan, Lan lan, TestDatabase database) {
    var made = new Cluster(plan, lan, database);
    RUNNING.add(made);
    try {
      made.divertBuses();
      made.watch.start();
      // One alone first: members that all begin at once may each found a cluster of their own.
      made.members.getFirst().launch();
      made.members.getFirst().awaitReady();
      List<Member> others = made.members.subList(1, plan.size());
      others.forEach(Member::launch);
      others.forEach(Member::awaitReady);
      made.awaitTogether();
      return made;
    } catch (RuntimeException | Error e) {
      made.close();
      throw e;
    }
  }

  private void divertBuses() {
    if (lan instanceof Namespaces spaces) {
      for (int i = 0; i < members.size(); i++) {
        Member each = members.get(i);
        int port = each.port(Member.Port.TERTULIA_BUS_PORT);
        var bus =
            new BusRelay(vertx, lan.hub(), SocketAddress.inetSocketAddress(port, each.address()));
        buses.put(each, bus);
        spaces.divert(i, port, bus.port());
      }
    }
  }

  /** Waits until a new person can talk through each gateway. */
  public void awaitTogether() {
    for (Member each : gateways()) {
      long until = System.nanoTime() + TOGETHER_WITHIN.toNanos();
      try (World world = World.at(each.url())) {
        while (!serves(world)) {
          if (System.nanoTime() > until) {
            throw new AssertionError(each + " does not serve\n" + each.tail());
          }
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MS));
        }
      }
    }
    awaitTrue("all are ready", () -> ready.containsAll(members));
  }

  /**
   * Whether a new person can make a room, talk in it and be seen, through a world of one gateway.
   */
  public static boolean serves(World world) {
    try {
      Actor person = world.person("first");
      var room = Json.object().put("name", "First").put("kind", "public");
      RestReply made = person.rest("POST", "/rooms", room);
      if (made.status() != 201) {
        return false;
      }
      String path = "/rooms/" + made.json().path("id").asText() + "/messages";
      var hello = Json.object().put("clientId", "first").put("content", "Hello?");
      return person.rest("POST", path, hello).status() == 201
          && person.rest("GET", "/presence?users=" + person.id(), null).status() == 200;
    } catch (UncheckedIOException | AssertionError notYet) {
      return false;
    }
  }

  private void look() {
    try (var rest = new RestClient()) {
      while (!over) {
        for (Member each : members) {
          if (each.isReady(rest)) {
            ready.add(each);
          } else {
            ready.remove(each);
          }
        }
        LockSupport.parkNanos(READY_EVERY.toNanos());
      }
    }
  }

  /** Waits for a condition of the cluster. */
  public void awaitTrue(String reason, java.util.function.BooleanSupplier reached) {
    long until = System.nanoTime() + TOGETHER_WITHIN.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("in vain: " + reason + ", ready: " + ready);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MS));
    }
  }

  /** Where clients come in: behind it are all gateways that are ready, in turn. */
  public URI door() {
    return URI.create("http://127.0.0.1:" + door.port());
  }

  /** The front door itself. */
  public Relay doorway() {
    return door;
  }

  public Relay toDatabase() {
    return toDatabase;
  }

  public Relay toRedis() {
    return toRedis;
  }

  public EmbeddedRedis redis() {
    return redis;
  }

  public TestDatabase database() {
    return database;
  }

  public List<Member> members() {
    return List.copyOf(members);
  }

  /** Those of a part; a process that is everything counts as each. */
  public List<Member> members(Part wanted) {
    Predicate<Member> isOne = each -> each.part().isA(wanted);
    return members.stream().filter(isOne).toList();
  }

  public List<Member> gateways() {
    return members(Part.GATEWAY);
  }

  /** Whether it took requests when it was last asked, half a second ago at most. */
  public boolean isReady(Member member) {
    return ready.contains(member);
  }

  /** Its network; only with {@link Namespaces} can it be harmed. */
  public Namespaces cables() {
    return (Namespaces) lan;
  }

  /** What stands before the bus of each; only with {@link Namespaces}. */
  public List<BusRelay> buses() {
    return List.copyOf(buses.values());
  }

  /** Of the relays: for timers of a weather. */
  public Vertx vertx() {
    return vertx;
  }

  /** The ends of all logs. */
  public String tails() {
    var all = new StringBuilder();
    members.forEach(
        each -> all.append("--- ").append(each).append('\n').append(each.tail()).append('\n'));
    return all.toString();
  }

  @Override
  public void close() {
    if (!RUNNING.remove(this)) {
      return;
    }
    over = true;
    members.forEach(Member::end);
    vertx.close();
    redis.stop();
    lan.close();
  }
}
