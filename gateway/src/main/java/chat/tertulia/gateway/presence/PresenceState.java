package chat.tertulia.gateway.presence;

import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import java.time.Instant;
import java.util.List;

/**
 * What is known of a person: {@code invisible} outweighs {@code dnd}, that {@code online}, that
 * {@code away}.
 *
 * @param state one of {@link #RANKS}, {@code offline} or {@code unknown}
 * @param text what they say of themselves, or null
 * @param seenMs when they were last here, or null
 */
record PresenceState(String state, String text, Long seenMs) {
  static final PresenceState OFFLINE = new PresenceState("offline", null, null);
  static final PresenceState UNKNOWN = new PresenceState("unknown", null, null);

  /** What a person may say of themselves, strongest first. */
  static final List<String> RANKS = List.of("invisible", "dnd", "online", "away");

  /** Longest status text, in characters. */
  static final int MAX_TEXT_CHARS = 100;

  private static final String SECRETLY = "x";

  PresenceState or(PresenceState other) {
    int order = rank(other.state) - rank(state);
    boolean speaks = order == 0 && text == null && other.text != null;
    return order < 0 || speaks ? other : this;
  }

  private static int rank(String state) {
    int rank = RANKS.indexOf(state);
    return rank < 0 ? RANKS.size() : rank;
  }

  boolean isOffline() {
    return state.equals("offline");
  }

  /**
   * The form the store keeps: state, a mark, text, with tabs between.
   *
   * @param hidesLastSeen whether nobody learns when they were last here
   */
  String stored(boolean hidesLastSeen) {
    return state + "\t" + (hidesLastSeen ? SECRETLY : "") + "\t" + (text == null ? "" : text);
  }

  /**
   * As others see it.
   *
   * @param stored empty for somebody who is not here or does not show it
   * @param seen milliseconds, or empty
   */
  static PresenceState outward(String stored, String seen) {
    if (stored.isEmpty()) {
      return new PresenceState("offline", null, seen.isEmpty() ? null : Long.valueOf(seen));
    }
    String[] parts = stored.split("\t", 3);
    return new PresenceState(parts[0], parts[2].isEmpty() ? null : parts[2], null);
  }

  /** {@code {id, state, lastSeen?, text?}} */
  Face face(UserId user) {
    var json = Json.object().put("id", user.value()).put("state", state);
    if (seenMs != null) {
      json.put("lastSeen", Json.time(Instant.ofEpochMilli(seenMs)));
    }
    if (text != null) {
      json.put("text", text);
    }
    return new Face(user, json.toString());
  }
}
