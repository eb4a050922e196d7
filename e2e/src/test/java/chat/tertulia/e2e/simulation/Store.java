package chat.tertulia.e2e.simulation;

import static chat.tertulia.e2e.simulation.Scheduler.MICROS;
import static chat.tertulia.e2e.simulation.Scheduler.MILLIS;
import static chat.tertulia.e2e.simulation.Scheduler.SECONDS;

import chat.tertulia.history.domain.AppendFailed;
import chat.tertulia.history.domain.AppendFailed.Why;
import chat.tertulia.history.domain.Draft;
import chat.tertulia.history.domain.Outcome;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * A model of what the database promises: rooms whose heads are locked until commit, membership and
 * client ids judged under that lock, numbers without holes, commits that last and become visible at
 * once but not in the order in which transactions began, and a crash after which nobody knows
 * whether their transaction is in.
 */
final class Store {
  /** How long a transaction waits for the rooms it needs. */
  private static final long LOCK_TIMEOUT = 2 * SECONDS;

  static final String EPOCH = "epoch-1";

  private final Scheduler scheduler;
  private final Sabotage sabotage;
  private final Map<RoomId, Room> rooms = new LinkedHashMap<>();
  private final TreeSet<Long> running = new TreeSet<>();
  private final List<Transaction> waiting = new ArrayList<>();
  private final Set<Transaction> open = new LinkedHashSet<>();
  private long nextXid = 1_000;
  private long slowUntil;
  private boolean up = true;

  /** One room as committed. */
  static final class Room {
    private final List<Row> rows = new ArrayList<>();
    private final Set<UserId> members = new LinkedHashSet<>();
    private final Map<Key, Row> byClientId = new HashMap<>();
    private Transaction lockedBy;
    private Instant lastAt = Instant.MIN;
  }

  private record Key(UserId actor, String clientId) {}

  /** One entry and what is kept with it. */
  record Row(LogEntry entry, String body, Instant at, long xid) {}

  /**
   * What happens to one room's membership with an entry.
   *
   * @param joins whether the person comes in; else they go
   */
  private record Change(UserId user, boolean joins) {}

  private static final class Transaction {
    private final Map<RoomId, Room> rooms = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    private final List<Draft> drafts;
    private final Change change;
    private final BiConsumer<List<Outcome>, Throwable> answer;
    private final List<Row> rows = new ArrayList<>();
    private List<Outcome> outcomes;
    private long xid;
    private boolean answered;
    private boolean over;

    Transaction(List<Draft> drafts, Change change, BiConsumer<List<Outcome>, Throwable> answer) {
      this.drafts = drafts;
      this.change = change;
      this.answer = answer;
    }

    void answer(List<Outcome> found, Throwable failed) {
      if (!answered) {
        answered = true;
        answer.accept(found, failed);
      }
    }
  }

  Store(Scheduler scheduler, Sabotage sabotage) {
    this.scheduler = scheduler;
    this.sabotage = sabotage;
  }

  void create(RoomId room) {
    rooms.put(room, new Room());
  }

  boolean isUp() {
    return up;
  }

  /** All connections end; what was under way is in or not, and nobody is told which. */
  void crash() {
    up = false;
    scheduler.note(() -> "the store crashes");
    for (Transaction each : List.copyOf(open)) {
      if (waiting.remove(each) || scheduler.chance(0.5)) {
        abort(each, new AppendFailed(Why.UNKNOWN, new IllegalStateException("cut")));
      } else {
        each.answer(null, new AppendFailed(Why.UNKNOWN, new IllegalStateException("cut")));
        commit(each);
      }
    }
  }

  void recover() {
    up = true;
  }

  /** Commits take long for a while. */
  void slowDown(long nanos) {
    slowUntil = scheduler.now() + nanos;
  }

  /** One transaction; the answer comes after its commit, on no particular machine. */
  void append(List<Draft> drafts, BiConsumer<List<Outcome>, Throwable> answer) {
    begin(new Transaction(drafts, null, answer));
  }

  /** What room-service does: a membership and its entry in one transaction. */
  void change(
      RoomId room, UserId user, boolean joins, BiConsumer<List<Outcome>, Throwable> answer) {
    var person = new Person(user, user.value());
    String body =
        "{\"user\":{\"id\":\""
            + user.value()
            + "\"},\"change\":\""
            + (joins ? "joined" : "removed")
            + "\"}";
    var draft = new Draft(room, person, "member", null, body);
    begin(new Transaction(List.of(draft), new Change(user, joins), answer));
  }

  private void begin(Transaction one) {
    if (!up) {
      one.answer(null, new AppendFailed(Why.UNKNOWN, new IllegalStateException("down")));
      return;
    }
    for (Draft draft : one.drafts) {
      if (rooms.containsKey(draft.room())) {
        one.rooms.put(draft.room(), rooms.get(draft.room()));
      }
    }
    open.add(one);
    waiting.add(one);
    scheduler.after(LOCK_TIMEOUT, () -> giveUp(one));
    lockWhoCan();
  }

  private void giveUp(Transaction one) {
    if (waiting.remove(one)) {
      scheduler.note(() -> "a transaction waited too long for its rooms");
      abort(one, new AppendFailed(Why.BUSY, new IllegalStateException("held")));
    }
  }

  private void lockWhoCan() {
    for (Transaction each : List.copyOf(waiting)) {
      if (each.rooms.values().stream().allMatch(room -> room.lockedBy == null)) {
        waiting.remove(each);
        each.rooms.values().forEach(room -> room.lockedBy = each);
        execute(each);
      }
    }
  }

