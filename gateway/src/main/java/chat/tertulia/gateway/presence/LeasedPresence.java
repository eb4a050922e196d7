package chat.tertulia.gateway.presence;

import static chat.tertulia.shared.json.Text.line;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Places;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Presence by leases in Redis: {@link Attendance} writes who is here, {@link Announcements} carry
 * what changed, {@link Watchlist} tells those who watch, {@link RoomAudience} those who have a room
 * open. What is watched is read again every {@link #REREAD_MS} in case the bus lost something.
 * Without Redis everyone is {@code unknown}; nothing else depends on it.
 */
public final class LeasedPresence implements Presence {
  /** How often everything watched is read again. */
  static final long REREAD_MS = 10_000;

  /** People one socket may watch. */
  static final int MAX_WATCHED = 500;

  private final Vertx vertx;
  private final Bus bus;
  private final PresenceStore store;
  private final RoomAudience rooms;
  private final Watchlist watchlist = new Watchlist();
  private final Announcements announcements;
  private final Attendance attendance;
  private Context loop;
  private boolean rereading;

  public LeasedPresence(
      Vertx vertx, Bus bus, PresenceStore store, Preferences preferences, RoomAudience rooms) {
    this.vertx = vertx;
    this.bus = bus;
    this.store = store;
    this.rooms = rooms;
    this.announcements = new Announcements(bus);
    this.attendance = new Attendance(vertx, store, preferences, announcements);
  }

  /** Begins on the calling loop; succeeds whether or not Redis answers. */
  public Future<Void> start() {
    loop = vertx.getOrCreateContext();
    attendance.start(watchlist::tellUnknown, this::reread);
    vertx.setPeriodic(REREAD_MS, t -> reread());
    return announcements.hear(watchlist::tell, rooms);
  }

  /** Takes everybody here off and gives the lease back. */
  public Future<Void> stop() {
    return attendance.stop();
  }

  /** People with a socket here. Any thread; it may be a moment old. */
  public int people() {
    return attendance.size();
  }

  /** Sockets that watch somebody. Any thread; it may be a moment old. */
  public int watching() {
    return watchlist.size();
  }

  /** Changes written since the start. Any thread. */
  public long changes() {
    return attendance.changes();
  }

  /** People written to Redis since the start. Any thread. */
  public long writes() {
    return attendance.writes();
  }

  /** Whether Redis answers. Any thread. */
  public boolean isKnown() {
    return attendance.isReachable();
  }

  private void reread() {
    List<UserId> people = watchlist.people();
    if (rereading || people.isEmpty()) {
      return;
    }
    rereading = true;
    Future<?> last = Future.succeededFuture();
    for (List<UserId> some : batches(people)) {
      last = last.compose(ok -> readForWatchers(some));
    }
    last.onComplete(done -> rereading = false);
  }

  private Future<Void> readForWatchers(List<UserId> users) {
    if (!attendance.isReachable()) {
      return Future.failedFuture("Redis does not answer");
    }
    return store
        .read(users)
        .onSuccess(
            reading ->
                watchlist.tell(
                    reading.states().entrySet().stream()
                        .filter(e -> !isDoubtful(e.getValue()))
                        .map(e -> new Change(e.getKey(), e.getValue(), reading.at()))
                        .toList()))
        .mapEmpty();
  }

  /** Whether someone may only seem gone because Redis has forgotten them. */
  private boolean isDoubtful(PresenceState state) {
    return state.isOffline() && attendance.isSettling();
  }

  @Override
  public void connected(UserId user, Watcher socket) {
    loop.runOnContext(v -> attendance.connected(user, socket));
  }

  @Override
  public void disconnected(UserId user, Watcher socket) {
    loop.runOnContext(
        v -> {
          attendance.disconnected(user, socket);
          watchlist.forget(socket);
        });
  }

  /** What a person settled about their presence has changed. */
  public void preferenceChanged(UserId user) {
    loop.runOnContext(v -> attendance.settleAgain(user));
  }

  @Override
  public void set(UserId user, Watcher socket, ObjectNode body) {
    String state = body.path("state").asText("");
    if (!PresenceState.RANKS.contains(state)) {
      throw Problem.field("state", "must be online, away, dnd or invisible");
    }
    JsonNode said = body.path("text");
    String text =
        said.isTextual() ? line("text", said.asText(), 0, PresenceState.MAX_TEXT_CHARS) : null;
    var next = new PresenceState(state, text == null || text.isEmpty() ? null : text, null);
    loop.runOnContext(v -> attendance.says(user, socket, next));
  }

  @Override
  public void watch(Watcher watcher, Caller caller, ObjectNode body, Consumer<String> answer) {
    List<UserId> users = users(body.path("userIds"));
    Context from = vertx.getOrCreateContext();
    loop.runOnContext(
        v ->
            visible(caller, users)
                .compose(
                    some -> {
                      watchlist.watch(watcher, some);
                      return read(users, some, true);
                    })
                .onSuccess(json -> from.runOnContext(c -> answer.accept(json))));
  }

  private static List<UserId> users(JsonNode ids) {
    if (!ids.isArray()) {
      throw Problem.field("userIds", "must be a list of user ids");
    }
    if (ids.size() > MAX_WATCHED) {
      throw Problem.field("userIds", "must name at most " + MAX_WATCHED + " people");
    }
    var users = new ArrayList<UserId>();
    for (JsonNode id : ids) {
      if (!id.isTextual()) {
        throw Problem.field("userIds", "must be a list of user ids");
      }
      users.add(new UserId(id.asText()));
    }
    return users.stream().distinct().toList();
  }

  /**
   * Presence is as open as the directory: every account sees everybody. Guests, who see no
   * directory, see those they share a room with; others are to them as if they did not exist.
   */
  private Future<Set<UserId>> visible(Caller caller, List<UserId> users) {
    if (!caller.isGuest()) {
      return Future.succeededFuture(Set.copyOf(users));
    }
    return bus.call(Places.ASK, new Places.Of(users, caller.user()))
        .map(
            found -> {
              var some = new HashSet<>(found.rooms().keySet());
              some.add(caller.user());
              some.retainAll(Set.copyOf(users));
              return (Set<UserId>) some;
            })
        .otherwise(Set.of());
  }

  @Override
  public Future<String> states(Caller caller, List<UserId> users) {
    // Completes on the caller's loop.
    Promise<String> answer = ((ContextInternal) vertx.getOrCreateContext()).promise();
    loop.runOnContext(
        v -> visible(caller, users).compose(some -> read(users, some, false)).onComplete(answer));
    return answer.future();
  }

  /** The states of all, of whom only some are to be seen. */
  private Future<String> read(List<UserId> users, Set<UserId> some, boolean watched) {
    var states = new HashMap<UserId, PresenceState>();
    Future<?> last = Future.succeededFuture();
    for (List<UserId> batch : batches(List.copyOf(some))) {
      last = last.compose(ok -> readInto(states, batch, watched));
    }
    return last.map(ok -> list(users, some, states));
  }

  private Future<?> readInto(
      Map<UserId, PresenceState> states, List<UserId> batch, boolean watched) {
    if (!attendance.isReachable()) {
      return Future.succeededFuture();
    }
    return store
        .read(batch)
        .onSuccess(
            reading ->
                reading
                    .states()
                    .forEach(
                        (user, state) -> {
                          if (!isDoubtful(state)) {
                            states.put(user, state);
                            if (watched) {
                              watchlist.answered(user, state, reading.at());
                            }
                          }
                        }))
        .otherwiseEmpty();
  }

  private static String list(
      List<UserId> users, Set<UserId> some, Map<UserId, PresenceState> states) {
    return Face.list(
        users.stream()
            .map(
                user ->
                    (some.contains(user)
                            ? states.getOrDefault(user, PresenceState.UNKNOWN)
                            : PresenceState.OFFLINE)
                        .face(user))
            .collect(Collectors.toList()));
  }

  static <T> List<List<T>> batches(List<T> all) {
    var batches = new ArrayList<List<T>>();
    for (int from = 0; from < all.size(); from += PresenceStore.BATCH) {
      batches.add(all.subList(from, Math.min(all.size(), from + PresenceStore.BATCH)));
    }
    return batches;
  }
}
