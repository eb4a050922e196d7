package chat.tertulia.testkit.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Holds what one follower saw to what they were owed. */
final class SightJudge {
  private final Follower follower;
  private final List<JsonNode> log;
  private final List<Violation> found = new ArrayList<>();

  private SightJudge(Follower follower, List<JsonNode> log) {
    this.follower = follower;
    this.log = log;
  }

  static List<Violation> judge(Follower follower, List<JsonNode> log) {
    var judge = new SightJudge(follower, log);
    follower.stretches().forEach(judge::order);
    judge.removals();
    judge.end();
    return judge.found;
  }

  private void order(Follower.Stretch stretch) {
    long next = stretch.after() + 1;
    for (long seq : stretch.seen()) {
      if (seq != next) {
        wrong(Invariant.SEEN_ONCE_IN_ORDER, "saw " + seq + " where " + next + " was due");
      }
      next = seq + 1;
    }
  }

  /**
   * Once live, a registration belongs to the membership that was open then and shows nothing beyond
   * its end. On the way there it may be let in by a membership asked for since it began, since what
   * was asked first need not be done first.
   */
  private void removals() {
    Membership membership = Membership.of(follower.user(), log);
    List<Long> readmissions = follower.room().readmissions(follower.user());
    int first = membership.times() - readmissions.size();
    for (Follower.Registration registration : follower.registrations()) {
      long before = readmissions.stream().filter(tick -> tick < registration.latest()).count();
      long end =
          registration.wasLive()
              ? membership.endAfter(registration.liveAt())
              : membership.end(first - 1 + (int) before);
      long shown = Math.max(registration.highest(), registration.liveAt());
      if (shown > end) {
        wrong(Invariant.NOTHING_AFTER_REMOVAL, "saw " + shown + " and was removed at " + end);
      }
    }
  }

  private void end() {
    long due = follower.due(log);
    long last = follower.last();
    if (last < due) {
      wrong(Invariant.CAUGHT_UP, "saw nothing after " + last + " of " + due);
    }
  }

  private void wrong(Invariant invariant, String what) {
    found.add(new Violation(invariant, follower + " " + what));
  }
}
