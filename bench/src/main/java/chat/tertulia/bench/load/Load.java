package chat.tertulia.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * All sockets of one world on one event loop. Its public methods are called from the thread of the
 * scenario and block; what they start runs on the loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // repeating tasks end with the loop
public final class Load implements AutoCloseable {
  /** How often a client of the bridge protocol pings; the stock client's default. */
  public static final Duration PING_EVERY = Duration.ofSeconds(5);

  /** How long the last deliveries of a window may take. */
  public static final Duration DRAIN_WITHIN = Duration.ofSeconds(30);

  /** How long it may take until all sockets are live. */
  public static final Duration LIVE_WITHIN = Duration.ofMinutes(2);

  private static final int PING_SLICES = 100;

  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop loop;
  private final Bootstrap bootstrap;
  private final Link.Scratch scratch = new Link.Scratch();
  private final List<Member> members = new ArrayList<>();
  private final Room[] rooms = new Room[1 << (4 * Post.ROOM_DIGITS)];
  private final ArrayDeque<Member> arriving = new ArrayDeque<>();
  private CompletableFuture<Void> allLive = CompletableFuture.completedFuture(null);
  private CompletableFuture<Void> allDelivered;
  private Tally tally = new Tally();
  private Completion completion = room -> {};
  private int handshakes;
  private int maxHandshakes;
  private int notLive;
  private long pending;
  private boolean countsReplies;
  private int pingSlice;

  /** Told when every receiver has a message. */
  interface Completion {
    void completed(Room room);
  }

  public Load() {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group = new MultiThreadIoEventLoopGroup(1, io);
    loop = group.next();
    Class<? extends Channel> kind = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    bootstrap = new Bootstrap().group(group).channel(kind).option(ChannelOption.TCP_NODELAY, true);
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
    List<Member> joined = call(() -> prepare(seats, atOnce));
    await(allLive, LIVE_WITHIN, "all sockets are live");
    return joined;
  }

  private List<Member> prepare(List<Seat> seats, int atOnce) {
    var joined = new ArrayList<Member>(seats.size());
    for (Seat seat : seats) {
      var member = new Member(this, seat, "member " + (members.size() + 1));
      members.add(member);
      joined.add(member);
      if (seat.room() != null) {
        seat.room().members().add(member);
      }
    }
    admit(joined, atOnce);
    return joined;
  }

  private void admit(List<Member> joined, int atOnce) {
    allLive = new CompletableFuture<>();
    notLive = joined.size();
    maxHandshakes = atOnce;
    handshakes = 0;
    arriving.addAll(joined);
    admitNext();
  }

  private void admitNext() {
    while (handshakes < maxHandshakes && !arriving.isEmpty()) {
      Member member = arriving.poll();
      handshakes++;
      bootstrap
          .clone()
          .handler(member)
          .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), member.seat().port()))
          .addListener(
              done -> {
                if (!done.isSuccess()) {
                  member.lost("cannot connect: " + done.cause());
                }
              });
    }
  }

  void becameLive(Member member) {
    if (member.isLive()) {
      handshakes--;
      notLive--;
      admitNext();
      if (notLive == 0) {
        allLive.complete(null);
      }
    }
  }

  void fell(Member member) {
    String reason = member + " fell: " + tally.faults();
    allLive.completeExceptionally(new IllegalStateException(reason));
    if (allDelivered != null) {
      allDelivered.completeExceptionally(new IllegalStateException(reason));
    }
  }

  /**
   * Cuts all connections at once and makes them anew at once; waits until each is live again.
   *
   * @param again how a member comes back
   */
  public Duration storm(Function<Member, Seat> again) {
    long began = System.nanoTime();
    call(
        () -> {
          List<Member> before = List.copyOf(members);
          before.forEach(Member::cut);
          members.clear();
          before.forEach(m -> members.add(replace(m, again.apply(m))));
          admit(members, members.size());
          return null;
        });
    await(allLive, LIVE_WITHIN, "all sockets are live again");
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
        room.sends(member, room.post());
      }
    }
    return member;
  }

  /** Begins to count anew. */
  public void begin(Tally fresh) {
    call(
        () -> {
          tally = fresh;
          return null;
        });
  }

  /** Whether a message is complete when it is acknowledged, not when it is delivered. */
  public void countReplies(boolean value) {
    call(
        () -> {
          countsReplies = value;
          return null;
        });
  }

  /** Sends at a steady rate over all rooms in turn and waits for every delivery. */
  public void sendPaced(List<Room> rooms, double perSecond, Duration time) {
    var pacing = new Pacing(this, rooms, perSecond, time);
    call(
        () -> {
          allDelivered = new CompletableFuture<>();
          completion = room -> pacing.checkEnd();
          pacing.start();
          return null;
        });
    await(allDelivered, time.plus(DRAIN_WITHIN), "everything sent is delivered");
  }

  /**
   * Keeps so many messages under way and waits for every delivery.
   *
   * @param outstanding messages under way at once, over all rooms
   */
  public void sendOutstanding(List<Room> rooms, int outstanding, Duration time) {
    call(
        () -> {
          allDelivered = new CompletableFuture<>();
          long until = System.nanoTime() + time.toNanos();
          completion =
              room -> {
                long now = System.nanoTime();
                if (now < until) {
                  send(room, now, 0);
                } else if (pending == 0) {
                  allDelivered.complete(null);
                }
              };
          for (int i = 0; i < outstanding; i++) {
            send(rooms.get(i % rooms.size()), System.nanoTime(), 0);
          }
          return null;
        });
    await(allDelivered, time.plus(DRAIN_WITHIN), "everything sent is delivered");
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
      completion.completed(room);
    }
  }

  boolean isDelivered() {
    return pending == 0;
  }

  void finish() {
    allDelivered.complete(null);
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

  /** How many deliveries are still to come. */
  public long pending() {
    return call(() -> pending);
  }

  private <T> T call(Callable<T> task) {
    try {
      return loop.submit(task).get(LIVE_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("the generator hangs", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void await(CompletableFuture<Void> what, Duration limit, String meaning) {
    try {
      what.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "waited %d s in vain until %s: pending=%d not live=%d%n%s"
              .formatted(limit.toSeconds(), meaning, pending, notLive, tally.faults()),
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
          members.stream().filter(m -> m.channel() != null).forEach(Member::cut);
          return null;
        });
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
