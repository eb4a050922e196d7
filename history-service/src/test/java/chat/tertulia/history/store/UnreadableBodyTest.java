package chat.tertulia.history.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.tertulia.history.LogDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One entry that the view of messages cannot read would spoil every page with it. */
class UnreadableBodyTest {
  private static final LogDatabase LOG = LogDatabase.fresh();

  /** With few drafts and with many, which go different ways. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1 | {}", "1 | not json", "1 | {\"content\":null}", "6 | {}", "6 | not json"})
  void isNotAppended(int drafts, String body) {
    String room = "room" + drafts + body.length();
    LOG.run(
        """
        insert into rooms.members (room_id, user_id, name, role, joined_seq)
        values ('%s', 'u1', 'Ann', 'member', 0)
        """
            .formatted(room));
    LOG.run("insert into history.heads (room_id) values ('" + room + "')");

    assertThrows(
        IllegalStateException.class,
        () ->
            LOG.run(
                """
                select history.append(array_agg('%s'), array_agg('u1'), array_agg('Ann'),
                  array_agg('message'), array_agg('c' || i),
                  array_agg(case when i = %d then '%s' else '{"content":"text","mentions":[]}' end))
                from generate_series(1, %d) i
                """
                    .formatted(room, drafts, body, drafts)));

    assertEquals(
        "0", LOG.one("select count(*)::text from history.entries where room_id = '" + room + "'"));
  }
}
