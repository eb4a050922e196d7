package chat.tertulia.gateway.socket;

/** Why a socket is closed, and so what its client should do. */
public enum CloseCode {
  /** Sign in first. */
  NOT_AUTHENTICATED(4001, "not authenticated"),
  /** The session is over: sign in again. */
  SESSION_OVER(4003, "session over"),
  /** Too slow to read: connect again and resume. */
  TOO_SLOW(4008, "too slow"),
  /** This node stops: connect again, anywhere, and resume. */
  DRAIN(4009, "drain"),
  /** Too many sockets or frames: wait before connecting again. */
  TOO_MANY(4029, "too many"),
  /** Bytes that are no WebSocket frame a client may send. */
  PROTOCOL(1002, "protocol error"),
  /** Text that is not UTF-8. */
  NOT_TEXT(1007, "invalid UTF-8"),
  /** The one thing the socket was opened for is not allowed. */
  DENIED(1008, "access denied"),
  /** A frame above the limit. */
  TOO_BIG(1009, "frame too big"),
  /** The other side was silent for too long. */
  SILENT(4000, "no heartbeat");

  private final short code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = (short) code;
    this.reason = reason;
  }

  public short code() {
    return code;
  }

  public String reason() {
    return reason;
  }
}
