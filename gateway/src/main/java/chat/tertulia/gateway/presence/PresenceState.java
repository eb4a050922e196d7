package chat.tertulia.gateway.presence;

import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

  PresenceState or(PresenceState other) {
    return rank(other.state) < rank(state) ? other : this;
  }

  private static int rank(String state) {
    int rank = RANKS.indexOf(state);
    return rank < 0 ? RANKS.size() : rank;
  }

  /** As others see it. */
  PresenceState outward(Long seen) {
    if (state.equals("invisible") || state.equals("offline")) {
      return new PresenceState("offline", null, seen);
    }
    return new PresenceState(state, text, null);
  }

  String stored() {
    return text == null ? state : state + "\t" + text;
  }

  static PresenceState parse(String stored) {
    int tab = stored.indexOf('\t');
    return tab < 0
        ? new PresenceState(stored, null, null)
        : new PresenceState(stored.substring(0, tab), stored.substring(tab + 1), null);
  }

  /** {@code {id, state, lastSeen?, text?}} */
  ObjectNode toJson(UserId user) {
    var json = Json.object().put("id", user.value()).put("state", state);
    if (seenMs != null) {
      json.put("lastSeen", Json.time(Instant.ofEpochMilli(seenMs)));
    }
    if (text != null) {
      json.put("text", text);
    }
    return json;
  }

  /** The frame body that tells a change. */
  String frame(UserId user) {
    ObjectNode json = toJson(user).put("type", "presence");
    json.putObject("user").put("id", user.value());
    return json.toString();
  }
}
