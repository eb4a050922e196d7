package chat.tertulia.bench.scenario;

import chat.tertulia.history.HistoryService;
import chat.tertulia.history.search.domain.Finds;
import chat.tertulia.history.search.domain.Searching;
import chat.tertulia.history.search.domain.Words;
import chat.tertulia.history.search.store.SqlFinds;
import chat.tertulia.history.search.store.SqlSearchIndex;
import chat.tertulia.rooms.RoomService;
import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.Search;
import chat.tertulia.shared.contract.SessionId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.sql.Database;
import chat.tertulia.shared.sql.Migrations;
import chat.tertulia.testkit.TestDatabase;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A database full of made-up messages. Words are as frequent as in languages (the n-th most
 * frequent is n times rarer than the first), messages have 4 to 20 of them, rooms differ in size,
 * and they were written over a year.
 */
final class Archive implements AutoCloseable {
  private static final int WORDS = 60_000;
  private static final int ROOMS = 300;
  private static final int MINE = 60;
  private static final int BATCH = 100;
  private static final String ROLE = "tertulia_history";
  private static final UserId SEEKER = new UserId("useeker");

  private static final String FILL =
      """
      set session_replication_role = replica;

      create temporary table lexicon as
      select n, (
        select string_agg(substr('bacedifoguhajekilomupanerisotuvawexizo', 1 + 2 * d.digit, 2), ''
          order by d.place)
        from (
          select p as place, ((n * 7919 + 12345) / (18 ^ p)::int % 18)::int as digit
          from generate_series(0, 1 + (n % 3)) p) d) || case when n % 7 = 0 then 's' else '' end
          as word
      from generate_series(1, {words}) n;

      insert into rooms.members (room_id, user_id, name, name_from, role, joined_seq,
        joined_at)
      select 'r' || r, '{seeker}', 'Seeker', now(), 'member', 0, now() from generate_series(1, {rooms}, {step}) r;
      insert into history.heads (room_id, last_seq, messages, last_at)
      select 'r' || r, 10000000, 10000000, now() from generate_series(1, {rooms}) r;

      do $$
      declare
        words constant text[] := array(select word from lexicon order by n);
        message text;
      begin
        perform setseed(0.2026);
        for i in 1..{messages} loop
          message := '';
          for w in 1..4 + (random() * random() * 32)::int loop
            message := message || ' ' || words[floor(exp(random() * ln({words})))::int];
          end loop;
          insert into history.entries
            (room_id, seq, kind, actor_id, actor_name, at, client_id, body, msg_no)
          values ('r' || 1 + floor(random() * random() * {rooms})::int, i, 'message',
            'u' || i % 500, 'Someone', now() - ({messages} - i) * (interval '365 days' / {messages}),
            'c' || i, '{"content":"' || substr(message, 2) || '","mentions":[]}', i);
        end loop;
      end
      $$;

      drop index history.findable_words;
      insert into history.findable (room_id, seq, at, keys, words)
      select e.room_id, e.seq, e.at, history.find_keys(e.room_id, e.at),
        to_tsvector('simple', e.body::json ->> 'content')
          || array_to_tsvector(array['@' || e.actor_id])
      from history.entries e order by e.at;
      create index findable_words on history.findable using gin (keys, words)
        with (fastupdate = off);
      insert into history.vocabulary (word, grams)
      select l.word, array(
        select distinct substr(l.word, p, 3) from generate_series(1, length(l.word) - 2) p)
      from (select word, min(n) as n from lexicon where length(word) > 3 group by word) l
      order by l.n;

      set session_replication_role = origin;
      """;

  private final Vertx vertx = Vertx.vertx();
  private final Connection admin;
  private final Database asking;
  private final Database following;
  private final Searching searching;
  private final SqlSearchIndex index;
  private final String[] words;
  private int appended;

  /** What is asked, with chance. */
  interface Question {
    String of(Archive archive, Random random);
  }

  private Archive(TestDatabase database, int messages) throws SQLException {
    Migrations.run(database.settings(), RoomService.SCHEMA);
    Migrations.run(database.settings(), HistoryService.SCHEMA);
    admin = database.connect();
    try (var statement = admin.createStatement()) {
      statement.execute(
          FILL.replace("{words}", Integer.toString(WORDS))
              .replace("{seeker}", SEEKER.value())
              .replace("{rooms}", Integer.toString(ROOMS))
              .replace("{step}", Integer.toString(ROOMS / MINE))
              .replace("{messages}", Integer.toString(messages)));
      statement.execute(
          "update history.search_state set epoch = history.current_epoch(),"
              + " snapshot = pg_current_snapshot()::text");
      statement.execute("vacuum analyze");
      try (var found = statement.executeQuery("select array_agg(word order by n) from lexicon")) {
        found.next();
        words = (String[]) found.getArray(1).getArray();
      }
    }
    asking = Database.open(vertx, database.settings(), ROLE, SqlFinds.CONNECTION);
    following = Database.open(vertx, database.settings().withConnections(1), ROLE);
    Finds finds = new SqlFinds(asking);
    searching = new Searching(finds);
    index = new SqlSearchIndex(following);
  }

