package chat.tertulia.shared.contract;

/** An empty request or answer. */
public record Nothing() {
  public static final Nothing NOTHING = new Nothing();
}
