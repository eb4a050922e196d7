package chat.tertulia.history.search.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.history.LogDatabase;
import chat.tertulia.history.TestService;
import chat.tertulia.history.search.domain.WindowKeys;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No search reads a whole table, in whatever window and whatever the word. */
class PlansTest {
  private static final int MESSAGES = 30_000;
  private static final int ROOMS = 50;

  private static final LogDatabase LOG = LogDatabase.fresh();
  private static final String SEEKER = TestService.person("Ann").id().value();

  @BeforeAll
  static void manyMessages() {
    LOG.run(
        """
        insert into rooms.members (room_id, user_id, name, role, joined_seq)
        select 'r' || r, '%s', 'Ann', 'member', 0 from generate_series(1, %d) r
        """
            .formatted(SEEKER, ROOMS));
    LOG.run(
        """
        insert into history.entries (room_id, seq, kind, actor_id, actor_name, at, body, msg_no)
        select 'r' || 1 + i %% %d, i, 'message', 'u1', 'Bob', now() - i * interval '1 minute',
          '{"content":"text"}', i
        from generate_series(1, %d) i
        """
            .formatted(ROOMS, MESSAGES));
    LOG.run(
        """
        insert into history.findable (room_id, seq, at, keys, words)
        select e.room_id, e.seq, e.at, history.find_keys(e.room_id, e.at),
          to_tsvector('simple', 'always ' || case when e.seq %% 3 = 0 then 'often ' else '' end
            || 'word' || e.seq)
        from history.entries e
        """
            .replace("%%", "%"));
    LOG.run(
        """
        insert into history.vocabulary (word, grams)
        select 'word' || i, array['wor', 'ord', 'rd' || left(i::text, 1)]
        from generate_series(10000, %d) i
        """
            .formatted(MESSAGES));
    LOG.run(
        """
        insert into history.changed (room_id, seq, actor_id, content)
        select e.room_id, e.seq, 'u1', 'changed' from history.entries e where e.seq % 4 = 0
        """);
    LOG.run("analyze");
  }

  private static List<String> plan(String sql, String... literals) {
    SqlFinds.CONNECTION.forEach((name, value) -> LOG.run("set " + name + " = " + value));
    LOG.run("deallocate all");
    LOG.run("prepare asked as " + sql);
    return LOG
        .rows(
            "explain (analyze, costs off, timing off, summary off) execute asked ("
                + String.join(", ", literals)
                + ")")
        .stream()
        .map(List::getFirst)
        .toList();
  }

  private static void readsByIndex(List<String> plan) {
    for (String table : List.of("findable", "entries", "vocabulary", "changed")) {
      assertFalse(
          plan.stream().anyMatch(line -> line.contains("Seq Scan on " + table)),
          String.join("\n", plan));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, always",
    "0, often",
    "0, word29000",
    "3, often",
    "6, always",
    "6, often",
    "6, word29000",
    "6, nowhere",
    "6, always & often & word9"
  })
  void aWindowIsReadByTheIndexOfWords(int level, String asked) {
    String rooms = LOG.one("select array_agg(history.room_key(room_id))::text from rooms.members");
    String keys = WindowKeys.of(level, System.currentTimeMillis());
    List<String> plan =
        plan(
            SqlFinds.NEWEST,
            quoted(SEEKER),
            quoted(rooms),
            quoted(keys),
            quoted(asked),
            "now()",
            "''",
            "0",
            "'epoch'",
            "21");

    readsByIndex(plan);
    assertTrue(
        plan.stream().anyMatch(line -> line.contains("findable_words")), String.join("\n", plan));
  }

  @ParameterizedTest
  @CsvSource({"wor", "rd2", "xyz"})
  void partsAreLookedUpByTheIndexOfTheVocabulary(String part) {
    List<String> plan =
        plan(
            SqlFinds.WORDS,
            quoted("{" + part + "}"),
            "'{inside}'",
            quoted("{" + part + "}"),
            "128");

    readsByIndex(plan);
  }

  @ParameterizedTest
  @CsvSource({"1", "50"})
  void messagesAreReadByTheirNumbers(int count) {
    List<String> plan =
        plan(
            SqlFinds.MESSAGES,
            quoted(SEEKER),
            array(count, i -> "r" + (1 + i % ROOMS)),
            array(count, String::valueOf));

    readsByIndex(plan);
  }

  private static String array(int count, IntFunction<String> element) {
    return quoted(
        IntStream.rangeClosed(1, count)
            .mapToObj(element)
            .collect(Collectors.joining(",", "{", "}")));
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }
}
