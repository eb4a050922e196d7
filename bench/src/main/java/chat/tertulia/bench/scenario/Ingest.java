package chat.tertulia.bench.scenario;

import chat.tertulia.bench.Options;
import chat.tertulia.bench.contender.Contender;
import chat.tertulia.bench.contender.Contenders;
import chat.tertulia.bench.contender.Dialect;
import chat.tertulia.bench.contender.Layout;
import chat.tertulia.bench.contender.Usage;
import chat.tertulia.bench.load.Load;
import chat.tertulia.bench.load.Room;
import chat.tertulia.bench.load.Seat;
import chat.tertulia.bench.load.Sender;
import chat.tertulia.bench.load.Tally;
import chat.tertulia.bench.process.Breakdown;
import chat.tertulia.bench.process.Profile;
import chat.tertulia.bench.report.Measurement;
import chat.tertulia.bench.report.Metric;
import chat.tertulia.bench.report.ScenarioResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Durable sends: so many under way at any time, each answered after its commit, with nobody who
 * listens. At the end the database must hold as many messages as were acknowledged.
 *
 * <p>All get the same frames from the same generator and answer the same, each over a PostgreSQL of
 * its own with the same settings. CPU is what the system counted for the server's JVM and for every
 * process of its PostgreSQL. What each does for a send, and what it leaves out, is told by {@link
 * chat.tertulia.bench.server.InsertServer}; Tertulia does all of it, over the socket and over REST.
 */
public final class Ingest implements Scenario {
  private static final int SENDERS = 100;
  private static final int ROOMS = 1_000;
  private static final int UNDER_WAY = 500;

  /** Windows before the first that counts; after one the compiler still took a fifth of the CPU. */
  private static final int WARM_UPS = 2;

  private static final List<Course> COURSES =
      List.of(
          new Course("tertulia", Contenders.TERTULIA, false, false),
          new Course("tertulia-hot-room", Contenders.TERTULIA, true, false),
          new Course("tertulia-rest", Contenders.TERTULIA, false, true),
          new Course("insert", Contenders.INSERT, false, false),
          new Course("insert-hot-room", Contenders.INSERT, true, false),
          new Course("insert-numbered", Contenders.INSERT_NUMBERED, false, false),
          new Course("insert-numbered-hot-room", Contenders.INSERT_NUMBERED, true, false));

  /** One column of the result. */
  private record Course(String name, String contender, boolean hot, boolean rest) {}

  /** A course with its server and senders. */
  private record Lane(Course course, Contender contender, Load load, List<Room> rooms) {}

  @Override
  public ScenarioResult run(Options options) {
    List<Course> courses =
        COURSES.stream()
            .filter(c -> options.only().isEmpty() || options.only().contains(c.contender()))
            .toList();
    var measurements = new ArrayList<Measurement>();
    var profiles = new LinkedHashMap<String, Breakdown>();
    try (var running = new Running(options, false)) {
      List<Lane> lanes = courses.stream().map(c -> open(running, c, options)).toList();
      long[] acknowledged = new long[lanes.size()];
      for (int again = 0; again < WARM_UPS; again++) {
        for (int i = 0; i < lanes.size(); i++) {
          acknowledged[i] += drive(lanes.get(i), options, options.warmUp()).replies();
        }
      }
      for (int round = 1; round <= options.rounds(); round++) {
        for (int i = 0; i < lanes.size(); i++) {
          Measurement measured = measure(lanes.get(i), options, round, acknowledged, i);
          measurements.add(measured);
        }
      }
      for (int i = 0; options.profile() && i < lanes.size(); i++) {
        acknowledged[i] += profile(lanes.get(i), options, profiles);
      }
      for (int i = 0; i < lanes.size(); i++) {
        check(lanes.get(i), acknowledged[i]);
      }
    }
    String about =
        "Durable sends of 200 bytes, 500 under way from 100 sockets (REST: from 100 connections),"
            + " to 1,000 rooms and to one.";
    List<String> names = courses.stream().map(Course::name).toList();
    return new ScenarioResult("ING", about, names, measurements, profiles);
  }

