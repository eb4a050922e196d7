package chat.tertulia.gateway.presence;

import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A person's presence as clients get it, encoded once.
 *
 * @param json {@code {id, state, lastSeen?, text?}}
 */
public record Face(UserId user, String json) {
  /** Most people in one frame. */
  public static final int MAX_IN_FRAME = 100;

  /** The frame body that tells changes: of one person as they are, of several as a list. */
  public static String frame(List<Face> faces) {
    if (faces.size() > 1) {
      return "{\"type\":\"presence\"," + list(faces).substring(1);
    }
    Face only = faces.getFirst();
    String open = only.json().substring(0, only.json().length() - 1);
    String id = Json.text(only.user().value());
    return open + ",\"type\":\"presence\",\"user\":{\"id\":" + id + "}}";
  }

  /** {@code {presence: […]}} */
  static String list(List<Face> faces) {
    return faces.stream().map(Face::json).collect(Collectors.joining(",", "{\"presence\":[", "]}"));
  }
}
