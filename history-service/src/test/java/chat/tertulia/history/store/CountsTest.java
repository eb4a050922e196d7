package chat.tertulia.history.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.history.LogDatabase;
import chat.tertulia.history.domain.Changes.Target;
import chat.tertulia.history.domain.Changes.Verdict;
import chat.tertulia.history.domain.Draft;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.Log.Summary;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Threads.ThreadState;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Unread, mention and thread counts, computed from numbers, against counting one message after the
 * other, over random histories of joins, posts, edits, deletions, undoing, reading and removals.
 */
class CountsTest {
  private static final int HISTORIES = 200;
  private static final int STEPS = 40;

  private static Vertx vertx;
  private static LogDatabase log;
  private static SqlAppends appends;
  private static SqlMarks marks;
  private static SqlChanges changes;
  private static SqlThreads threads;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    log = LogDatabase.fresh();
    var sql = new Sql(Database.open(vertx, log.settings(), "tertulia_history"), () -> {});
    appends = new SqlAppends(sql);
    marks = new SqlMarks(sql);
    changes = new SqlChanges(sql, sql);
    threads = new SqlThreads(sql);
  }

  @AfterAll
  static void stop() {
    Launcher.await(vertx.close());
  }

  @Test
  void everyCountIsWhatCountingGives() {
    long counted = 0;
    for (int seed = 1; seed <= HISTORIES; seed++) {
      counted += new History(seed).play();
    }
    assertTrue(counted > HISTORIES, "too little happened: " + counted);
  }

  /** Whom a text names: nobody, these people, everybody. */
  private record Words(List<UserId> names, boolean all) {
    static final Words PLAIN = new Words(List.of(), false);

    boolean name(UserId who) {
      return all || names.contains(who);
    }

    String json() {
      var list = new ArrayList<String>();
      names.forEach(n -> list.add("{\"id\":\"" + n + "\",\"name\":\"N\"}"));
      String audience = all ? ",\"audience\":\"room\"" : "";
      return "\"mentions\":[" + String.join(",", list) + "]" + audience;
    }
  }

  private static final class Said {
    UserId actor;
    long thread;
    Words words;
    Words before;
    boolean deleted;
  }

  private record Place(UserId who, long thread) {}

  private record Mark(boolean follows, long seq) {}

  /** One room's history, in the database and in memory. */
  private static final class History {
    private final Random random;
    private final List<UserId> people = List.of(UserId.random(), UserId.random(), UserId.random());
    private final UserId owner = people.getFirst();
    private final RoomId room = log.room(owner);
    private final Map<UserId, Long> joined = new HashMap<>();
    private final Map<UserId, Long> reads = new HashMap<>();
    private final Map<Place, Mark> follows = new HashMap<>();
    private final TreeMap<Long, Said> messages = new TreeMap<>();
    private final long seed;
    private int serial;

    History(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      joined.put(owner, 2L);
    }

    long play() {
      long counted = 0;
      for (int i = 0; i < STEPS; i++) {
        step(people.get(random.nextInt(people.size())));
        if (i % 4 == 3) {
          counted += compareAll();
        }
      }
      return counted;
    }

    private void step(UserId who) {
      switch (random.nextInt(14)) {
        case 0 -> joined.put(who, log.join(room, who, who.equals(owner) ? "owner" : "member"));
        case 1 -> leave(who);
        case 2 -> read(who);
        case 3 -> readThread(who);
        case 4 -> edit(who);
        case 5 -> delete(who);
        case 6, 7 -> undo(who);
        case 8 -> follow(who);
        default -> post(who);
      }
    }

    private void leave(UserId who) {
      if (!who.equals(owner) && joined.remove(who) != null) {
        log.remove(room, who);
      }
    }

    private long any() {
      return messages.isEmpty() ? 1 : pick(new ArrayList<>(messages.keySet()));
    }

    private long pick(List<Long> some) {
      return some.get(random.nextInt(some.size()));
    }

    private Words words() {
      return switch (random.nextInt(4)) {
        case 0 -> new Words(List.of(people.get(random.nextInt(people.size()))), false);
        case 1 -> new Words(List.of(), random.nextInt(3) == 0);
        default -> Words.PLAIN;
      };
    }

    private void post(UserId who) {
      var said = new Said();
      said.actor = who;
      said.words = words();
      List<Long> roots =
          messages.entrySet().stream()
              .filter(e -> e.getValue().thread == 0)
              .map(Map.Entry::getKey)
              .toList();
      said.thread = roots.isEmpty() || random.nextBoolean() ? 0 : pick(roots.reversed());
      String thread = said.thread == 0 ? "" : "\"thread\":" + said.thread + ",";
      String body = "{\"content\":\"x\"," + thread + said.words.json() + "}";
      var client = new ClientId("c" + ++serial);
      var draft = new Draft(room, person(who), "message", client, body);
      long seq = Launcher.await(appends.append(List.of(draft))).getFirst().seq();
      if (seq == 0) {
        return;
      }
      messages.put(seq, said);
      if (said.thread != 0) {
        UserId began = messages.get(said.thread).actor;
        follows.putIfAbsent(new Place(began, said.thread), new Mark(true, said.thread));
        follows.merge(
            new Place(who, said.thread),
            new Mark(true, seq),
            (old, now) -> new Mark(true, Math.max(old.seq(), now.seq())));
        named(said, seq);
      }
    }

    private void named(Said said, long seq) {
      if (said.thread != 0) {
        for (UserId each : said.words.names()) {
          if (!each.equals(said.actor)) {
            follows.merge(
                new Place(each, said.thread),
                new Mark(true, seq - 1),
                (old, now) -> new Mark(true, old.seq()));
          }
        }
      }
    }

    private static Person person(UserId who) {
      return new Person(who, "Someone");
    }

    private void edit(UserId who) {
      long seq = any();
      Words words = words();
      String body = "{\"target\":%d,\"content\":\"y%d\",%s}".formatted(seq, ++serial, words.json());
      var target = new Target(room, seq, person(who));
      if (Launcher.await(changes.edit(target, null, body)).verdict() == Verdict.OK) {
        Said said = messages.get(seq);
        said.before = said.words;
        said.words = words;
        named(said, seq);
      }
    }

    private void delete(UserId who) {
      long seq = any();
      String body = "{\"target\":" + seq + "}";
      var target = new Target(room, seq, person(who));
      if (Launcher.await(changes.delete(target, body)).verdict() == Verdict.OK) {
        Said said = messages.get(seq);
        said.before = said.words;
        said.deleted = true;
      }
    }

    private void undo(UserId who) {
      long seq = any();
      var target = new Target(room, seq, person(who));
      if (Launcher.await(changes.undo(target)).verdict() == Verdict.OK) {
        Said said = messages.get(seq);
        said.words = said.before;
        said.deleted = false;
        named(said, seq);
      }
    }

    private void read(UserId who) {
      long wanted = random.nextInt(80);
      Launcher.await(marks.mark(who, room, wanted))
          .ifPresent(marked -> reads.put(who, marked.mark().readSeq()));
    }

    private long last(long thread) {
      return messages.entrySet().stream()
          .filter(e -> e.getValue().thread == thread)
          .mapToLong(Map.Entry::getKey)
          .max()
          .orElse(thread);
    }

    private void readThread(UserId who) {
      long thread = any();
      long wanted = random.nextInt(80);
      Launcher.await(threads.mark(room, thread, who, null, wanted));
      if (joined.containsKey(who) && messages.containsKey(thread) && root(thread)) {
        long reached = Math.min(wanted, last(thread));
        follows.merge(
            new Place(who, thread),
            new Mark(false, reached),
            (old, now) -> new Mark(old.follows(), Math.max(old.seq(), reached)));
      }
    }

    private boolean root(long seq) {
      return messages.get(seq).thread == 0;
    }

    private void follow(UserId who) {
      long thread = any();
      boolean wanted = random.nextBoolean();
      Launcher.await(threads.mark(room, thread, who, wanted, null));
      if (joined.containsKey(who) && messages.containsKey(thread) && root(thread)) {
        follows.merge(
            new Place(who, thread),
            new Mark(wanted, wanted ? last(thread) : thread),
            (old, now) -> new Mark(wanted, old.seq()));
      }
    }

    private long compareAll() {
      long counted = 0;
      for (UserId each : people) {
        List<Summary> found = Launcher.await(marks.summaries(each, List.of(room)));
        assertEquals(joined.containsKey(each) ? 1 : 0, found.size(), "seed " + seed);
        if (!found.isEmpty()) {
          String actual = found.getFirst().unread() + " " + found.getFirst().mentions();
          assertEquals(inRoom(each), actual, "seed " + seed);
          counted += found.getFirst().unread() + found.getFirst().mentions();
          for (ThreadState state : Launcher.await(threads.followed(each, 200))) {
            assertEquals(inThread(each, state.thread()), state.unread(), "seed " + seed);
          }
        }
      }
      return counted;
    }

    private String inRoom(UserId who) {
      long mark = Math.max(joined.get(who), reads.getOrDefault(who, 0L));
      long unread = 0;
      long mentions = 0;
      for (var each : messages.entrySet()) {
        Said said = each.getValue();
        if (said.deleted || said.actor.equals(who)) {
          continue;
        }
        if (said.thread == 0 && each.getKey() > mark) {
          unread++;
          mentions += said.words.name(who) ? 1 : 0;
        } else if (said.thread != 0 && isNew(who, said.thread, each.getKey())) {
          mentions += said.words.name(who) ? 1 : 0;
        }
      }
      return unread + " " + mentions;
    }

    private boolean isNew(UserId who, long thread, long seq) {
      Mark mark = follows.get(new Place(who, thread));
      return mark != null && mark.follows() && seq > Math.max(mark.seq(), joined.get(who));
    }

    private long inThread(UserId who, long thread) {
      return messages.entrySet().stream()
          .filter(e -> e.getValue().thread == thread && !e.getValue().deleted)
          .filter(e -> !e.getValue().actor.equals(who) && isNew(who, thread, e.getKey()))
          .count();
    }
  }
}
