package chat.tertulia.gateway.presence;

import static chat.tertulia.shared.json.Text.line;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.contract.Topic;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Presence by leases in Redis. What changes here is written in batches and told on the bus; what is
 * watched here is read again when the bus says so, when a gateway's lease begins or ends, and every
 * {@link #REREAD_MS} in case the bus lost it. Without Redis everyone is {@code unknown}; nothing
 * else depends on it.
 */
public final class LeasedPresence implements Presence {
  /** How often the lease is renewed and others' are looked at. */
  static final long RENEW_MS = 2_000;

  /** How often changes are written and told. */
  static final long FLUSH_MS = 150;

  /** How often everything watched is read again. */
  static final long REREAD_MS = 10_000;

  /** How often everyone here is written again. */
  static final long REASSERT_MS = 3_600_000;

  /** People one socket may watch. */
  static final int MAX_WATCHED = 500;

  /** People read from Redis in one batch. */
  static final int READ_BATCH = 250;

  /** People that changed; every gateway hears it. */
  record Changed(List<UserId> users) {}

  private static final Topic<Changed> CHANGED = new Topic<>("fact.presence", Changed.class);
  private static final Logger LOG = LoggerFactory.getLogger(LeasedPresence.class);

  private final Vertx vertx;
  private final Bus bus;
  private final PresenceStore store;
  private Context loop;
  private final Map<UserId, Here> here = new HashMap<>();
  private final Set<UserId> dirty = new HashSet<>();
  private final Map<Watcher, Set<UserId>> watched = new HashMap<>();
  private final Map<UserId, Set<Watcher>> watchers = new HashMap<>();
  private final Map<UserId, PresenceState> known = new HashMap<>();
  private final Set<UserId> stale = new HashSet<>();
  private Set<String> live = Set.of();
  private boolean reachable;
  private boolean flushing;

  private static final class Here {
    private int sockets;
    private PresenceState said = new PresenceState("online", null, null);
  }

  public LeasedPresence(Vertx vertx, Bus bus, PresenceStore store) {
    this.vertx = vertx;
    this.bus = bus;
    this.store = store;
  }

  /** Begins on the calling loop; succeeds whether or not Redis answers. */
  public Future<Void> start() {
    loop = vertx.getOrCreateContext();
    vertx.setPeriodic(RENEW_MS, t -> renew());
    vertx.setPeriodic(FLUSH_MS, t -> flush());
    vertx.setPeriodic(REREAD_MS, t -> stale.addAll(watchers.keySet()));
    vertx.setPeriodic(REASSERT_MS, t -> dirty.addAll(here.keySet()));
    renew();
    return bus.subscribe(CHANGED, changed -> markStale(changed.users()));
  }

  /** Gives the lease back. */
  public Future<Void> stop() {
    return store.giveBack().otherwiseEmpty();
  }

  private void renew() {
    store
        .renew()
        .onSuccess(this::renewed)
        .onFailure(
            e -> {
              if (reachable || live.isEmpty()) {
                LOG.warn("presence is unknown, Redis does not answer reason={}", e.getMessage());
                reachable = false;
                live = Set.of("none");
                List.copyOf(watchers.keySet()).forEach(u -> tell(u, PresenceState.UNKNOWN));
              }
            });
  }

  private void renewed(PresenceStore.Lease lease) {
    if (!reachable) {
      LOG.info("presence is known, Redis answers");
    }
    if (lease.isNew() || !reachable) {
      dirty.addAll(here.keySet());
    }
    if (!lease.live().equals(live) || !reachable) {
      stale.addAll(watchers.keySet());
    }
    live = lease.live();
    reachable = true;
  }

  private void markStale(List<UserId> users) {
    users.stream().filter(watchers::containsKey).forEach(stale::add);
  }

  private void flush() {
    if (flushing || !reachable) {
      return;
    }
    flushing = true;
    writeDirty().eventually(this::readStale).onComplete(done -> flushing = false);
  }

  private Future<Void> writeDirty() {
    if (dirty.isEmpty()) {
      return Future.succeededFuture();
    }
    var states = new HashMap<UserId, String>();
    dirty.forEach(u -> states.put(u, here.containsKey(u) ? here.get(u).said.stored() : null));
    dirty.clear();
    return store
        .write(states, System.currentTimeMillis())
        .onSuccess(ok -> bus.publish(CHANGED, new Changed(List.copyOf(states.keySet()))))
        .onFailure(e -> dirty.addAll(states.keySet()));
  }

  private Future<Void> readStale() {
    if (stale.isEmpty()) {
      return Future.succeededFuture();
    }
    var batch = stale.stream().limit(READ_BATCH).toList();
    batch.forEach(stale::remove);
    return store
        .read(batch, live)
        .onSuccess(states -> states.forEach(this::tell))
        .onFailure(e -> stale.addAll(batch))
        .mapEmpty();
  }

  private void tell(UserId user, PresenceState state) {
    Set<Watcher> audience = watchers.get(user);
    if (audience == null || state.equals(known.put(user, state))) {
      return;
    }
    String frame = state.frame(user);
    List.copyOf(audience).forEach(w -> w.changed(frame));
  }

  @Override
  public void connected(UserId user) {
    loop.runOnContext(
        v -> {
          Here mine = here.computeIfAbsent(user, u -> new Here());
          if (mine.sockets++ == 0) {
            dirty.add(user);
          }
        });
  }

  @Override
  public void disconnected(UserId user) {
    loop.runOnContext(
        v -> {
          Here mine = here.get(user);
          if (mine != null && --mine.sockets == 0) {
            here.remove(user);
            dirty.add(user);
          }
        });
  }

  @Override
  public void set(UserId user, ObjectNode body) {
    String state = body.path("state").asText("");
    if (!PresenceState.RANKS.contains(state)) {
      throw Problem.field("state", "must be online, away, dnd or invisible");
    }
    JsonNode said = body.path("text");
    String text =
        said.isTextual() ? line("text", said.asText(), 0, PresenceState.MAX_TEXT_CHARS) : null;
    loop.runOnContext(
        v -> {
          Here mine = here.get(user);
          if (mine != null) {
            mine.said =
                new PresenceState(state, text == null || text.isEmpty() ? null : text, null);
            dirty.add(user);
          }
        });
  }

  @Override
  public void watch(Watcher watcher, ObjectNode body, Consumer<String> answer) {
    List<UserId> users = users(body.path("userIds"));
    Context caller = vertx.getOrCreateContext();
    loop.runOnContext(
        v -> {
          forget(watcher);
          if (!watcher.isOpen()) {
            return;
          }
          var set = new HashSet<>(users);
          watched.put(watcher, set);
          set.forEach(u -> watchers.computeIfAbsent(u, x -> new HashSet<>()).add(watcher));
          read(users)
              .onSuccess(
                  states -> {
                    states.forEach(known::put);
                    String json = list(users, states);
                    caller.runOnContext(c -> answer.accept(json));
                  });
        });
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

  private Future<Map<UserId, PresenceState>> read(List<UserId> users) {
    var unknown = new HashMap<UserId, PresenceState>();
    users.forEach(u -> unknown.put(u, PresenceState.UNKNOWN));
    return reachable ? store.read(users, live).otherwise(unknown) : Future.succeededFuture(unknown);
  }

  private static String list(List<UserId> users, Map<UserId, PresenceState> states) {
    var json = Json.object();
    var list = json.putArray("presence");
    users.forEach(u -> list.add(states.get(u).toJson(u)));
    return json.toString();
  }

  @Override
  public void unwatch(Watcher watcher) {
    loop.runOnContext(v -> forget(watcher));
  }

  private void forget(Watcher watcher) {
    Set<UserId> users = watched.remove(watcher);
    if (users == null) {
      return;
    }
    for (UserId user : users) {
      Set<Watcher> others = watchers.get(user);
      others.remove(watcher);
      if (others.isEmpty()) {
        watchers.remove(user);
        known.remove(user);
        stale.remove(user);
      }
    }
  }

  @Override
  public Future<String> states(List<UserId> users) {
    // Completes on the caller's loop.
    Promise<String> answer = ((ContextInternal) vertx.getOrCreateContext()).promise();
    loop.runOnContext(v -> read(users).map(states -> list(users, states)).onComplete(answer));
    return answer.future();
  }
}
