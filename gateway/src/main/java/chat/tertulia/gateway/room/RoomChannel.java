package chat.tertulia.gateway.room;

import chat.tertulia.gateway.metrics.LiveMetrics;
import chat.tertulia.gateway.presence.Face;
import chat.tertulia.gateway.protocol.RoomFrame;
import chat.tertulia.shared.contract.Log;
import chat.tertulia.shared.contract.LogEntry;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.loop.Loop;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One room as this gateway follows it: the last number passed on, the last entries, and which loops
 * have someone who listens. Lives on the room's loop.
 */
final class RoomChannel {
  /** How long a hole may stay open before the log is asked: entries overtake each other. */
  static final long HOLE_PATIENCE_MS = 40;

  /** First and longest pause between two failed attempts to fill a hole. */
  static final long FIRST_RETRY_MS = 200;

  static final long LAST_RETRY_MS = 2_000;

  /** Entries gathered for one frame at most. */
  static final int MAX_GATHERED = 64;

  private static final Logger LOG = LoggerFactory.getLogger(RoomChannel.class);

  private final Loop loop;
  private final RoomId room;
  private final Loops loops;
  private final LiveMetrics metrics;
  private final BiFunction<RoomId, Long, Future<Log.Found>> readLog;
  private final Supplier<Sequencer> order;
  private Sequencer sequencer;
  private EntryRing ring = new EntryRing();
  private final int[] subscribers;
  private final List<Attachment> waiting = new ArrayList<>();
  private final List<LogEntry> gathered = new ArrayList<>();
  private final Rest rest;
  private final RoomFaces faces;
  private final Deliveries deliveries;
  private int interest;
  private boolean filling;
  private boolean doubtful;
  private long retryMs = FIRST_RETRY_MS;
  private boolean closed;

  RoomChannel(
      Loop loop,
      RoomId room,
      Loops loops,
      LiveMetrics metrics,
      Supplier<Sequencer> order,
      BiFunction<RoomId, Long, Future<Log.Found>> readLog) {
    this.loop = loop;
    this.metrics = metrics;
    this.room = room;
    this.loops = loops;
    this.order = order;
    this.sequencer = order.get();
    this.readLog = readLog;
    this.subscribers = new int[loops.count()];
    this.rest = new Rest(loop, loops, loops.ownerOf(loops.shardOf(room)), this::endTurn);
    this.faces = new RoomFaces(loop, this::tellPresence);
    this.deliveries = new Deliveries(metrics::delivered);
  }

  /** A post taken here at this time got this number. */
  void posted(long seq, long sinceNanos) {
    deliveries.posted(seq, sinceNanos);
  }

  /** Some of the room's people came, went or changed. */
  void present(List<Face> people) {
    people.forEach(faces::changed);
    faces.endTurn();
  }

  private void tellPresence(String body) {
    endTurn();
    tell(RoomFrame.passing(room, body, null), null);
  }

  RoomId room() {
    return room;
  }

  /** Someone is about to attach or attached; counted back by {@link #loseInterest()}. */
  void gainInterest() {
    interest++;
  }

  void loseInterest() {
    interest--;
  }

  boolean isIdle() {
    return interest == 0;
  }

  void close() {
    closed = true;
  }

  /** The database began another life: what was known of the numbers is worth nothing. */
  void forget() {
    sequencer = order.get();
    ring = new EntryRing();
    gathered.clear();
    waiting.forEach(wish -> wish.answer().accept(new Attachment.Outcome.ReadAgain()));
    waiting.clear();
  }

  /** Whether everything after the number is here, so that only the membership must be checked. */
  boolean covers(long after) {
    return sequencer.hasPosition() && ring.covers(after, sequencer.last());
  }

  /** An entry or a passing frame came by the bus; {@link #endTurn} follows. */
  void arrive(LogEntry entry) {
    if (entry.seq() == 0) {
      endTurn();
      tell(RoomFrame.passing(room, entry.json(), entry.subject()), null);
    } else {
      follow(sequencer.accept(entry));
    }
  }

  /** What came in one turn leaves in one frame, unless a large audience rests. */
  void endTurn() {
    if (!rest.holds(gathered.size())) {
      tellGathered();
    }
  }

  /** The database has reached this number, whether or not anybody is attached yet. */
  void reach(long head) {
    if (sequencer.hasPosition() && head > sequencer.highest()) {
      metrics.headAhead();
    }
    follow(sequencer.reach(head));
  }

  /** What happened so far may have been missed without a trace: asks the log once. */
  void doubt() {
    doubtful = true;
    fillSoon();
  }