  private static Lane open(Running running, Course course, Options options) {
    int senders = options.scaled(SENDERS, 4);
    int rooms = course.hot() ? 1 : options.scaled(ROOMS, 8);
    Contender contender = running.start(course.contender());
    Dialect dialect = contender.dialect();
    dialect.open(new Layout(rooms, course.hot() ? senders : 1, senders));
    var load = running.keep(new Load());
    load.countReplies();
    List<? extends Sender> from = senders(load, contender, senders, course.rest());
    // The generator counts a hot room apart for each sender, since each keeps an order of its own.
    List<Room> counted =
        IntStream.range(0, Math.max(rooms, senders))
            .mapToObj(
                number -> {
                  Room room = load.room(number);
                  int person = number % senders;
                  int target = number % rooms;
                  room.sends(
                      from.get(person),
                      course.rest()
                          ? dialect.restPost(room, target, person, Stage.MESSAGE_CHARS)
                          : dialect.post(room, target, Stage.MESSAGE_CHARS));
                  return room;
                })
            .toList();
    return new Lane(course, contender, load, counted);
  }

  private static List<? extends Sender> senders(
      Load load, Contender contender, int count, boolean rest) {
    if (rest) {
      return load.connectRest(contender.port(0), count);
    }
    List<Seat> seats =
        IntStream.range(0, count)
            .mapToObj(person -> contender.dialect().sender(person, contender.port(person)))
            .toList();
    return load.connect(seats, Stage.CONNECT_AT_ONCE);
  }

  private static Tally drive(Lane lane, Options options, Duration time) {
    var tally = new Tally();
    try {
      if (lane.course().rest()) {
        connectAnew(lane, options);
      }
      lane.load().begin(tally);
      lane.load().sendOutstanding(lane.rooms(), options.scaled(UNDER_WAY, 10), time);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(lane.course().name() + ": " + e.getMessage(), e);
    }
    if (!tally.isClean()) {
      throw new IllegalStateException(lane.course().name() + " failed: " + tally.faults());
    }
    return tally;
  }

  /** The server has ended what was not used while others were driven. */
  private static void connectAnew(Lane lane, Options options) {
    int count = options.scaled(SENDERS, 4);
    List<? extends Sender> fresh = lane.load().connectRest(lane.contender().port(0), count);
    lane.rooms().forEach(room -> room.sends(fresh.get(room.number() % count)));
  }

  private static Measurement measure(
      Lane lane, Options options, int round, long[] acknowledged, int index) {
    Usage before = lane.contender().usage();
    long began = System.nanoTime();
    Tally tally = drive(lane, options, options.window());
    double seconds = (System.nanoTime() - began) / 1e9;
    Usage used = lane.contender().usage().since(before);
    acknowledged[index] += tally.replies();

    double sends = tally.replies();
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    values.put(Metric.ACKS, sends / seconds);
    values.put(Metric.ACK_CPU, used.all().toNanos() / 1e3 / sends);
    values.put(Metric.ACK_CPU_SERVER, used.server().toNanos() / 1e3 / sends);
    values.put(Metric.ACK_CPU_DATABASE, used.database().toNanos() / 1e3 / sends);
    values.put(Metric.ACK_P50, tally.replyMs(50));
    values.put(Metric.ACK_P99, tally.replyMs(99));
    return new Measurement(lane.course().name(), round, values);
  }

  /** Where a server spends its CPU while it is driven once more; how many sends that were. */
  private static long profile(Lane lane, Options options, Map<String, Breakdown> profiles) {
    String name = lane.course().name();
    Progress.say("profiling ING " + name);
    long pid = lane.contender().nodes().getFirst().pid();
    try (var profile = Profile.start(pid, options.work(), "ING-" + name)) {
      long sends = drive(lane, options, options.window()).replies();
      profiles.put(name, profile.end());
      return sends;
    }
  }

  private static void check(Lane lane, long acknowledged) {
    long stored = lane.contender().storedMessages();
    if (stored != acknowledged) {
      throw new IllegalStateException(
          "%s acknowledged %d sends and holds %d"
              .formatted(lane.course().name(), acknowledged, stored));
    }
  }
}
