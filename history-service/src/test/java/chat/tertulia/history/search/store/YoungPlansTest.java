package chat.tertulia.history.search.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.history.LogDatabase;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Plans that a server makes in its first minutes, before anything is known of its tables, and
 * keeps. One of them looked each message up among all of its room's.
 */
class YoungPlansTest {
  private static final LogDatabase LOG = LogDatabase.fresh();

  @Test
  void aMessageIsLookedUpByItsNumber() {
    LOG.run(
        """
        insert into history.entries (room_id, seq, kind, actor_id, actor_name, at, body, msg_no)
        select 'r1', i, 'message', 'u1', 'Bob', now(), '{"content":"text"}', i
        from generate_series(1, 3000) i
        """);
    LOG.run("set plan_cache_mode = force_generic_plan");
    LOG.run("prepare asked as " + SqlSearchIndex.NOW);
    String plan =
        LOG.rows("explain execute asked ('{r1}', '{1}')").stream()
            .map(List::getFirst)
            .collect(Collectors.joining("\n"));

    assertTrue(plan.contains("entries_pkey"), plan);
    assertFalse(plan.contains("entries_of_person"), plan);
  }
}
