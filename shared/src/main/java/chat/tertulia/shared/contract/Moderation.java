package chat.tertulia.shared.contract;

import static chat.tertulia.shared.json.Text.block;
import static chat.tertulia.shared.json.Text.required;

import chat.tertulia.shared.error.Problem;
import java.time.Instant;
import java.util.List;

/** What those who run a room do about people in it, and what people set for themselves. */
public interface Moderation {
  int MAX_REASON_CHARS = 500;
  long MAX_BAN_SECONDS = 10L * 366 * 24 * 3600;

  /** Checks what a ban says, and gives the reason as it is kept. */
  static String checkBan(String reason, Long banFor) {
    if (banFor != null && (banFor < 1 || banFor > MAX_BAN_SECONDS)) {
      throw Problem.field("banFor", "must be 1 to " + MAX_BAN_SECONDS + " seconds");
    }
    return reason == null ? null : block("reason", reason, 0, MAX_REASON_CHARS);
  }

  /**
   * Keeps a person out, whether they are in the room now or not.
   *
   * @param banFor seconds, null for good
   */
  record BanPerson(RoomId roomId, UserId userId, String reason, Long banFor) {
    public BanPerson {
      required("roomId", roomId);
      required("userId", userId);
      reason = checkBan(reason, banFor);
    }
  }

  record PersonIn(RoomId roomId, UserId userId) {
    public PersonIn {
      required("roomId", roomId);
      required("userId", userId);
    }
  }

  record PageOf(RoomId roomId, String cursor, Integer limit) {
    public PageOf {
      required("roomId", roomId);
      Rooms.checkPage(limit);
    }
  }

  /**
   * @param by who said so
   * @param until absent when it does not end by itself
   */
  record Ban(Person user, UserId by, Instant at, Instant until, String reason) {}

  record Bans(List<Ban> bans, String next) {}

  record InviteUsesOf(RoomId roomId, String id, String cursor, Integer limit) {
    public InviteUsesOf {
      required("roomId", roomId);
      required("id", id);
      Rooms.checkPage(limit);
    }
  }

  /** Somebody who came in by an invitation. */
  record InviteUse(Person user, Instant at) {}

  record InviteUses(List<InviteUse> uses, String next) {}

  /**
   * What the caller wants of a room for themselves; null leaves a thing as it is.
   *
   * @param notifyLevel what to be told of: {@code all}, {@code mentions} or {@code none}
   * @param hidden true to put the room out of sight until something is added to it
   */
  record Prefer(
      RoomId roomId, Boolean favourite, Boolean muted, String notifyLevel, Boolean hidden) {
    private static final List<String> LEVELS = List.of("all", "mentions", "none");

    public Prefer {
      required("roomId", roomId);
      if (notifyLevel != null && !LEVELS.contains(notifyLevel)) {
        throw Problem.field("notifyLevel", "must be all, mentions or none");
      }
    }
  }
}
