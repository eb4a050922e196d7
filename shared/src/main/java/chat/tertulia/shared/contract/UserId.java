package chat.tertulia.shared.contract;

import chat.tertulia.shared.json.OpaqueId;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A person's identity; opaque to clients. */
public record UserId(@JsonValue String value) implements OpaqueId {
  @JsonCreator
  public UserId {
    OpaqueId.check(value);
  }

  /** A new one of 100 random bits. */
  public static UserId random() {
    return new UserId(OpaqueId.random('u'));
  }

  @Override
  public String toString() {
    return value;
  }
}
