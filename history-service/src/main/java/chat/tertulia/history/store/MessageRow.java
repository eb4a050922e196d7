package chat.tertulia.history.store;

import chat.tertulia.shared.contract.Attachments.Attachment;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.contract.Messages.Message;
import chat.tertulia.shared.contract.Messages.Reaction;
import chat.tertulia.shared.contract.Messages.Source;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of the view of messages, with {@code reactions} and {@code pinned} as one reader sees it.
 */
final class MessageRow {
  /** What is selected besides a message {@code p} for whoever {@code reader.id} is. */
  static final String ON_IT =
      """
       (
        select json_agg(
          json_build_object('emoji', g.emoji, 'count', g.count, 'mine', g.mine)
          order by g.place)::text
        from (
          select r.emoji, count(*) as count, bool_or(r.user_id = reader.id) as mine,
            min(r.place) as place
          from history.reactions r
          where r.room_id = p.room_id and r.seq = p.seq
          group by r.emoji
        ) g) as reactions,
        exists (
          select from history.pins i where i.room_id = p.room_id and i.seq = p.seq) as pinned
      """;

  private MessageRow() {}

  static Message read(Row row) {
    String clientId = row.getString("client_id");
    return new Messages.Message(
        new RoomId(row.getString("room_id")),
        row.getLong("seq"),
        person(row, "actor_id", "actor_name"),
        Sql.instant(row, "at"),
        row.getString("content"),
        clientId == null ? null : new ClientId(clientId),
        Sql.instant(row, "edited_at"),
        row.getBoolean("deleted") ? true : null,
        person(row, "deleted_by_id", "deleted_by_name"),
        row.getString("reason"),
        row.getLong("reply_to"),
        row.getLong("thread"),
        source(row.getString("forwarded")),
        mentions(row.getString("mentions")),
        row.getString("audience"),
        list(row.getString("reactions"), Reaction.class),
        row.getBoolean("pinned") ? true : null,
        attachments(row.getString("attachments")));
  }

  static Person person(Row row, String id, String name) {
    String value = row.getString(id);
    return value == null ? null : new Person(new UserId(value), row.getString(name));
  }

  private static Source source(String json) {
    return json == null ? null : Json.convert(Json.readObject(json), Source.class);
  }

  private static List<Attachment> attachments(String json) {
    List<Attachment> all = list(json, Attachment.class);
    return all.isEmpty() ? null : all;
  }

  private static List<Person> mentions(String json) {
    List<Person> all = list(json, Person.class);
    return all.isEmpty() ? null : all;
  }

  private static <T> List<T> list(String json, Class<T> type) {
    if (json == null || json.equals("[]")) {
      return List.of();
    }
    var all = new ArrayList<T>();
    for (JsonNode each : Json.readObject("{\"all\":" + json + "}").path("all")) {
      all.add(Json.convert(each, type));
    }
    return all;
  }
}
