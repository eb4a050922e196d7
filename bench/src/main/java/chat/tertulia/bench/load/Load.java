package chat.tertulia.bench.load;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * All sockets of one world on one event loop. Its public methods are called from the thread of the
 * scenario and block; what they start runs on the loop.
 */
public final class Load implements AutoCloseable {
  /** How often a client of the bridge protocol pings; the stock client's default. */
  public static final Duration PING_EVERY = Duration.ofSeconds(5);

  /** How long the last deliveries of a window may take. */
  public static final Duration DRAIN_WITHIN = Duration.ofSeconds(30);

  /** How long it may take until all sockets are live. */
  public static final Duration LIVE_WITHIN = Duration.ofMinutes(2);

  private static final int PING_SLICES = 100;

  /** Rooms told of when a run fails. */
  private static final int MAX_TOLD = 20;

  private final Duration drainWithin;
  private final MultiThreadIoEventLoopGroup group = Arrivals.newLoop();
  private final EventLoop loop = group.next();
  private final Arrivals arrivals = Arrivals.on(group);
  private final Link.Scratch scratch = new Link.Scratch();
  private final List<Member> members = new ArrayList<>();
  private final List<RestSender> restSenders = new ArrayList<>();
  private final Room[] rooms = new Room[1 << (4 * Post.ROOM_DIGITS)];
  private CompletableFuture<Void> finished = CompletableFuture.completedFuture(null);
  private IllegalStateException fallen;
  private Driver driver;
  private Tally tally = new Tally();
  private long pending;
  private boolean countsReplies;
  private int pingSlice;

