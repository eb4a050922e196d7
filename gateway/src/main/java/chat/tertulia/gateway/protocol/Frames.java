package chat.tertulia.gateway.protocol;

import chat.tertulia.shared.error.Problem;
import chat.tertulia.shared.json.Json;

/** The frames a server sends in the event-bus bridge protocol. */
public final class Frames {
  public static final String ROOM_PREFIX = "room.";
  public static final String USER_PREFIX = "user.";
  public static final String PONG = "{\"type\":\"pong\"}";

  private Frames() {}

  /** A message or reply; the body is JSON already. */
  public static String rec(String address, String body) {
    var frame = new StringBuilder(address.length() + body.length() + 48);
    Json.quote(frame.append("{\"type\":\"rec\",\"address\":"), address);
    return frame.append(",\"body\":").append(body).append('}').toString();
  }

  /**
   * A failure, so that the stock client's callback for that address runs.
   *
   * @param address the reply address, or the address registered; may be null
   */
  public static String err(String address, Problem problem) {
    var json = Json.object().put("type", "err");
    if (address != null) {
      json.put("address", address);
    }
    json.put("failureCode", problem.code().status())
        .put("failureType", "RECIPIENT_FAILURE")
        .put("message", problem.code().code())
        .put("detail", problem.getMessage());
    if (!problem.fields().isEmpty()) {
      json.set("errors", problem.toJson().get("errors"));
    }
    if (problem.retryAfter() != null) {
      json.put("retryAfterMs", problem.retryAfter().toMillis());
    }
    return json.toString();
  }
}
