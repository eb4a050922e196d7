package chat.tertulia.shared.contract;

import chat.tertulia.shared.json.OpaqueId;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A room's identity; opaque to clients and not guessable. */
public record RoomId(@JsonValue String value) implements OpaqueId {
  @JsonCreator
  public RoomId {
    OpaqueId.check(value);
  }

  /** A new one of 100 random bits. */
  public static RoomId random() {
    return new RoomId(OpaqueId.random('r'));
  }

  @Override
  public String toString() {
    return value;
  }
}
