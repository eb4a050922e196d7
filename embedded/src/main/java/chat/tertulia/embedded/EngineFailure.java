package chat.tertulia.embedded;

import java.io.Serial;

/** An engine could not be started, asked or stopped. The message is one line for the operator. */
public class EngineFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public EngineFailure(String message) {
    super(message);
  }

  public EngineFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
