package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.limit.Admission;
import chat.tertulia.gateway.limit.TokenBucket;
import chat.tertulia.gateway.protocol.Frames;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.error.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket: who it belongs to, what it follows, and how far it may go. It is touched on its own
 * loop only.
 */
public final class Connection {
  /** Rooms one socket may follow. */
  static final int MAX_ROOMS = 1_000;

  /** Requests to services one socket may have under way. */
  static final int MAX_REQUESTS = 32;

  /** Rooms one socket may be entering at once; each may bring a page of the log. */
  static final int MAX_ENTERING = 4;

  /** Frames refused for their rate before the socket is closed with 4029. */
  static final int MAX_REFUSED = 500;

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final Transport transport;
  private final Call.Origin origin;
  private final TokenBucket bucket;
  private final PostLane lane;
  private final Map<RoomId, Subscription> rooms = new HashMap<>();
  private final Set<RoomId> lagging = new HashSet<>();
  private final List<Runnable> waitingForDrain = new ArrayList<>();
  private final Admission entering = new Admission(MAX_ENTERING, MAX_ROOMS * 2);
  private TokenBucket userBucket;
  private Caller caller;
  private boolean hearsUser;
  private boolean open = true;
  private int requests;
  private int refused;
  private long heardAtNanos;
  private long beatAtNanos;
  private final long openedAtNanos;
  private long fullSinceNanos;

  Connection(
      Transport transport, Call.Origin origin, TokenBucket bucket, PostLane lane, long nowNanos) {
    this.transport = transport;
    this.origin = origin;
    this.bucket = bucket;
    this.lane = lane;
    this.openedAtNanos = nowNanos;
    this.heardAtNanos = nowNanos;
    this.beatAtNanos = nowNanos;
  }

  Transport transport() {
    return transport;
  }

  Call.Origin origin() {
    return origin;
  }

  PostLane lane() {
    return lane;
  }

  /** Who it belongs to; null before the session is opened. */
  Caller caller() {
    return caller;
  }

  void caller(Caller other) {
    caller = other;
  }

  /** What all sockets of the person share. */
  void userBucket(TokenBucket shared) {
    userBucket = shared;
  }

  /** Lets a few rooms be entered at once. */
  Admission entering() {
    return entering;
  }

  boolean isOpen() {
    return open;
  }

  void gone() {
    open = false;
  }

  Map<RoomId, Subscription> rooms() {
    return rooms;
  }

  boolean hearsUser() {
    return hearsUser;
  }

  void hearsUser(boolean value) {
    hearsUser = value;
  }

  /** Whether a frame may come in now. */
  boolean admit(long nowNanos) {
    heardAtNanos = nowNanos;
    if (bucket.take(nowNanos) && (userBucket == null || userBucket.take(nowNanos))) {
      return true;
    }
    refused++;
    return false;
  }

  boolean isFlooding() {
    return refused > MAX_REFUSED;
  }

  void heard(long nowNanos) {
    heardAtNanos = nowNanos;
  }

  /**
   * Whether a heartbeat is due. Clients that ping by themselves are spared most: two packets and a
   * turn of the loop each time.
   */
  boolean takeBeat(long nowNanos) {
    long since = nowNanos - beatAtNanos;
    boolean quiet = nowNanos - heardAtNanos >= Connections.QUIET.toNanos();
    boolean due =
        quiet ? since >= Connections.HEARTBEAT.toNanos() : since >= Connections.KEEP_OPEN.toNanos();
    if (due) {
      beatAtNanos = nowNanos;
    }
    return due;
  }

  long heardAtNanos() {
    return heardAtNanos;
  }

  long openedAtNanos() {
    return openedAtNanos;
  }

  /** Whether one more request may go to a service. */
  boolean beginRequest() {
    if (requests >= MAX_REQUESTS) {
      return false;
    }
    requests++;
    return true;
  }

  void endRequest() {
    requests--;
  }

  /** Something for the person, if this socket asked for it. */
  void tellUser(String body) {
    if (open && hearsUser && !transport.isFull()) {
      transport.rec(Frames.USER_PREFIX + caller.user().value(), body);
    }
  }

  /**
   * A room's live stream was dropped because the socket is not read. Once it is, the client is told
   * to resume.
   */
  void lag(RoomId room) {
    if (lagging.isEmpty()) {
      whenDrained(this::tellLagged);
    }
    lagging.add(room);
  }

  private void tellLagged() {
    var told = List.copyOf(lagging);
    lagging.clear();
    told.forEach(room -> transport.rec(Frames.ROOM_PREFIX + room.value(), "{\"type\":\"lagged\"}"));
  }

  /** Runs a task once the socket has been read empty enough, unless it closes before. */
  void whenDrained(Runnable task) {
    waitingForDrain.add(task);
    if (waitingForDrain.size() == 1) {
      transport.onDrain(this::drained);
    }
  }

  private void drained() {
    var ready = List.copyOf(waitingForDrain);
    waitingForDrain.clear();
    if (open) {
      ready.forEach(Connection::run);
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("not done when a socket was read again", e);
    }
  }

  /** How long it has not been read enough, in nanoseconds; 0 when it is being read. */
  long fullForNanos(long nowNanos) {
    if (!transport.isFull()) {
      fullSinceNanos = 0;
      return 0;
    }
    if (fullSinceNanos == 0) {
      fullSinceNanos = nowNanos;
    }
    return nowNanos - fullSinceNanos;
  }

  void err(String address, Problem problem) {
    if (open) {
      transport.err(address, problem);
    }
  }

  void close(CloseCode code) {
    if (open) {
      transport.close(code);
    }
  }
}
