package chat.tertulia.shared.contract;

import chat.tertulia.shared.error.Problem;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The id a client makes for one send, so that a retry is known: 1 to 64 visible ASCII. */
public record ClientId(@JsonValue String value) {
  public static final int MAX_CHARS = 64;

  @JsonCreator
  public ClientId {
    boolean fine =
        value != null
            && !value.isEmpty()
            && value.length() <= MAX_CHARS
            && value.chars().allMatch(c -> c > ' ' && c < 127);
    if (!fine) {
      throw Problem.field("", "must have 1 to " + MAX_CHARS + " visible ASCII characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
