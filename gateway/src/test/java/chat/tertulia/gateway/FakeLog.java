package chat.tertulia.gateway;

import chat.tertulia.shared.bus.Bus;
import chat.tertulia.shared.bus.EntryBatch;
import chat.tertulia.shared.contract.Answer;
import chat.tertulia.shared.contract.Call;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Switchboard;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A history service in memory whose publishing a test can break: entries are stored at once, and
 * then lost, doubled or shuffled on their way to the gateway.
 */
final class FakeLog {
  private final Bus bus;
  private final int shards;
  private final Map<RoomId, List<LogEntry>> rooms = new HashMap<>();
  private final Map<RoomId, Set<UserId>> members = new HashMap<>();
  private final Set<RoomId> changed = new HashSet<>();
  private final List<LogEntry> unpublished = new ArrayList<>();
  private String epoch = "epoch-1";
  private boolean holdsBack;
  private int reads;
  private int mostInAPage = Integer.MAX_VALUE;

  FakeLog(Bus bus, int shards) {
    this.bus = bus;
    this.shards = shards;
  }

  Future<Void> start() {
    return bus.serve(Switchboard.READ_LOG, this::read)
        .compose(ok -> bus.serve(Switchboard.HEADS, this::heads))
        .compose(ok -> bus.serve(Switchboard.POST_BATCH, this::post));
  }

  synchronized void join(RoomId room, UserId user) {
    members.computeIfAbsent(room, r -> new HashSet<>()).add(user);
    append(room, "member", new Person(user, "Someone"), user, "joined", "{}");
  }

  synchronized void remove(RoomId room, UserId user) {
    members.get(room).remove(user);
    append(room, "member", new Person(user, "Someone"), user, "removed", "{}");
  }

  synchronized LogEntry say(RoomId room, Person actor, String content) {
    return append(
        room, "message", actor, null, null, Json.object().put("content", content).toString());
  }

  private LogEntry append(
      RoomId room, String kind, Person actor, UserId subject, String change, String fields) {
    List<LogEntry> log = rooms.computeIfAbsent(room, r -> new ArrayList<>());
    long seq = log.size() + 1L;
    String json = LogEntry.frameBody(seq, kind, actor, Instant.now(), fields);
    var entry = new LogEntry(room, seq, kind, subject, change, json);
    log.add(entry);
    changed.add(room);
    if (holdsBack) {
      unpublished.add(entry);
    } else {
      publish(List.of(entry));
    }
    return entry;
  }

  /** From now on entries stay off the bus. */
  synchronized void holdBack() {
    holdsBack = true;
  }

  /**
   * Publishes what was held back in any order, some twice, some not at all; then nothing is held.
   */
  synchronized void release(Random random) {
    var burst = new ArrayList<>(unpublished);
    unpublished.forEach(e -> burst.addAll(random.nextBoolean() ? List.of(e) : List.of()));
    Collections.shuffle(burst, random);
    burst.removeIf(e -> random.nextInt(3) == 0);
    unpublished.clear();
    holdsBack = false;
    burst.forEach(e -> publish(List.of(e)));
  }

  /** Loses what was held back. */
  synchronized void lose() {
    unpublished.clear();
    holdsBack = false;
  }

  private void publish(List<LogEntry> entries) {
    bus.publish(new EntryBatch(entries), shards);
  }

  synchronized long head(RoomId room) {
    return rooms.getOrDefault(room, List.of()).size();
  }

  /** The database is restored: another life, whose logs begin anew. */
  synchronized void restore(String otherEpoch) {
    epoch = otherEpoch;
    rooms.clear();
    changed.clear();
  }

  /** From now on no answer holds more entries. */
  synchronized void pagesOf(int most) {
    mostInAPage = most;
  }

  synchronized int reads() {
    return reads;
  }

  private synchronized Future<Answer<Log.Found>> read(Call<Log.Read> call) {
    reads++;
    Log.Read read = call.body();
    boolean member =
        read.user() == null || members.getOrDefault(read.room(), Set.of()).contains(read.user());
    List<LogEntry> log = rooms.getOrDefault(read.room(), List.of());
    var entries =
        member
            ? log.stream()
                .filter(e -> e.seq() > read.after())
                .limit(Math.min(mostInAPage, read.limit()))
                .toList()
            : List.<LogEntry>of();
    return Future.succeededFuture(
        Answer.of(new Log.Found(member, epoch, member ? log.size() : 0, entries)));
  }

  private synchronized Future<Answer<Log.Heads>> heads(Call<Log.HeadsSince> call) {
    var heads = new HashMap<RoomId, Long>();
    if (call.body().cursor() != null) {
      changed.forEach(room -> heads.put(room, (long) rooms.get(room).size()));
    }
    return Future.succeededFuture(Answer.of(new Log.Heads("c", epoch, heads)));
  }

  private synchronized Future<Answer<Log.PostVerdicts>> post(Call<Log.PostBatch> call) {
    var verdicts = new ArrayList<Log.PostVerdict>();
    for (Log.PostBy each : call.body().posts()) {
      RoomId room = each.post().roomId();
      if (members.getOrDefault(room, Set.of()).contains(each.actor().id())) {
        LogEntry entry = say(room, each.actor(), each.post().content());
        verdicts.add(new Log.PostVerdict(entry.seq(), Instant.now(), false, null));
      } else {
        verdicts.add(new Log.PostVerdict(null, null, false, Problem.notFound().toJson()));
      }
    }
    return Future.succeededFuture(Answer.of(new Log.PostVerdicts(verdicts)));
  }
}
