package chat.tertulia.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A checker that accepts everything would prove nothing: each kind of harm is done once. */
class CheckerTest {
  private final Checker checker = new Checker();

  @Test
  void acceptsWhatIsAsPromised() {
    checker.sends("ann", "a1", "one");
    checker.sends("ann", "a2", "two");
    checker.acknowledges("a1", 2);
    checker.acknowledges("a1", 2);
    checker.follows("bob", 1);
    checker.sees("bob", message(2, "a1", "one"));

    checker.check(List.of(joined(1), message(2, "a1", "one")));
  }

  @Test
  void namesWhatWasAcknowledgedAndIsGone() {
    checker.sends("ann", "a1", "one");
    checker.acknowledges("a1", 2);

    finds("lost: a1, acknowledged as 2", joined(1));
  }

  @Test
  void namesAMessageStoredTwice() {
    checker.sends("ann", "a1", "one");

    finds("a1 is twice: 1 and 2", message(1, "a1", "one"), message(2, "a1", "one"));
  }

  @Test
  void namesANumberOtherThanTheAcknowledged() {
    checker.sends("ann", "a1", "one");
    checker.acknowledges("a1", 2);

    finds("a1 was acknowledged as 2 and is 1", message(1, "a1", "one"));
  }

  @Test
  void namesTwoAnswersToOneMessage() {
    checker.sends("ann", "a1", "one");
    checker.acknowledges("a1", 2);
    checker.acknowledges("a1", 1);

    finds("a1 was acknowledged as 2 and as 1", message(1, "a1", "one"));
  }

  @Test
  void namesContentNobodySent() {
    checker.sends("ann", "a1", "one");

    finds("nobody sent what 1 says", message(1, "a1", "other"));
  }

  @Test
  void namesAMessageUnderAnothersName() {
    checker.sends("ann", "a1", "one");

    finds("ann sent what 1 says", message("eve", 1, "a1", "one"));
  }

  @Test
  void namesAHole() {
    finds("the log has 3 where 2 is due", joined(1), joined(3));
  }

  @Test
  void namesMessagesThatOvertookEachOther() {
    checker.sends("ann", "a1", "one");
    checker.sends("ann", "a2", "two");

    finds("ann sent a1 before a2", message(1, "a2", "two"), message(2, "a1", "one"));
  }

  @Test
  void namesWhatAFollowerMissed() {
    checker.follows("bob", 0);
    checker.sees("bob", joined(1));
    checker.sees("bob", joined(3));

    finds("bob saw 3 where 2 was due", joined(1), joined(2), joined(3));
  }

  @Test
  void namesWhatAFollowerSawTwice() {
    checker.follows("bob", 0);
    checker.sees("bob", joined(1));
    checker.sees("bob", joined(1));

    finds("bob saw 1 where 2 was due", joined(1));
  }

  @Test
  void namesWhatAFollowerNeverGot() {
    checker.follows("bob", 0);
    checker.sees("bob", joined(1));

    finds("bob saw nothing after 1 of 2", joined(1), joined(2));
  }

  @Test
  void namesWhatWasSeenAfterARemoval() {
    checker.follows("bob", 0);
    checker.removed("bob", 1);
    checker.sees("bob", joined(1));
    checker.sees("bob", joined(2));

    finds("bob saw 2 and was removed at 1", joined(1), joined(2));
  }

  @Test
  void namesAnEntryShownOtherThanItIs() {
    checker.sends("ann", "a1", "one");
    checker.follows("bob", 0);
    checker.sees("bob", message(1, "a1", "changed"));

    finds("bob saw something else as 1", message(1, "a1", "one"));
  }

  private void finds(String violation, JsonNode... log) {
    var error = assertThrows(AssertionError.class, () -> checker.check(List.of(log)));
    assertTrue(error.getMessage().contains(violation), error.getMessage());
  }

  private static JsonNode message(long seq, String clientId, String content) {
    return message("ann", seq, clientId, content);
  }

  private static JsonNode message(String sender, long seq, String clientId, String content) {
    ObjectNode entry = Json.object().put("seq", seq).put("kind", "message");
    entry.putObject("actor").put("name", sender);
    return entry.put("clientId", clientId).put("content", content);
  }

  private static JsonNode joined(long seq) {
    return Json.object().put("seq", seq).put("kind", "member");
  }
}
