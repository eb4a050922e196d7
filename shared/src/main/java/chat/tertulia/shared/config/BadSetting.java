package chat.tertulia.shared.config;

/** A setting that stops the start; the message is one line that names it. */
public final class BadSetting extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadSetting(String name, String detail) {
    super(name + " " + detail, null, false, false);
  }
}
