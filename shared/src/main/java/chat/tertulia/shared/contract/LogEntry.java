package chat.tertulia.shared.contract;

import chat.tertulia.shared.json.Json;
import java.time.Instant;

/**
 * One entry of a room's log on its way to people.
 *
 * @param seq its number, from 1 without holes
 * @param kind {@code message}, {@code edit}, {@code delete}, {@code reaction}, {@code pin}, {@code
 *     member} or {@code room}
 * @param subject for kind {@code member} the person it is about, else null
 * @param change for kind {@code member} what happened to them: {@code joined}, {@code left}, {@code
 *     removed}, {@code banned} or {@code role}, else null
 * @param json the frame body as clients get it, made once
 */
public record LogEntry(
    RoomId room, long seq, String kind, UserId subject, String change, String json) {

  /** Whether {@link #subject} is no member any more from this entry on. */
  public boolean endsMembership() {
    return change != null
        && (change.equals("left") || change.equals("removed") || change.equals("banned"));
  }

  /**
   * Builds the frame body {@code {seq, kind, actor, at, …fields}}.
   *
   * @param fields the kind's own fields as one JSON object, {@code {}} for none
   */
  public static String frameBody(long seq, String kind, Person actor, Instant at, String fields) {
    var json = new StringBuilder(fields.length() + 160);
    json.append("{\"seq\":").append(seq).append(",\"kind\":\"").append(kind);
    json.append("\",\"actor\":{\"id\":\"").append(actor.id().value()).append("\",\"name\":");
    json.append(Json.text(actor.name())).append("},\"at\":\"").append(Json.time(at)).append('"');
    if (fields.length() > 2) {
      json.append(',').append(fields, 1, fields.length());
    } else {
      json.append('}');
    }
    return json.toString();
  }
}