  /** The statement itself: under the locks it sees every earlier commit of these rooms. */
  private void execute(Transaction one) {
    one.xid = nextXid++;
    running.add(one.xid);
    one.outcomes = judge(one);
    if (sabotage == Sabotage.ACKNOWLEDGES_BEFORE_COMMIT) {
      one.answer(one.outcomes, null);
    }
    long longest = scheduler.now() < slowUntil ? 3 * SECONDS : 6 * MILLIS;
    scheduler.after(
        scheduler.between(200 * MICROS, longest),
        () -> {
          if (!one.over) {
            commit(one);
            one.answer(one.outcomes, null);
          }
        });
  }

  private List<Outcome> judge(Transaction one) {
    var outcomes = new ArrayList<Outcome>();
    Map<RoomId, Long> heads = new HashMap<>();
    Map<RoomId, Map<Key, Row>> fresh = new HashMap<>();
    for (Draft draft : one.drafts) {
      Room room = rooms.get(draft.room());
      if (room == null) {
        outcomes.add(new Outcome(Outcome.Verdict.NOT_MEMBER, 0, null));
        continue;
      }
      var key =
          new Key(draft.actor().id(), draft.clientId() == null ? null : draft.clientId().value());
      Map<Key, Row> here = fresh.computeIfAbsent(draft.room(), r -> new HashMap<>());
      Row before = room.byClientId.getOrDefault(key, here.get(key));
      if (before != null && key.clientId() != null && sabotage != Sabotage.FORGETS_CLIENT_IDS) {
        var verdict =
            before.body().equals(draft.body()) ? Outcome.Verdict.REPEAT : Outcome.Verdict.ID_REUSED;
        outcomes.add(new Outcome(verdict, before.entry().seq(), before.at()));
      } else if (one.change == null && !room.members.contains(draft.actor().id())) {
        outcomes.add(new Outcome(Outcome.Verdict.NOT_MEMBER, 0, null));
      } else if (one.change != null
          && room.members.contains(one.change.user()) == one.change.joins()) {
        outcomes.add(new Outcome(Outcome.Verdict.NOT_ALLOWED, 0, null));
      } else {
        long seq = heads.merge(draft.room(), room.rows.size() + 1L, (old, first) -> old + 1);
        Row row = row(one, draft, room, seq);
        one.rows.add(row);
        here.put(key, row);
        outcomes.add(new Outcome(Outcome.Verdict.OK, seq, row.at()));
      }
    }
    return outcomes;
  }

  private Row row(Transaction one, Draft draft, Room room, long seq) {
    Instant now = Instant.EPOCH.plusNanos(scheduler.now()).truncatedTo(ChronoUnit.MILLIS);
    Instant at = now.isBefore(room.lastAt) ? room.lastAt : now;
    room.lastAt = at;
    String json = LogEntry.frameBody(seq, draft.kind(), draft.actor(), at, draft.body());
    boolean told = one.change != null && sabotage != Sabotage.LOSES_THE_FENCE;
    UserId subject = told ? one.change.user() : null;
    String change = told ? one.change.joins() ? "joined" : "removed" : null;
    return new Row(
        new LogEntry(draft.room(), seq, draft.kind(), subject, change, json),
        draft.body(),
        at,
        one.xid);
  }

  private void commit(Transaction one) {
    for (int i = 0, row = 0; i < one.drafts.size(); i++) {
      if (one.outcomes.get(i).verdict() == Outcome.Verdict.OK) {
        Draft draft = one.drafts.get(i);
        Room room = rooms.get(draft.room());
        Row stored = one.rows.get(row++);
        room.rows.add(stored);
        if (draft.clientId() != null) {
          room.byClientId.put(new Key(draft.actor().id(), draft.clientId().value()), stored);
        }
        if (one.change != null && one.change.joins()) {
          room.members.add(one.change.user());
        } else if (one.change != null) {
          room.members.remove(one.change.user());
        }
        scheduler.note(() -> "committed " + stored.entry().room() + " " + stored.entry().json());
      }
    }
    end(one);
  }

  private void abort(Transaction one, AppendFailed why) {
    end(one);
    one.answer(null, why);
  }

  private void end(Transaction one) {
    one.over = true;
    open.remove(one);
    running.remove(one.xid);
    one.rooms.values().stream().filter(r -> r.lockedBy == one).forEach(r -> r.lockedBy = null);
    lockWhoCan();
  }

  /** A room as committed; null when there is none. */
  List<Row> rows(RoomId room) {
    Room found = rooms.get(room);
    return found == null ? null : found.rows;
  }

  boolean isMember(RoomId room, UserId user) {
    return rooms.get(room).members.contains(user);
  }

  Set<RoomId> rooms() {
    return rooms.keySet();
  }

  /** The oldest transaction under way, or the next to come. */
  long oldestRunning() {
    return running.isEmpty() ? nextXid : running.first();
  }

  /** Rooms with an entry of this transaction or a later one. */
  Map<RoomId, Long> headsSince(long xid) {
    var heads = new LinkedHashMap<RoomId, Long>();
    rooms.forEach(
        (id, room) -> {
          if (room.rows.stream().anyMatch(row -> row.xid() >= xid)) {
            heads.put(id, (long) room.rows.size());
          }
        });
    return heads;
  }
}
