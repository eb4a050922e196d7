package chat.tertulia.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a problem shows, whichever way it came. */
final class Problems {
  private Problems() {}

  /** Without what differs from request to request. */
  static ObjectNode shown(JsonNode problem) {
    ObjectNode shown = ((ObjectNode) problem).deepCopy();
    shown.remove("instance");
    shown.remove("address");
    return shown;
  }
}
