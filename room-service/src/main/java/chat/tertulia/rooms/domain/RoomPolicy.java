package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.Rooms.Change;
import chat.tertulia.shared.contract.Rooms.NewcomersSee;
import chat.tertulia.shared.contract.Rooms.Role;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a room is set to beside its name and topic.
 *
 * @param postBy least role that may post
 * @param slowSeconds between two messages of the same member, 0 for none
 * @param archived whether nothing may be added
 * @param newcomersSee what those who join from now on see of what was before
 * @param retentionDays how long content is kept, 0 for good
 */
public record RoomPolicy(
    String description,
    Role postBy,
    int slowSeconds,
    boolean archived,
    NewcomersSee newcomersSee,
    int retentionDays) {
  /** As a room begins. */
  public static final RoomPolicy DEFAULT =
      new RoomPolicy("", Role.MEMBER, 0, false, NewcomersSee.ALL, 0);

  private static final int ARCHIVED = 3;

  /** This policy with what a request changes. */
  public RoomPolicy with(Change change) {
    return new RoomPolicy(
        or(change.description(), description),
        or(change.postBy(), postBy),
        or(change.slowSeconds(), slowSeconds),
        or(change.archived(), archived),
        or(change.newcomersSee(), newcomersSee),
        or(change.retentionDays(), retentionDays));
  }

  private static <T> T or(T given, T kept) {
    return given == null ? kept : given;
  }

  /** Writes what is new in this policy, as the log tells it. */
  void tellChanges(RoomPolicy before, ObjectNode fields) {
    if (!description.equals(before.description)) {
      fields.put("description", description);
    }
    if (postBy != before.postBy) {
      fields.put("postBy", postBy.value());
    }
    if (slowSeconds != before.slowSeconds) {
      fields.put("slowSeconds", slowSeconds);
    }
    if (archived != before.archived) {
      fields.put("archived", archived);
    }
    if (newcomersSee != before.newcomersSee) {
      fields.put("newcomersSee", newcomersSee.value());
    }
    if (retentionDays != before.retentionDays) {
      fields.put("retentionDays", retentionDays);
    }
  }

  /** Who may post, as the log knows it. */
  public int postLevel() {
    if (archived) {
      return ARCHIVED;
    }
    return switch (postBy) {
      case MEMBER, READER -> 0;
      case MODERATOR -> 1;
      case OWNER -> 2;
    };
  }
}
