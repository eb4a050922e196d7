package chat.tertulia.history.domain;

import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import java.time.Instant;

/**
 * What became of a draft.
 *
 * @param seq number of the entry; 0 unless it is in the log
 * @param at its time; null unless it is in the log
 */
public record Outcome(Verdict verdict, long seq, Instant at) {
  /** The words of the append function. */
  public enum Verdict {
    OK,
    REPEAT,
    ID_REUSED,
    NOT_MEMBER,
    NOT_ALLOWED
  }

  /** Whether the draft is in the log, by this append or an earlier one. */
  public boolean isStored() {
    return verdict == Verdict.OK || verdict == Verdict.REPEAT;
  }

  /** What the sender is told instead of a number. */
  public Problem problem() {
    return switch (verdict) {
      case ID_REUSED ->
          Problem.of(ErrorCode.ID_REUSED, "this clientId was used before with other content");
      case NOT_ALLOWED -> Problem.denied("you may not post in this room now");
      case NOT_MEMBER -> Problem.notFound();
      case OK, REPEAT -> throw new IllegalStateException("stored: " + this);
    };
  }
}
