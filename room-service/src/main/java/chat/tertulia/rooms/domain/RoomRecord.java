package chat.tertulia.rooms.domain;

import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms.Kind;
import java.time.Instant;

/**
 * A room as it is stored.
 *
 * @param name empty for a direct room, whose name is its people's
 * @param code of an instant room, else null
 * @param passwordHash of a private room that may be joined with a password, else null
 */
public record RoomRecord(
    RoomId id,
    String name,
    Kind kind,
    String topic,
    String code,
    String passwordHash,
    int memberCount,
    Instant createdAt,
    RoomPolicy policy) {
  /** A room as it begins. */
  public RoomRecord(
      RoomId id,
      String name,
      Kind kind,
      String topic,
      String code,
      String passwordHash,
      int memberCount,
      Instant createdAt) {
    this(id, name, kind, topic, code, passwordHash, memberCount, createdAt, RoomPolicy.DEFAULT);
  }
}