  public Load() {
    this(DRAIN_WITHIN);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the pings end with the loop
  Load(Duration drainWithin) {
    this.drainWithin = drainWithin;
    long slice = PING_EVERY.toMillis() / PING_SLICES;
    loop.scheduleAtFixedRate(this::ping, slice, slice, TimeUnit.MILLISECONDS);
  }

  private void ping() {
    pingSlice = (pingSlice + 1) % PING_SLICES;
    for (int i = pingSlice; i < members.size(); i += PING_SLICES) {
      members.get(i).ping();
    }
  }

  /** A new room; the number is its place among all of this load. */
  public Room room(int number) {
    return call(() -> rooms[number] = new Room(number));
  }

  /**
   * Connects sockets and waits until each is live.
   *
   * @param atOnce connections being made at once at most
   */
  public List<Member> connect(List<Seat> seats, int atOnce) {
    List<Member> joined =
        call(
            () -> {
              List<Member> all = seats.stream().map(this::seat).toList();
              arrivals.admit(all, atOnce);
              return all;
            });
    await(arrivals.allLive(), LIVE_WITHIN, "all sockets are live");
    return joined;
  }

  private Member seat(Seat seat) {
    var member = new Member(this, seat, "member " + (members.size() + 1));
    members.add(member);
    if (seat.room() != null) {
      seat.room().members().add(member);
    }
    return member;
  }

  /**
   * Opens connections for sends over REST, to the server's port on loopback, in place of those that
   * were opened before: a server ends what is not used for a while.
   */
  public List<RestSender> connectRest(int port, int count) {
    List<RestSender> opened =
        call(
            () -> {
              restSenders.forEach(RestSender::cut);
              restSenders.clear();
              for (int i = 0; i < count; i++) {
                restSenders.add(new RestSender(this, port));
              }
              arrivals.admit(restSenders, count);
              return List.copyOf(restSenders);
            });
    await(arrivals.allLive(), LIVE_WITHIN, "all connections are made");
    return opened;
  }

  void oneIsLive() {
    arrivals.oneIsLive();
  }

  void fell(String who) {
    var reason = new IllegalStateException(who + " fell: " + tally.faults());
    arrivals.fail(reason);
    if (!finished.completeExceptionally(reason) && fallen == null) {
      // Between two windows nobody waits: the next one would wait for its answers in vain.
      fallen = reason;
    }
  }

  /**
   * Cuts all connections at once and makes them anew at once; waits until each is live again.
   *
   * @param again how a member comes back, by its number in the order of connecting
   */
  public Duration storm(BiFunction<Integer, Member, Seat> again) {
    long began = System.nanoTime();
    call(
        () -> {
          List<Member> before = List.copyOf(members);
          before.forEach(Member::cut);
          members.clear();
          for (int i = 0; i < before.size(); i++) {
            members.add(replace(before.get(i), again.apply(i, before.get(i))));
          }
          arrivals.admit(members, members.size());
          return null;
        });
    await(arrivals.allLive(), LIVE_WITHIN, "all sockets are live again");
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private Member replace(Member before, Seat seat) {
    var member = new Member(this, seat, before.toString());
    member.resumes(before);
    Room room = seat.room();
    if (room != null) {
      room.members().remove(before);
      room.members().add(member);
      if (room.sender() == before) {
        room.sends(member);
      }
    }
    return member;
  }

  /** Begins to count anew. */
  public void begin(Tally fresh) {
    call(() -> tally = fresh);
  }

  /** From now on a message is complete when it is acknowledged, not when it is delivered. */
  public void countReplies() {
    call(() -> countsReplies = true);
  }

  /** Sends at a steady rate over all rooms in turn and waits for every delivery. */
  public void sendPaced(List<Room> to, double perSecond, Duration time) {
    drive(new Pacing(this, to, perSecond, time), time);
  }

  /**
   * Keeps so many messages under way over all rooms in turn and waits for every delivery.
   *
   * @param outstanding messages under way at once, over all rooms
   */
  public void sendOutstanding(List<Room> to, int outstanding, Duration time) {
    drive(new Saturation(this, to, outstanding, Long.MAX_VALUE, time), time);
  }

  /**
   * The same until so many are sent.
   *
   * @param limit for the time it may take; it ends then, as if all were sent
   */
  public void sendOutstanding(List<Room> to, int outstanding, long messages, Duration limit) {
    drive(new Saturation(this, to, outstanding, messages, limit), limit);
  }

  private void drive(Driver next, Duration time) {
    CompletableFuture<Void> end =
        call(
            () -> {
              if (fallen != null) {
                throw fallen;
              }
              finished = new CompletableFuture<>();
              driver = next;
              driver.start();
              return finished;
            });
    await(end, time.plus(drainWithin), "everything sent is delivered");
  }

  void send(Room room, long stampNanos, long lateNanos) {
    int receipts = countsReplies ? 1 : room.members().size();
    pending += receipts;
    tally.sent(lateNanos);
    room.send(stampNanos, receipts);
  }

  void delivered(Room room, int index, long nanos) {
    tally.delivered(nanos);
    if (!countsReplies) {
      received(room, index);
    }
  }

  void replied(int number, int index, long now) {
    Room room = rooms[number];
    tally.reply(now - room.sentAt(index));
    if (countsReplies) {
      received(room, index);
    }
  }

  private void received(Room room, int index) {
    pending--;
    if (room.received(index)) {
      driver.completed(room);
    }
  }

  boolean isDelivered() {
    return pending == 0;
  }

  void finish() {
    finished.complete(null);
  }

  Tally tally() {
    return tally;
  }

  Link.Scratch scratch() {
    return scratch;
  }

  EventLoop loop() {
    return loop;
  }

  private <T> T call(Callable<T> task) {
    try {
      return loop.submit(task).get(LIVE_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("the generator hangs", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Who waits for what, for the message of a failed run. */
  private String incomplete() {
    return Arrays.stream(rooms)
        .filter(room -> room != null && room.underWay() > 0)
        .limit(MAX_TOLD)
        .map(
            room ->
                "room %d by %s: %d of %d not complete, the oldest is %d"
                    .formatted(
                        room.number(),
                        room.sender(),
                        room.underWay(),
                        room.next() - 1,
                        room.oldestUnderWay()))
        .collect(Collectors.joining("\n"));
  }

  private void await(CompletableFuture<Void> what, Duration limit, String meaning) {
    try {
      what.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "waited %d s in vain until %s: pending=%d not live=%d%n%s%n%s"
              .formatted(
                  limit.toSeconds(),
                  meaning,
                  pending,
                  arrivals.missing(),
                  tally.faults(),
                  call(this::incomplete)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Cuts all connections. */
  @Override
  public void close() {
    call(
        () -> {
          members.forEach(Member::cut);
          restSenders.forEach(RestSender::cut);
          return null;
        });
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
