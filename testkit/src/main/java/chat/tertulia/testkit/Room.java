package chat.tertulia.testkit;

/** A room as a test names it. */
public record Room(String id, String name) {
  /** The address its frames come on. */
  public String address() {
    return "room." + id;
  }
}