  void attach(Attachment wish) {
    if (!sequencer.hasPosition()) {
      follow(sequencer.start(wish.checkedAt()));
      endTurn();
      if (doubtful) {
        fillSoon();
      }
    }
    if (sequencer.last() >= wish.checkedAt()) {
      settle(wish);
    } else {
      waiting.add(wish);
      follow(sequencer.reach(wish.checkedAt()));
    }
  }

  private void settle(Attachment wish) {
    // What is gathered is in the ring already: whoever comes now must not be told it again.
    tellGathered();
    long last = sequencer.last();
    boolean sure = ring.covers(wish.from(), last) && ring.covers(wish.checkedAt(), last);
    if (!sure) {
      wish.answer().accept(new Attachment.Outcome.ReadAgain());
      return;
    }
    boolean ended =
        ring.after(wish.checkedAt()).stream()
            .anyMatch(e -> e.endsMembership() && wish.user().equals(e.subject()));
    if (ended) {
      // They may have been added again since: the log knows.
      wish.answer().accept(new Attachment.Outcome.ReadAgain());
      return;
    }
    subscribers[wish.loop()]++;
    wish.answer().accept(new Attachment.Outcome.Live(ring.after(wish.from()), last));
  }

  void detach(int loop) {
    subscribers[loop]--;
  }

  private void follow(Sequencer.Step step) {
    switch (step) {
      case Sequencer.Step.Deliver deliver -> {
        passOn(deliver.entries());
        if (sequencer.hasHole()) {
          fillSoon();
        }
      }
      case Sequencer.Step.Wait wait -> fillSoon();
      case Sequencer.Step.Ignore ignore -> {}
    }
  }

  private void passOn(List<LogEntry> entries) {
    entries.forEach(ring::add);
    gathered.addAll(entries);
    // A removal does not wait: passing frames are told meanwhile, and must not reach the removed.
    if (gathered.size() >= MAX_GATHERED || endMembership(entries)) {
      tellGathered();
    }
    var ready = waiting.stream().filter(w -> w.checkedAt() <= sequencer.last()).toList();
    waiting.removeAll(ready);
    ready.forEach(this::settle);
  }

  private static boolean endMembership(List<LogEntry> entries) {
    for (LogEntry entry : entries) {
      if (entry.endsMembership()) {
        return true;
      }
    }
    return false;
  }

  private void tellGathered() {
    if (gathered.isEmpty()) {
      return;
    }
    var entries = List.copyOf(gathered);
    gathered.clear();
    int from = 0;
    for (int i = 0; i < entries.size(); i++) {
      // A removal ends its frame, so that the removed person gets nothing numbered above it.
      if (entries.get(i).endsMembership()) {
        tell(RoomFrame.entries(room, entries.subList(from, i + 1)), entries.get(i).subject());
        from = i + 1;
      }
    }
    if (from < entries.size()) {
      tell(RoomFrame.entries(room, entries.subList(from, entries.size())), null);
    }
    deliveries.told(entries.getLast().seq(), loop.nanoTime());
    rest.begin(entries.size(), subscribers);
  }

  private void tell(RoomFrame frame, UserId leaving) {
    metrics.told();
    frame.wide(Rest.isLarge(subscribers));
    for (int i = 0; i < subscribers.length; i++) {
      if (subscribers[i] > 0) {
        frame.hold(1);
        loops.on(i, share -> share.audiences().deliver(frame, leaving));
      }
    }
    frame.release();
  }

  private void fillSoon() {
    if (!filling && sequencer.hasPosition()) {
      filling = true;
      loop.after(HOLE_PATIENCE_MS, this::fill);
    }
  }

  private void fill() {
    if (closed || !sequencer.hasHole() && !doubtful) {
      filling = false;
      return;
    }
    boolean doubted = doubtful;
    doubtful = false;
    long wanted = sequencer.highest();
    readLog
        .apply(room, sequencer.last())
        .onSuccess(
            found -> {
              filling = false;
              retryMs = FIRST_RETRY_MS;
              filled(found, wanted);
            })
        .onFailure(
            e -> {
              doubtful |= doubted;
              LOG.warn("hole not filled yet room={} reason={}", room, e.getMessage());
              loop.after(retryMs, this::fill);
              retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
            });
  }

  /**
   * @param wanted the highest number heard of when the log was asked: what was heard of since may
   *     be too new for this answer
   */
  private void filled(Log.Found found, long wanted) {
    boolean nothingNew = found.entries().isEmpty() && found.head() <= sequencer.last();
    if (nothingNew && sequencer.highest() <= wanted && !doubtful) {
      // The room was removed, or the number came from another history of the database.
      return;
    }
    metrics.holeFilled();
    found.entries().forEach(e -> follow(sequencer.accept(e)));
    follow(sequencer.reach(found.head()));
    endTurn();
    if (sequencer.hasHole() || doubtful) {
      fillSoon();
    }
  }
}
