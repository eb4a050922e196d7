package chat.tertulia.history.store;

import chat.tertulia.history.domain.Changes;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.Emoji;
import chat.tertulia.shared.contract.MessageChanges;
import chat.tertulia.shared.contract.MessageChanges.Version;
import chat.tertulia.shared.contract.Messages.Message;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Changes of messages in PostgreSQL: one function each, see V005. */
public final class SqlChanges implements Changes {
  private static final String EDIT = "select * from history.edit($1, $2, $3, $4, $5, $6)";
  private static final String DELETE = "select * from history.delete_message($1, $2, $3, $4, $5)";
  private static final String UNDO = "select * from history.undo($1, $2, $3, $4)";
  private static final String REACT =
      "select * from history.react($1, $2, $3, $4, $5, $6, $7, $8, $9)";
  private static final String PIN = "select * from history.pin($1, $2, $3, $4, $5, $6, $7)";

  private static final String MESSAGE =
      """
      select p.*,\
      """
          + MessageRow.ON_IT
          + """
          from rooms.members m
          join history.messages p on p.room_id = m.room_id and p.seq = $3 and p.seq >= m.visible_from
          cross join (select $2::text as id) reader
          where m.room_id = $1 and m.user_id = $2\
          """;

  // The first text is the message's own; nothing is shown of a deleted one.
  private static final String VERSIONS =
      """
      select v.seq, v.actor_id, v.actor_name, v.at, v.body::json ->> 'content' as content,
        v.body::json ->> 'undo' as undo
      from rooms.members m
      join history.messages p on p.room_id = m.room_id and p.seq = $3 and p.seq >= m.visible_from and not p.deleted
      join lateral (
        (select e.seq, e.actor_id, e.actor_name, e.at, e.body
        from history.entries e where e.room_id = m.room_id and e.seq = $3)
        union all
        (select e.seq, e.actor_id, e.actor_name, e.at, e.body
        from history.entries e
        where e.room_id = m.room_id and (e.body::json ->> 'target')::bigint = $3
          and e.kind = 'edit'
        order by e.seq desc
        limit $4)
      ) v on true
      where m.room_id = $1 and m.user_id = $2
      order by v.seq\
      """;

  private static final String PINS =
      """
      select h.last_seq, p.*,\
      """
          + MessageRow.ON_IT
          + """
          from rooms.members m
          join history.heads h on h.room_id = m.room_id
          left join history.pins k on k.room_id = m.room_id and k.seq >= m.visible_from
          left join history.messages p on p.room_id = m.room_id and p.seq = k.seq
          cross join (select $2::text as id) reader
          where m.room_id = $1 and m.user_id = $2
          order by k.made desc\
          """;

  private final Sql writes;
  private final Sql sql;

  /**
   * @param writes where changes wait for a room that others hold
   * @param reads for what only looks
   */
  public SqlChanges(Sql writes, Sql reads) {
    this.writes = writes;
    this.sql = reads;
  }

  @Override
  public Future<Change> edit(Target on, ClientId clientId, String body) {
    return change(
        EDIT,
        on.room().value(),
        on.actor().id().value(),
        on.actor().name(),
        on.seq(),
        clientId == null ? null : clientId.value(),
        body);
  }

  @Override
  public Future<Change> delete(Target on, String body) {
    return change(
        DELETE, on.room().value(), on.actor().id().value(), on.actor().name(), on.seq(), body);
  }

  @Override
  public Future<Change> undo(Target on) {
    return change(UNDO, on.room().value(), on.actor().id().value(), on.actor().name(), on.seq());
  }

  @Override
  public Future<Change> react(Target on, Emoji emoji, boolean wanted, String body) {
    return change(
        REACT,
        on.room().value(),
        on.actor().id().value(),
        on.actor().name(),
        on.seq(),
        emoji.value(),
        wanted,
        body,
        MessageChanges.MAX_EMOJI,
        MessageChanges.MAX_OWN_EMOJI);
  }

  @Override
  public Future<Change> pin(Target on, boolean wanted, String body) {
    return change(
        PIN,
        on.room().value(),
        on.actor().id().value(),
        on.actor().name(),
        on.seq(),
        wanted,
        body,
        MessageChanges.MAX_PINS);
  }

  private Future<Change> change(String function, Object... parameters) {
    return writes.query(function, parameters).map(rows -> change(rows.iterator().next()));
  }

  private static Change change(Row row) {
    return new Change(
        Verdict.valueOf(row.getString("verdict").toUpperCase(Locale.ROOT)),
        row.getLong("seq"),
        Sql.instant(row, "at"),
        row.getString("kind"),
        row.getString("body"));
  }

  @Override
  public Future<Optional<Message>> message(RoomId room, long seq, UserId reader) {
    return sql.query(MESSAGE, room.value(), reader.value(), seq)
        .map(rows -> rows.stream().map(MessageRow::read).findFirst());
  }

  @Override
  public Future<List<Version>> versions(RoomId room, long seq, UserId reader) {
    long most = MessageChanges.MAX_VERSIONS - 1;
    return sql.query(VERSIONS, room.value(), reader.value(), seq, most)
        .map(rows -> rows.stream().map(SqlChanges::version).toList());
  }

  private static Version version(Row row) {
    return new Version(
        row.getLong("seq"),
        MessageRow.person(row, "actor_id", "actor_name"),
        Sql.instant(row, "at"),
        row.getString("content"),
        row.getString("undo"));
  }

  @Override
  public Future<Optional<Pinned>> pins(RoomId room, UserId reader) {
    return sql.query(PINS, room.value(), reader.value()).map(SqlChanges::pinned);
  }

  private static Optional<Pinned> pinned(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    long head = rows.iterator().next().getLong("last_seq");
    List<Message> messages =
        rows.stream().filter(r -> r.getLong("seq") != null).map(MessageRow::read).toList();
    return Optional.of(new Pinned(head, messages));
  }
}