  static Archive of(TestDatabase database, int messages) {
    try {
      return new Archive(database, messages);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A word that someone may look for: frequent or rare. */
  static String word(Archive archive, Random random) {
    int rank = (int) Math.exp(random.nextDouble() * Math.log(WORDS));
    return archive.words[rank - 1];
  }

  static String two(Archive archive, Random random) {
    return word(archive, random) + " " + word(archive, random);
  }

  /** Three to five letters from the middle of a word. */
  static String part(Archive archive, Random random) {
    String word = word(archive, random);
    int length = Math.min(word.length(), Words.MIN_PART + random.nextInt(3));
    int from = random.nextInt(word.length() - length + 1);
    return word.substring(from, from + length);
  }

  /** Asks one after the other; times in milliseconds, ascending. */
  double[] ask(Random random, int count, Question question) {
    double[] times = new double[count];
    var caller =
        new Caller(SEEKER, SessionId.random(), "Seeker", "user", Instant.now().plusSeconds(900));
    for (int i = 0; i < count; i++) {
      var find =
          new Search.Find(
              question.of(this, random), null, null, null, null, null, null, null, null, null);
      long begin = System.nanoTime();
      Launcher.await(searching.find(caller, find));
      times[i] = (System.nanoTime() - begin) / 1e6;
    }
    Arrays.sort(times);
    return times;
  }

  /**
   * Appends messages in batches.
   *
   * @param followed whether the index follows meanwhile
   * @return messages a second
   */
  double append(int count, boolean followed) {
    var going = new AtomicBoolean(followed);
    Thread follower = Thread.ofVirtual().start(() -> follow(going));
    long begin = System.nanoTime();
    try (var statement =
        admin.prepareStatement("select count(*) from history.append(?, ?, ?, ?, ?, ?)")) {
      var random = new Random(appended);
      for (int done = 0; done < count; done += BATCH) {
        String[][] values = new String[6][BATCH];
        for (int i = 0; i < BATCH; i++) {
          values[0][i] = "r" + (1 + (ROOMS / MINE) * random.nextInt(MINE));
          values[1][i] = SEEKER.value();
          values[2][i] = "Seeker";
          values[3][i] = "message";
          values[4][i] = "a" + appended++;
          var content = new StringBuilder();
          for (int w = 0; w < 12; w++) {
            content.append(w == 0 ? "" : " ").append(word(this, random));
          }
          values[5][i] = "{\"content\":\"" + content + "\",\"mentions\":[]}";
        }
        for (int i = 0; i < values.length; i++) {
          statement.setArray(i + 1, admin.createArrayOf("text", values[i]));
        }
        statement.executeQuery().close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    double rate = count / ((System.nanoTime() - begin) / 1e9);
    going.set(false);
    try {
      follower.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return rate;
  }

  private void follow(AtomicBoolean going) {
    String epoch = one("select history.current_epoch()");
    while (going.get()) {
      while (Launcher.await(index.follow(epoch))) {
        Thread.onSpinWait();
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private String one(String sql) {
    return Launcher.await(following.query(sql)).iterator().next().getString(0);
  }

  /** How the database goes about the question of one window, for a frequent and for a rare word. */
  String plans() {
    var plans = new StringBuilder();
    for (int rank : new int[] {1, 100, 20_000}) {
      plans.append("-- word of rank ").append(rank).append(", the last year\n");
      Launcher.await(
              asking.query(
                  "explain (analyze, buffers, costs off) " + SqlFinds.NEWEST,
                  SEEKER.value(),
                  keys("select array_agg(history.room_key(room_id)) from rooms.members"),
                  keys("select array_agg((5::bigint << 56) | g) from generate_series(0, 60) g"),
                  "'" + words[rank - 1] + "'",
                  OffsetDateTime.now(ZoneOffset.UTC),
                  "",
                  0L,
                  OffsetDateTime.now(ZoneOffset.UTC).minusYears(2),
                  21L))
          .forEach(row -> plans.append(row.getString(0)).append('\n'));
    }
    return plans.toString();
  }

  private Object keys(String sql) {
    return Launcher.await(following.query(sql)).iterator().next().getArrayOfLongs(0);
  }

  @Override
  public void close() {
    try {
      admin.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    Launcher.await(asking.close());
    Launcher.await(following.close());
    Launcher.await(vertx.close());
  }
}
