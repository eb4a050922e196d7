package chat.tertulia.rooms.store;

import chat.tertulia.rooms.domain.Membership;
import chat.tertulia.rooms.domain.RoomPolicy;
import chat.tertulia.rooms.domain.RoomRecord;
import chat.tertulia.shared.contract.Person;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.Rooms.Kind;
import chat.tertulia.shared.contract.Rooms.NewcomersSee;
import chat.tertulia.shared.contract.Rooms.Role;
import chat.tertulia.shared.contract.UserId;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Rows as the domain's records. */
final class Rows {
  private Rows() {}

  static RoomRecord room(Row row) {
    return new RoomRecord(
        new RoomId(row.getString("id")),
        row.getString("name"),
        Kind.of(row.getString("kind")),
        row.getString("topic"),
        row.getString("code"),
        row.getString("password_hash"),
        row.getInteger("member_count"),
        at(row, "created_at"),
        policy(row));
  }

  private static RoomPolicy policy(Row row) {
    Integer days = row.getInteger("retention_days");
    return new RoomPolicy(
        row.getString("description"),
        Role.of(row.getString("post_by")),
        row.getInteger("slow_s"),
        row.getOffsetDateTime("archived_at") != null,
        NewcomersSee.of(row.getString("newcomers_see")),
        days == null ? 0 : days);
  }

  static Membership membership(Row row) {
    return new Membership(
        new Person(new UserId(row.getString("user_id")), row.getString("member_name")),
        Role.of(row.getString("role")),
        row.getLong("joined_seq"),
        at(row, "joined_at"),
        at(row, "muted_until"));
  }

  static Instant at(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  static <T> List<T> list(RowSet<Row> rows, Function<Row, T> map) {
    return StreamSupport.stream(rows.spliterator(), false).map(map).toList();
  }

  static <T> String[] texts(Collection<T> values, Function<T, String> text) {
    return values.stream().map(text).toArray(String[]::new);
  }
}
