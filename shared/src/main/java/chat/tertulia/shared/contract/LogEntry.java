package chat.tertulia.shared.contract;

import chat.tertulia.shared.json.Json;
import java.time.Instant;

/**
 * One entry of a room's log on its way to people.
 *
 * @param seq its number, from 1 without holes
 * @param kind {@code message}, {@code edit}, {@code delete}, {@code reaction}, {@code pin}, {@code
 *     member} or {@code room}; {@link #HIDDEN} and {@link #PURGED} keep the place of another
 * @param subject for kind {@code member} the person it is about, else null
 * @param change for kind {@code member} what happened to them: {@code joined}, {@code left}, {@code
 *     removed}, {@code banned} or {@code role}, else null
 * @param json the frame body as clients get it, made once
 */
public record LogEntry(
    RoomId room, long seq, String kind, UserId subject, String change, String json) {
  /** Kind of a marker in place of an entry its reader may not see. */
  public static final String HIDDEN = "hidden";

  /** Kind of a marker in place of an entry whose content the room keeps no longer. */
  public static final String PURGED = "purged";

  /** The marker that keeps a number where its reader may know no more than that. */
  public static LogEntry hidden(RoomId room, long seq, Instant at) {
    String json =
        "{\"seq\":"
            + seq
            + ",\"kind\":\"hidden\",\"actor\":{\"id\":\"\",\"name\":\"\"},\"at\":\""
            + Json.time(at)
            + "\"}";
    return new LogEntry(room, seq, HIDDEN, null, null, json);
  }

  /**
   * This entry as the log shows it to a reader now.
   *
   * @param visibleFrom the first number whose entry they may see
   * @param purgedTo the number up to which content is gone
   */
  public LogEntry seenBy(long visibleFrom, long purgedTo) {
    if (seq < visibleFrom) {
      return hidden(room, seq, Instant.parse(Json.readObject(json).path("at").asText()));
    }
    boolean content = !kind.equals("member") && !kind.equals("room") && !kind.equals(HIDDEN);
    if (seq > purgedTo || !content) {
      return this;
    }
    var whole = Json.readObject(json);
    var marker = Json.object();
    marker.put("seq", seq).put("kind", PURGED);
    marker.set("actor", whole.path("actor"));
    marker.set("at", whole.path("at"));
    return new LogEntry(room, seq, PURGED, null, null, Json.text(marker));
  }

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
    Json.quote(json, actor.name()).append("},\"at\":\"").append(Json.time(at)).append('"');
    if (fields.length() > 2) {
      json.append(',').append(fields, 1, fields.length());
    } else {
      json.append('}');
    }
    return json.toString();
  }
}
