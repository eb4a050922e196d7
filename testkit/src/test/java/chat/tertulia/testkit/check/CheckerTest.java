package chat.tertulia.testkit.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A checker that accepts everything would prove nothing: each kind of harm is done once. */
class CheckerTest {
  private static final long MEBIBYTE = 1 << 20;

  private final Checker checker = new Checker();
  private final Follower ann = follows("ann", 0);
  private final Follower bob = follows("bob", 0);

  @Test
  void acceptsWhatIsAsPromised() {
    ann.sends("a1", "one");
    ann.acknowledged("a1", 3);
    ann.acknowledged("a1", 3);
    ann.sends("a2", "lost on the way");
    ann.sends("a3", "refused");
    ann.refused("a3");
    List<JsonNode> log =
        List.of(joined(1, "ann"), joined(2, "bob"), message(3, "a1", "one"), message(4, "z", "hi"));
    Follower zoe = checker.follows("other", "ann", "zoe", Follower.FROM_NOW);
    zoe.sends("z", "hi");
    zoe.registers();
    zoe.live(1);
    zoe.sees(message(2, "z", "hi"));
    ann.sends("z", "hi");
    shows(ann, log);
    bob.registers();
    bob.sees(log.getFirst());
    bob.breaks();
    bob.registers();
    log.subList(1, 4).forEach(bob::sees);
    bob.live(4);

    checker.check(Map.of("lobby", log, "other", List.of(joined(1, "ann"), message(2, "z", "hi"))));
    assertEquals(5, checker.sent());
    assertEquals(1, checker.acknowledged());
    assertEquals(1, checker.refused());
  }

  @Test
  void acceptsThatTheRemovedComeBackAndReadWhatTheyMissed() {
    List<JsonNode> log =
        List.of(
            joined(1, "ann"),
            joined(2, "bob"),
            removed(3, "bob"),
            joined(4, "x"),
            joined(5, "bob"));
    shows(ann, log);
    shows(bob, log.subList(0, 3));
    bob.registers();
    bob.breaks();
    checker.readmits("lobby", "bob");
    bob.registers();
    log.subList(3, 5).forEach(bob::sees);
    bob.live(5);

    checker.check(Map.of("lobby", log));
  }

  @Test
  void acceptsThatWhoIsAwayDoesNotSeeTheirRemoval() {
    List<JsonNode> log = List.of(joined(1, "ann"), joined(2, "bob"), removed(3, "bob"));
    shows(ann, log);
    shows(bob, log.subList(0, 2));
    bob.breaks();

    checker.check(Map.of("lobby", log));
  }

  @Test
  void acceptsThatAnotherLifeOfTheDatabaseBeginsElsewhere() {
    shows(ann, List.of(joined(1, "ann")));
    bob.registers();
    bob.startsAfresh(1);
    bob.live(1);

    checker.check(Map.of("lobby", List.of(joined(1, "ann"))));
  }

  @Test
  void namesWhatWasAcknowledgedAndIsGone() {
    ann.sends("a1", "one");
    ann.acknowledged("a1", 2);

    finds(Invariant.ACKNOWLEDGED_IS_KEPT, "lost: a1, acknowledged as 2", joined(1, "ann"));
  }

  @Test
  void namesANumberOtherThanTheAcknowledged() {
    ann.sends("a1", "one");
    ann.acknowledged("a1", 2);

    finds(
        Invariant.ACKNOWLEDGED_IS_KEPT,
        "a1 was acknowledged as 2 and is 1",
        message(1, "a1", "one"));
  }

  @Test
  void namesTwoAnswersToOneMessage() {
    ann.sends("a1", "one");
    ann.acknowledged("a1", 2);
    ann.acknowledged("a1", 1);

    finds(
        Invariant.ACKNOWLEDGED_IS_KEPT,
        "a1 was acknowledged as 2 and as 1",
        message(1, "a1", "one"));
  }

  @Test
  void namesAHole() {
    finds(Invariant.NO_HOLES, "the log has 3 where 2 is due", joined(1, "ann"), joined(3, "bob"));
  }

  @Test
  void namesWhatAFollowerMissed() {
    shows(bob, List.of(joined(1, "ann"), joined(3, "x")));

    finds(
        Invariant.SEEN_ONCE_IN_ORDER,
        "bob in lobby saw 3 where 2 was due",
        joined(1, "ann"),
        joined(2, "bob"),
        joined(3, "x"));
  }

  @Test
  void namesWhatAFollowerSawTwice() {
    shows(bob, List.of(joined(1, "ann"), joined(1, "ann")));

    finds(Invariant.SEEN_ONCE_IN_ORDER, "bob in lobby saw 1 where 2 was due", joined(1, "ann"));
  }

  @Test
  void namesAnEntryShownOtherThanItIs() {
    ann.sends("a1", "one");
    shows(bob, List.of(message(1, "a1", "changed")));

    finds(
        Invariant.SEEN_ONCE_IN_ORDER, "something else as 1 than the log", message(1, "a1", "one"));
  }

  @Test
  void namesAnEntryShownToTwoPeopleInTwoWays() {
    ann.sends("a1", "one");
    shows(ann, List.of(message(1, "a1", "one")));
    shows(bob, List.of(message(1, "a1", "changed")));

    finds(Invariant.SEEN_ONCE_IN_ORDER, "something else as 1 than others", message(1, "a1", "one"));
  }

  @Test
  void namesWhoWasSaidToBeLiveAndIsNot() {
    bob.registers();
    bob.sees(joined(1, "ann"));
    bob.live(2);
    bob.sees(joined(2, "bob"));

    finds(Invariant.SEEN_ONCE_IN_ORDER, "live at 2 and has 1", joined(1, "ann"), joined(2, "bob"));
  }

