package chat.tertulia.rooms.domain;

import java.util.List;

/**
 * What a decision comes to: changes in the order of their entries.
 *
 * @param invite code of the invitation that this uses up by one, or null
 */
public record Plan(List<Step> steps, String invite) {
  /** Nothing to do. */
  public static final Plan NONE = new Plan(List.of(), null);

  public static Plan of(Step... steps) {
    return new Plan(List.of(steps), null);
  }
}
