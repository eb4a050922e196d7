package chat.tertulia.shared.error;

import java.util.Locale;

/**
 * The catalogue of everything that can be answered instead of a result.
 *
 * <p>The code in lower case is stable and part of the contract; the status is the HTTP status of
 * REST and the {@code failureCode} of the socket. A code that may be retried is worth the same
 * request again later without a change.
 */
public enum ErrorCode {
  /** The request could not be read, or a field of it is wrong; the fields are named. */
  BAD_REQUEST(400, false),
  /** No token, or one that cannot be verified. */
  UNAUTHENTICATED(401, false),
  /** The access token was good once; refresh it. */
  TOKEN_EXPIRED(401, false),
  /** The session was ended; sign in again. */
  SESSION_ENDED(401, false),
  /** Unknown user name or wrong password; deliberately the same. */
  WRONG_CREDENTIALS(401, false),
  /** Known and signed in, but not allowed to do this. */
  ACCESS_DENIED(403, false),
  /** Muted in this room for a while; the wait is given. */
  MUTED(403, false),
  /** There is no such thing, or the caller may not know that there is. */
  NOT_FOUND(404, false),
  /** The path exists, the method does not. */
  METHOD_NOT_ALLOWED(405, false),
  /** The request contradicts the present state. */
  CONFLICT(409, false),
  /** Another account has this user name. */
  USERNAME_TAKEN(409, false),
  /** The client id was used before with other content. */
  ID_REUSED(409, false),
  /** The room is archived: nothing is added until it is restored. */
  ARCHIVED(409, false),
  /** A body, frame or file is larger than its limit. */
  TOO_LARGE(413, false),
  /** A body that is not JSON where JSON is due. */
  UNSUPPORTED_MEDIA_TYPE(415, false),
  /** Too many requests from this user, address or connection. */
  RATE_LIMITED(429, true),
  /** The room lets a member post once in a while only; the wait is given. */
  SLOW_MODE(429, true),
  /** A bug of ours; the request id finds it in the log. */
  INTERNAL(500, false),
  /** A part that is needed does not answer; nothing is known to have happened. */
  UNAVAILABLE(503, true),
  /** The part is up and refuses work to stay up. */
  OVERLOADED(503, true);

  private final int status;
  private final boolean retryable;
  private final String code = name().toLowerCase(Locale.ROOT);

  ErrorCode(int status, boolean retryable) {
    this.status = status;
    this.retryable = retryable;
  }

  /** HTTP status of this error. */
  public int status() {
    return status;
  }

  /** Whether the same request may succeed later. */
  public boolean retryable() {
    return retryable;
  }

  /** The stable code as clients see it, in lower case. */
  public String code() {
    return code;
  }

  /** The entry with this code; {@link #INTERNAL} if a newer node sent one we do not know. */
  public static ErrorCode of(String code) {
    for (ErrorCode each : values()) {
      if (each.code.equals(code)) {
        return each;
      }
    }
    return INTERNAL;
  }
}