  @Test
  void namesWhatWasSeenAfterARemoval() {
    List<JsonNode> log = List.of(joined(1, "bob"), removed(2, "bob"), joined(3, "x"));
    shows(bob, log);

    finds(
        Invariant.NOTHING_AFTER_REMOVAL,
        "bob in lobby saw 3 and was removed at 2",
        log.toArray(JsonNode[]::new));
  }

  @Test
  void namesWhatWasSeenBetweenARemovalAndAReturn() {
    List<JsonNode> log =
        List.of(joined(1, "bob"), removed(2, "bob"), joined(3, "x"), joined(4, "bob"));
    shows(bob, log.subList(0, 3));
    checker.readmits("lobby", "bob");
    bob.registers();
    bob.sees(log.get(3));
    bob.live(4);

    finds(
        Invariant.NOTHING_AFTER_REMOVAL,
        "bob in lobby saw 3 and was removed at 2",
        log.toArray(JsonNode[]::new));
  }

  @Test
  void namesAMessageStoredTwice() {
    ann.sends("a1", "one");

    finds(
        Invariant.AT_MOST_ONCE,
        "a1 is twice: 1 and 2",
        message(1, "a1", "one"),
        message(2, "a1", "one"));
  }

  @Test
  void namesARefusedMessageThatIsThere() {
    ann.sends("a1", "one");
    ann.refused("a1");

    finds(Invariant.AT_MOST_ONCE, "a1 was refused and is 1", message(1, "a1", "one"));
  }

  @Test
  void namesARefusedMessageThatIsAcknowledgedLater() {
    ann.sends("a1", "one");
    ann.refused("a1");
    ann.acknowledged("a1", 1);

    finds(Invariant.AT_MOST_ONCE, "a1 was refused for good, then", message(1, "a1", "one"));
  }

  @Test
  void namesMessagesThatOvertookEachOther() {
    ann.sends("a1", "one");
    ann.sends("a2", "two");

    finds(
        Invariant.SENDER_ORDER,
        "ann in lobby sent a1 before a2",
        message(1, "a2", "two"),
        message(2, "a1", "one"));
  }

  @Test
  void namesWhatAFollowerNeverGot() {
    shows(bob, List.of(joined(1, "ann")));
    List<JsonNode> log = List.of(joined(1, "ann"), joined(2, "bob"));

    assertTrue(checker.behind(Map.of("lobby", log)).contains("bob in lobby"));
    finds(
        Invariant.CAUGHT_UP, "bob in lobby saw nothing after 1 of 2", log.toArray(JsonNode[]::new));
  }

  @Test
  void namesWhoWasThereAndNeverSawTheirRemoval() {
    bob.registers();
    bob.sees(joined(1, "bob"));
    bob.live(1);

    finds(
        Invariant.CAUGHT_UP,
        "bob in lobby saw nothing after 1 of 2",
        joined(1, "bob"),
        removed(2, "bob"));
  }

  @Test
  void owesNothingToWhoHasGone() {
    ann.goes();
    bob.goes();

    checker.check(Map.of("lobby", List.of(joined(1, "ann"))));
  }

  @Test
  void namesContentNobodySent() {
    ann.sends("a1", "one");

    finds(Invariant.NOTHING_MADE_UP, "nobody sent what 1 says", message(1, "a1", "other"));
  }

  @Test
  void namesAMessageUnderAnothersName() {
    bob.sends("a1", "one");

    finds(Invariant.NOTHING_MADE_UP, "nobody sent what 1 says", message(1, "a1", "one"));
  }

  @Test
  void namesWhatIsNotGivenBack() {
    var base = new Usage(Map.of("sockets", 0L, "rooms", 1L), 50 * MEBIBYTE);
    var after = new Usage(Map.of("sockets", 2L, "rooms", 1L), 90 * MEBIBYTE);

    List<Violation> found = after.above(base, 30 * MEBIBYTE);

    assertEquals(2, found.size(), found::toString);
    assertTrue(found.getFirst().what().contains("sockets is 2 and was 0"), found::toString);
    assertTrue(found.get(1).what().contains("the heap holds"), found::toString);
    found.forEach(each -> assertEquals(Invariant.BACK_AT_BASE, each.invariant()));
    assertEquals(List.of(), new Usage(Map.of("rooms", 0L), 0).above(base, 0));
  }

  private Follower follows(String user, long after) {
    return checker.follows("lobby", user, user, after);
  }

  private static void shows(Follower follower, List<JsonNode> entries) {
    follower.registers();
    entries.forEach(follower::sees);
    follower.live(follower.last());
  }

  private void finds(Invariant invariant, String what, JsonNode... log) {
    var logs = Map.of("lobby", List.of(log));
    List<Violation> found = checker.violations(logs);
    assertTrue(
        found.stream().anyMatch(v -> v.invariant() == invariant && v.what().contains(what)),
        found::toString);
    var error = assertThrows(AssertionError.class, () -> checker.check(logs));
    assertTrue(error.getMessage().contains(invariant.name()), error.getMessage());
  }

  private static JsonNode message(long seq, String clientId, String content) {
    ObjectNode entry = Json.object().put("seq", seq).put("kind", "message");
    entry.putObject("actor").put("id", "ann").put("name", "Ann");
    return entry.put("clientId", clientId).put("content", content);
  }

  private static JsonNode joined(long seq, String user) {
    return member(seq, user, "joined");
  }

  private static JsonNode removed(long seq, String user) {
    return member(seq, user, "removed");
  }

  private static JsonNode member(long seq, String user, String change) {
    ObjectNode entry = Json.object().put("seq", seq).put("kind", "member").put("change", change);
    entry.putObject("user").put("id", user).put("name", user);
    return entry;
  }
}
