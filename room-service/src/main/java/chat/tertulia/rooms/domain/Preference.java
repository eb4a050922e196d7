package chat.tertulia.rooms.domain;

/**
 * What somebody has set a room to for themselves.
 *
 * @param notifyLevel {@code all}, {@code mentions} or {@code none}
 * @param hiddenAt the room is out of sight until its log goes on past this number; null: in sight
 */
public record Preference(boolean favourite, boolean muted, String notifyLevel, Long hiddenAt) {
  public static final Preference NONE = new Preference(false, false, "all", null);

  /** Whether the room is out of sight while this is the last number. */
  public boolean hides(long head) {
    return hiddenAt != null && head <= hiddenAt;
  }
}
