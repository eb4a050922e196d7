package chat.tertulia.history.store;

import chat.tertulia.shared.contract.Attachments.Attachment;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.Messages;
import chat.tertulia.shared.contract.Messages.Message;
import chat.tertulia.shared.contract.Messages.Reaction;
import chat.tertulia.shared.contract.Messages.Replies;
import chat.tertulia.shared.contract.Messages.Source;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.sqlclient.Row;
import java.time.Instant;
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
          select from history.pins i where i.room_id = p.room_id and i.seq = p.seq) as pinned, (
        select json_build_object('count', d.count, 'lastSeq', w.last_seq, 'lastAt', w.last_at,
          'people', w.people)::text
        from (
          select count(*) as count from history.replies r
          where r.room_id = p.room_id and r.thread = p.seq) d
        cross join lateral (
          select max(n.seq) as last_seq,
            floor(extract(epoch from max(n.at)) * 1000)::bigint as last_at,
            json_agg(json_build_object('id', n.actor_id, 'name', n.actor_name)
              order by n.seq desc) filter (where n.turn = 1) as people
          from (
            select l.seq, e.at, e.actor_id, e.actor_name,
              row_number() over (partition by e.actor_id order by l.seq desc) as turn
            from (
              select r.seq from history.replies r
              where r.room_id = p.room_id and r.thread = p.seq
              order by r.seq desc
              limit 20
            ) l
            join history.entries e on e.room_id = p.room_id and e.seq = l.seq
          ) n
        ) w
        where d.count > 0) as replies
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
        Json.list(row.getString("reactions"), Reaction.class),
        row.getBoolean("pinned") ? true : null,
        attachments(row.getString("attachments")),
        replies(row.getString("replies")));
  }

  static Person person(Row row, String id, String name) {
    String value = row.getString(id);
    return value == null ? null : new Person(new UserId(value), row.getString(name));
  }

  private static Replies replies(String json) {
    if (json == null) {
      return null;
    }
    JsonNode said = Json.readObject(json);
    List<Person> people = Json.list(said.path("people").toString(), Person.class);
    return new Replies(
        said.path("count").asLong(),
        said.path("lastSeq").asLong(),
        Instant.ofEpochMilli(said.path("lastAt").asLong()),
        people.subList(0, Math.min(people.size(), Replies.MAX_REPLIERS)));
  }

  private static Source source(String json) {
    return json == null ? null : Json.convert(Json.readObject(json), Source.class);
  }

  private static List<Attachment> attachments(String json) {
    List<Attachment> all = Json.list(json, Attachment.class);
    return all.isEmpty() ? null : all;
  }

  private static List<Person> mentions(String json) {
    List<Person> all = Json.list(json, Person.class);
    return all.isEmpty() ? null : all;
  }
}
