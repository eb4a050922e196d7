package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.protocol.Frames;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** All sockets of one loop, and the clock that watches them. */
public final class Connections {
  /** How long a socket may stay without a session. */
  public static final Duration SIGN_IN_WITHIN = Duration.ofSeconds(5);

  /** How often a client should give a sign of life by itself. */
  public static final Duration HEARTBEAT = Duration.ofSeconds(5);

  /** A socket silent for longer is asked for a sign of life, again and again. */
  public static final Duration QUIET = HEARTBEAT.plusSeconds(1);

  /** Every socket is written to this often, because proxies end connections that carry nothing. */
  public static final Duration KEEP_OPEN = Duration.ofSeconds(25);

  /** A socket silent for longer is closed. */
  public static final Duration SILENCE = Duration.ofSeconds(12);

  /** A socket that is not read for longer is closed with 4008. */
  public static final Duration STUCK = Duration.ofSeconds(30);

  /** How often {@link #tick} is to be called. */
  public static final Duration TICK = Duration.ofMillis(500);

  private final Set<Connection> all = new LinkedHashSet<>();
  private final Map<UserId, List<Connection>> byUser = new HashMap<>();

  void add(Connection connection) {
    all.add(connection);
  }

  void signedIn(Connection connection) {
    byUser.computeIfAbsent(connection.caller().user(), u -> new ArrayList<>(1)).add(connection);
  }

  void remove(Connection connection) {
    all.remove(connection);
    if (connection.caller() != null) {
      UserId user = connection.caller().user();
      List<Connection> others = byUser.get(user);
      if (others != null) {
        others.remove(connection);
        if (others.isEmpty()) {
          byUser.remove(user);
        }
      }
    }
  }

  public int size() {
    return all.size();
  }

  /** Something for one person, on each of their sockets that asked for it. */
  public void tell(UserId user, String body) {
    List<Connection> theirs = byUser.get(user);
    if (theirs != null) {
      List.copyOf(theirs).forEach(c -> c.tellUser(body));
    }
  }

  /** Closes every socket of a session. */
  public void endSession(SessionId session, UserId user) {
    for (Connection each : List.copyOf(byUser.getOrDefault(user, List.of()))) {
      if (each.caller().session().equals(session)) {
        each.tellUser("{\"type\":\"session-ended\"}");
        each.lane().clear();
        each.close(CloseCode.SESSION_OVER);
      }
    }
  }

  /** Late answers, heartbeats, and the end of sockets silent, stuck, unknown or expired. */
  public void tick(long nowNanos, Instant now) {
    for (Connection each : List.copyOf(all)) {
      each.lane().tick(nowNanos);
      CloseCode reason = judge(each, nowNanos, now);
      if (reason != null) {
        each.close(reason);
      } else if (each.takeBeat(nowNanos)) {
        each.transport().heartbeat();
      }
    }
  }

  private static CloseCode judge(Connection each, long nowNanos, Instant now) {
    if (each.caller() == null) {
      boolean late = nowNanos - each.openedAtNanos() > SIGN_IN_WITHIN.toNanos();
      return late ? CloseCode.NOT_AUTHENTICATED : null;
    }
    if (!each.caller().expires().isAfter(now)) {
      return CloseCode.SESSION_OVER;
    }
    long full = each.fullForNanos(nowNanos);
    if (full > 0) {
      // What is not read cannot be answered either: here silence means slow.
      return full > STUCK.toNanos() ? CloseCode.TOO_SLOW : null;
    }
    boolean xhr = each.transport() instanceof XhrTransport;
    boolean silent = nowNanos - each.heardAtNanos() > SILENCE.toNanos();
    return silent && !xhr ? CloseCode.SILENT : null;
  }

  /** Asks every client to come back elsewhere, each at another moment of the window. */
  public void drain(Duration window, RandomGenerator random) {
    for (Connection each : List.copyOf(all)) {
      // The last fifth is for those who need a second attempt.
      long in = random.nextLong(Math.max(1, window.toMillis() * 4 / 5));
      String body = "{\"type\":\"drain\",\"reconnectInMs\":" + in + "}";
      each.tellUser(body);
      each.rooms()
          .keySet()
          .forEach(room -> each.transport().rec(Frames.ROOM_PREFIX + room.value(), body));
    }
  }

  /**
   * The window is over: closes every socket with nothing under way.
   *
   * @param all also those whose posts have no answer yet
   */
  public void endDrained(boolean all) {
    for (Connection each : List.copyOf(this.all)) {
      if (all || each.lane().isIdle()) {
        each.close(CloseCode.DRAIN);
      }
    }
  }

  /** Closes every socket. */
  public void closeAll(CloseCode code) {
    List.copyOf(all).forEach(c -> c.close(code));
  }
}
