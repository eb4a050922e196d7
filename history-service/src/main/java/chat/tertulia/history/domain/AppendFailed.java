package chat.tertulia.history.domain;

/** A whole batch did not get in. */
public final class AppendFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What that says about the drafts in it. */
  public enum Why {
    /** The connection ended or time ran out: they may or may not be stored. */
    UNKNOWN,
    /** Someone holds one of the rooms for too long; nothing is stored. */
    BUSY,
    /** The database refuses something about one of them; nothing is stored. */
    REFUSED
  }

  private final Why why;

  public AppendFailed(Why why, Throwable cause) {
    super(why + ": " + cause.getMessage(), cause);
    this.why = why;
  }

  public Why why() {
    return why;
  }
}
