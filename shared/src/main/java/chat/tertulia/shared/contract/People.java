package chat.tertulia.shared.contract;

import static chat.tertulia.shared.json.Text.line;
import static chat.tertulia.shared.json.Text.required;

import chat.tertulia.shared.error.Problem;
import java.time.Instant;
import java.util.List;

/** What people settle about themselves and about each other. */
public interface People {
  int MAX_STATUS_CHARS = 140;
  long MAX_STATUS_SECONDS = 366L * 24 * 3600;

  /** Most people in one internal question. */
  int MAX_ASKED = 500;

  /** What outweighs a person's sockets; {@code auto} goes by the sockets. */
  List<String> PRESENCES = List.of("auto", "online", "away", "dnd", "invisible");

  /**
   * What somebody has settled about themselves.
   *
   * @param presence one of {@link #PRESENCES}
   * @param showLastSeen whether others learn when they were last here
   * @param showReads whether others learn how far they have read
   * @param statusText what they say of themselves; absent when nothing, or when its time is over
   * @param statusUntil when that ends; absent when it does not
   */
  record MySettings(
      String presence,
      boolean showLastSeen,
      boolean showReads,
      String statusText,
      Instant statusUntil) {}

  /**
   * What changes; null leaves a thing as it is.
   *
   * @param statusText empty for none
   * @param statusFor seconds until the text ends, null for no end; goes with a text only
   */
  record ChangeSettings(
      String presence, Boolean showLastSeen, Boolean showReads, String statusText, Long statusFor) {
    public ChangeSettings {
      if (presence != null && !PRESENCES.contains(presence)) {
        throw Problem.field("presence", "must be auto, online, away, dnd or invisible");
      }
      statusText = statusText == null ? null : line("statusText", statusText, 0, MAX_STATUS_CHARS);
      if (statusFor != null && (statusFor < 1 || statusFor > MAX_STATUS_SECONDS)) {
        throw Problem.field("statusFor", "must be 1 to " + MAX_STATUS_SECONDS + " seconds");
      }
      if (statusFor != null && statusText == null) {
        throw Problem.field("statusText", "is required with statusFor");
      }
    }
  }

  /** Internal: what these people have settled. */
  record SettingsOf(List<UserId> users) {
    public SettingsOf {
      if (required("users", users).size() > MAX_ASKED) {
        throw Problem.field("users", "must be at most " + MAX_ASKED);
      }
    }
  }

  record Settled(UserId user, MySettings settings) {}

  /** Those of them that exist. */
  record AllSettled(List<Settled> people) {}

  /** Topic: somebody settled something else. */
  record SettingsChanged(UserId user) {}

  /** Somebody a person names. */
  record Named(UserId userId) {
    public Named {
      required("userId", userId);
    }
  }

  record BlocksPage(String cursor, Integer limit) {
    public BlocksPage {
      Rooms.checkPage(limit);
    }
  }

  record Block(Person user, Instant at) {}

  record Blocks(List<Block> blocks, String next) {}
}
