package chat.tertulia.history;

import chat.tertulia.history.domain.Announcer;
import chat.tertulia.history.domain.AppendMeter;
import chat.tertulia.history.domain.AppendQueue;
import chat.tertulia.history.domain.Posting;
import chat.tertulia.history.store.Sql;
import chat.tertulia.history.store.SqlAppends;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.contract.Messages.ReadMark;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.sql.Database;
import chat.tertulia.testkit.LocalPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Acknowledged sends per second through the append queue into a durable PostgreSQL, with what they
 * cost. No test: run its main. Arguments: seconds a scenario, sends outstanding.
 */
final class AppendSpeed {
  private static final int SENDERS_PER_ROOM = 10;
  private static final int CONTENT_CHARS = 200;
  private static final double TICKS_PER_SECOND = 100;

  private final Vertx vertx = Vertx.vertx();
  private final LogDatabase log;
  private final int seconds;

  private AppendSpeed(LogDatabase log, int seconds) {
    this.log = log;
    this.seconds = seconds;
  }

  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    int outstanding = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
    var log = LogDatabase.in(LocalPostgres.durable());
    System.out.println(
        "fsync " + log.one("show fsync") + ", commit " + log.one("show synchronous_commit"));
    var speed = new AppendSpeed(log, seconds);
    speed.run("warm-up", 1_000, outstanding);
    for (int round = 1; round <= 2; round++) {
      speed.run("1,000 rooms", 1_000, outstanding);
      speed.run("one room", 1, outstanding);
      speed.run("1,000 rooms, 1 at a time", 1_000, 1);
      speed.run("1,000 rooms, 20 at a time", 1_000, 20);
    }
    speed.vertx.close();
    System.exit(0);
  }

  private List<RoomId> rooms(int count) {
    log.run("truncate rooms.members");
    var rooms = new ArrayList<RoomId>();
    for (int i = 0; i < count; i++) {
      rooms.add(new RoomId("bench-" + i));
    }
    log.run(
        """
        insert into history.heads (room_id) select 'bench-' || r from generate_series(0, %d) r
        on conflict do nothing;
        insert into rooms.members (room_id, user_id, name, role, joined_seq)
        select 'bench-' || r, 'user-' || r || '-' || u, 'Someone', 'member', 0
        from generate_series(0, %d) r, generate_series(0, %d) u;
        analyze;
        checkpoint
        """
            .formatted(count - 1, count - 1, SENDERS_PER_ROOM - 1));
    return rooms;
  }

  private void run(String name, int roomCount, int outstanding) throws Exception {
    var rooms = rooms(roomCount);
    var context = vertx.getOrCreateContext();
    var done = new CountDownLatch(1);
    var load = new Load(rooms, outstanding);
    double database = databaseSeconds();
    double own = ownSeconds();
    context.runOnContext(
        none -> {
          var database_ =
              Database.open(
                  vertx, log.settings().withConnections(AppendQueue.LANES), "tertulia_history");
          var registry = new SimpleMeterRegistry();
          var queue =
              new AppendQueue(
                  new SqlAppends(new Sql(database_, () -> {})),
                  new Silent(),
                  new AppendMeter(registry),
                  500,
                  20_000,
                  task -> context.runOnContext(x -> task.run()));
          load.start(new Posting(queue));
          vertx.setTimer(
              TimeUnit.SECONDS.toMillis(seconds),
              t -> {
                load.stopped = true;
                load.elapsed = System.nanoTime() - load.begun;
                load.meanBatch = registry.get("tertulia.append.batch").summary().mean();
                queue.close().onComplete(x -> database_.close().onComplete(y -> done.countDown()));
              });
        });
    done.await();
    database = databaseSeconds() - database;
    own = ownSeconds() - own;
    load.print(name, outstanding, database, own);
  }

  /**
   * Processor time of all processes of the server, ended ones included as far as their parent
   * knows.
   */
  private double databaseSeconds() throws IOException {
    long postmaster = LocalPostgres.durable().server().pid();
    double ticks = 0;
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      for (ProcessHandle each : all.toList()) {
        boolean ours =
            each.pid() == postmaster
                || each.parent().filter(p -> p.pid() == postmaster).isPresent();
        if (ours) {
          ticks += ticks(each.pid(), each.pid() == postmaster);
        }
      }
    }
    return ticks / TICKS_PER_SECOND;
  }

  private static double ticks(long pid, boolean withChildren) throws IOException {
    Path stat = Path.of("/proc/" + pid + "/stat");
    if (!Files.exists(stat)) {
      return 0;
    }
    String text = Files.readString(stat);
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
    double own = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    return withChildren ? own + Long.parseLong(fields[13]) + Long.parseLong(fields[14]) : own;
  }

  private static double ownSeconds() throws IOException {
    return ticks(ProcessHandle.current().pid(), false) / TICKS_PER_SECOND;
  }

  private static final class Load {
    private final Random random = new Random(7);
    private final List<RoomId> rooms;
    private final int outstanding;
    private final String content = "x".repeat(CONTENT_CHARS);
    private final String run = Long.toString(System.nanoTime(), 36);
    private long[] latencies = new long[1 << 20];
    private int acked;
    private int failed;
    private long sent;
    private long begun;
    private long elapsed;
    private double meanBatch;
    private boolean stopped;

    Load(List<RoomId> rooms, int outstanding) {
      this.rooms = rooms;
      this.outstanding = outstanding;
    }

    void start(Posting posting) {
      begun = System.nanoTime();
      for (int i = 0; i < outstanding; i++) {
        send(posting);
      }
    }

    private void send(Posting posting) {
      if (stopped) {
        return;
      }
      RoomId room = rooms.get(random.nextInt(rooms.size()));
      var sender =
          new UserId(
              room.value().replace("bench", "user") + "-" + random.nextInt(SENDERS_PER_ROOM));
      var post = new Messages.Post(room, new ClientId(run + "-" + sent++), content, null, null);
      long at = System.nanoTime();
      posting
          .post(new Person(sender, "Someone"), post)
          .onComplete(
              outcome -> {
                if (!stopped && outcome.succeeded() && outcome.result().isStored()) {
                  if (acked == latencies.length) {
                    latencies = Arrays.copyOf(latencies, acked * 2);
                  }
                  latencies[acked++] = System.nanoTime() - at;
                } else if (!stopped) {
                  failed++;
                }
                send(posting);
              });
    }

    void print(String name, int outstanding, double database, double own) {
      long[] sorted = Arrays.copyOf(latencies, acked);
      Arrays.sort(sorted);
      System.out.printf(
          "%-26s out=%d acks/s=%,.0f failed=%d batch=%.0f p50=%.1fms p99=%.1fms db=%.1fus/ack"
              + " jvm=%.1fus/ack%n",
          name,
          outstanding,
          acked / (elapsed / 1e9),
          failed,
          meanBatch,
          sorted[acked / 2] / 1e6,
          sorted[(int) (acked * 0.99)] / 1e6,
          database * 1e6 / acked,
          own * 1e6 / acked);
    }
  }

  private static final class Silent implements Announcer {
    @Override
    public void appended(List<LogEntry> entries) {}

    @Override
    public void moved(UserId user, RoomId room, ReadMark mark) {}
  }
}
