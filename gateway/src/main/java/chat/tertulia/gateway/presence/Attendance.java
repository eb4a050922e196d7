package chat.tertulia.gateway.presence;

import chat.tertulia.gateway.presence.Presence.Watcher;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is here, kept in the store under this gateway's lease. What changes is gathered and written
 * in batches, at most once each {@link #FLUSH_MS} a person however often they come and go; a lease
 * that ran out, here or of another gateway, is cleared by whoever finds it first. Touched on
 * presence's loop.
 */
final class Attendance {
  /** How often the lease is renewed. */
  static final long RENEW_MS = 2_000;

  /** How often changes are written and told. */
  static final long FLUSH_MS = 100;

  /** Someone who comes back this soon has not been gone: a page that is loaded anew. */
  static final long GONE_AFTER_MS = 250;

  /** How often everyone here is written again. */
  static final long REASSERT_MS = 3_600_000;

  private static final Logger LOG = LoggerFactory.getLogger(Attendance.class);

  private final Vertx vertx;
  private final PresenceStore store;
  private final Preferences preferences;
  private final Announcements announcements;
  private final Map<UserId, Present> here = new HashMap<>();
  private final Map<UserId, Long> leaving = new LinkedHashMap<>();
  private final Set<UserId> unsettled = new LinkedHashSet<>();
  private final Set<UserId> dirty = new LinkedHashSet<>();
  private Runnable unknown = () -> {};
  private Runnable again = () -> {};
  private String life = "";
  private long settledAtNanos = System.nanoTime();
  private Instant looked = Instant.now();
  private boolean started;
  private boolean stopped;
  private volatile boolean reachable;
  private boolean renewing;
  private boolean flushing;
  private final AtomicLong changes = new AtomicLong();
  private final AtomicLong writes = new AtomicLong();

  Attendance(
      Vertx vertx, PresenceStore store, Preferences preferences, Announcements announcements) {
    this.vertx = vertx;
    this.store = store;
    this.preferences = preferences;
    this.announcements = announcements;
  }

  /**
   * @param whenUnknown Redis stopped answering
   * @param whenKnown it answers again
   */
  void start(Runnable whenUnknown, Runnable whenKnown) {
    unknown = whenUnknown;
    again = whenKnown;
    vertx.setPeriodic(RENEW_MS, t -> renew());
    vertx.setPeriodic(FLUSH_MS, t -> flush());
    vertx.setPeriodic(REASSERT_MS, t -> dirty.addAll(here.keySet()));
    renew();
  }

  int size() {
    return here.size();
  }

  long changes() {
    return changes.get();
  }

  long writes() {
    return writes.get();
  }

  boolean isReachable() {
    return reachable;
  }

  /** Whether other gateways may not have told a Redis again that had lost everything. */
  boolean isSettling() {
    return System.nanoTime() - settledAtNanos < 0;
  }

  void connected(UserId user, Watcher socket) {
    Present present = here.get(user);
    if (present == null) {
      present = new Present();
      here.put(user, present);
      unsettled.add(user);
    }
    leaving.remove(user);
    present.add(socket);
    look(user, present);
  }

  void disconnected(UserId user, Watcher socket) {
    Present present = here.get(user);
    if (present == null) {
      return;
    }
    present.remove(socket);
    if (present.isGone()) {
      leaving.put(user, System.nanoTime() + GONE_AFTER_MS * 1_000_000);
    } else {
      look(user, present);
    }
  }

  /** Another tab that says the same costs no write. */
  private void look(UserId user, Present present) {
    if (present.differs(Instant.now())) {
      dirty.add(user);
    }
  }

  void says(UserId user, Watcher socket, PresenceState said) {
    Present present = here.get(user);
    if (present != null && present.says(socket, said)) {
      look(user, present);
    }
  }

  void settleAgain(UserId user) {
    if (here.containsKey(user)) {
      unsettled.add(user);
    }
  }

  private void renew() {
    if (renewing || stopped) {
      return;
    }
    renewing = true;
    store
        .renew()
        .onSuccess(this::renewed)
        .onFailure(this::lost)
        .onComplete(done -> renewing = false);
  }

  private void lost(Throwable e) {
    if (reachable || !started) {
      LOG.warn("presence is unknown, Redis does not answer reason={}", e.getMessage());
      reachable = false;
      started = true;
      unknown.run();
    }
  }

  private void renewed(PresenceStore.Lease lease) {
    if (!reachable && started) {
      LOG.info("presence is known, Redis answers");
    }
    if (lease.isNew() || !reachable) {
      dirty.addAll(here.keySet());
    }
    if (!life.isEmpty() && !life.equals(lease.life())) {
      LOG.warn("Redis has lost what it held, everybody here is told again people={}", here.size());
      settledAtNanos = System.nanoTime() + PresenceStore.LEASE.toNanos();
    }
    life = lease.life();
    boolean back = !reachable;
    reachable = true;
    started = true;
    if (back) {
      again.run();
    }
    lease.ended().forEach(this::clear);
    Instant now = Instant.now();
    here.forEach(
        (user, present) -> {
          if (present.textEnds(looked, now)) {
            dirty.add(user);
          }
        });
    looked = now;
  }

  private void clear(String ended) {
    LOG.warn("a gateway's lease ran out, its people are taken off lease={}", ended);
    store
        .clear(ended)
        .onSuccess(this::told)
        .onFailure(e -> LOG.warn("not cleared lease={} reason={}", ended, e.getMessage()));
  }

  private void told(List<Change> some) {
    if (!some.isEmpty()) {
      changes.addAndGet(some.size());
      announcements.tell(some);
    }
  }

  private void flush() {
    leave(System.nanoTime());
    if (!flushing && reachable && !stopped) {
      flushing = true;
      settle().compose(ok -> write()).onComplete(done -> flushing = false);
    }
    announcements.place();
  }

  private void leave(long now) {
    leaving
        .entrySet()
        .removeIf(
            each -> {
              boolean due = each.getValue() - now <= 0;
              if (due) {
                here.remove(each.getKey());
                unsettled.remove(each.getKey());
                dirty.add(each.getKey());
              }
              return due;
            });
  }

  private Future<Void> settle() {
    if (unsettled.isEmpty()) {
      return Future.succeededFuture();
    }
    List<UserId> some = unsettled.stream().limit(PresenceStore.BATCH).toList();
    some.forEach(unsettled::remove);
    return preferences
        .of(some)
        .onSuccess(wishes -> some.forEach(u -> settled(u, wishes.get(u))))
        .onFailure(
            e -> {
              LOG.debug("preferences are not known reason={}", e.getMessage());
              some.stream().filter(here::containsKey).forEach(unsettled::add);
            })
        .transform((ok, failed) -> failed == null ? settle() : Future.succeededFuture());
  }

  private void settled(UserId user, Preferences.Wish wish) {
    Present present = here.get(user);
    if (present != null) {
      present.settle(wish == null ? Preferences.Wish.NONE : wish);
      dirty.add(user);
    }
  }

  private Future<Void> write() {
    var batches = new ArrayList<Map<UserId, String>>();
    Instant now = Instant.now();
    LeasedPresence.batches(List.copyOf(dirty)).forEach(users -> batches.add(said(users, now)));
    dirty.clear();
    Future<Void> last = Future.succeededFuture();
    for (Map<UserId, String> batch : batches) {
      last = last.transform((ok, failed) -> write(batch));
    }
    return last;
  }

  private Map<UserId, String> said(List<UserId> users, Instant now) {
    var said = new LinkedHashMap<UserId, String>();
    for (UserId user : users) {
      Present present = here.get(user);
      if (present == null) {
        said.put(user, null);
      } else if (present.isGone()) {
        present.forget();
      } else if (present.isSettled()) {
        said.put(user, present.write(now));
      }
    }
    return said;
  }

  private Future<Void> write(Map<UserId, String> said) {
    if (said.isEmpty()) {
      return Future.succeededFuture();
    }
    writes.addAndGet(said.size());
    return store
        .write(said)
        .onSuccess(this::told)
        .onFailure(
            e -> {
              dirty.addAll(said.keySet());
              renew();
            })
        .otherwise(List.of())
        .mapEmpty();
  }

  /** Takes everybody off and gives the lease back, so that leaving shows at once. */
  Future<Void> stop() {
    stopped = true;
    if (!reachable) {
      return Future.succeededFuture();
    }
    here.clear();
    return store
        .giveBack()
        .onSuccess(this::told)
        .compose(ok -> announcements.place())
        .otherwiseEmpty();
  }
}
