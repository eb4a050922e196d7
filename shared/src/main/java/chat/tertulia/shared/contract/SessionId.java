package chat.tertulia.shared.contract;

import chat.tertulia.shared.json.OpaqueId;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A sign-in's identity (never a socket). */
public record SessionId(@JsonValue String value) implements OpaqueId {
  @JsonCreator
  public SessionId {
    OpaqueId.check(value);
  }

  /** A new one of 100 random bits. */
  public static SessionId random() {
    return new SessionId(OpaqueId.random('s'));
  }

  @Override
  public String toString() {
    return value;
  }
}
