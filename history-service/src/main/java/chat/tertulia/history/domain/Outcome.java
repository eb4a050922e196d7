package chat.tertulia.history.domain;

import chat.tertulia.shared.error.ErrorCode;
import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;
import java.time.Duration;
import java.time.Instant;

/**
 * What became of a draft.
 *
 * @param seq number of the entry; 0 unless it is in the log
 * @param at its time; from when on the sender may post again if they are muted or in slow mode;
 *     else null
 */
public record Outcome(Verdict verdict, long seq, Instant at) {
  /** The words of the append function. */
  public enum Verdict {
    OK,
    REPEAT,
    ID_REUSED,
    NOT_MEMBER,
    NOT_ALLOWED,
    MUTED,
    SLOW_MODE,
    ARCHIVED,
    BLOCKED
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
      case MUTED -> until(ErrorCode.MUTED, "you may not post in this room before ");
      case SLOW_MODE -> until(ErrorCode.SLOW_MODE, "this room is slow, post again from ");
      case ARCHIVED -> Problem.of(ErrorCode.ARCHIVED, "this room is archived");
      case BLOCKED -> Problem.denied("this conversation is closed");
      case NOT_MEMBER -> Problem.notFound();
      case OK, REPEAT -> throw new IllegalStateException("stored: " + this);
    };
  }

  private Problem until(ErrorCode code, String detail) {
    Duration wait = Duration.between(Instant.now(), at);
    return Problem.retry(
        code, detail + Json.time(at), wait.isPositive() ? wait : Duration.ofMillis(1));
  }
}
