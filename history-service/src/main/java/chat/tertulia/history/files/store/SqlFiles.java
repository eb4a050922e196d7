package chat.tertulia.history.files.store;

import chat.tertulia.history.files.domain.Files;
import chat.tertulia.shared.contract.Attachments.Attachment;
import chat.tertulia.shared.contract.Attachments.FileId;
import chat.tertulia.shared.contract.Attachments.KnownPicture;
import chat.tertulia.shared.contract.Attachments.Size;
import chat.tertulia.shared.contract.ClientId;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is known of files, in PostgreSQL. */
public final class SqlFiles implements Files {
  private static final String STANDING =
      """
      select m.role, coalesce(m.muted_until > now(), false) as muted
      from rooms.members m where m.room_id = $1 and m.user_id = $2\
      """;

  private static final String BEGIN =
      """
      insert into history.files (id, room_id, owner_id, name, type, size, width, height,
        thumbnail_width, thumbnail_height, picture)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)\
      """;

  private static final String STORED = "update history.files set stored = true where id = $1";

  private static final String FORGET =
      """
      with loose as (delete from history.loose_files l where l.id = $1)
      delete from history.files f where f.id = $1\
      """;

  // Named: by a message that is there, for who may see it. Not named yet: for who uploaded it.
  private static final String VISIBLE =
      """
      select f.* from history.files f
      join rooms.members m on m.room_id = f.room_id and m.user_id = $2
      where f.id = $1 and f.stored and not f.picture
        and case
          when f.seq is null then f.owner_id = $2
          else f.seq >= m.visible_from and exists (
            select from history.entries e
            where e.room_id = f.room_id and e.seq = f.seq and e.kind = 'message')
            and not exists (
              select from history.changed c
              where c.room_id = f.room_id and c.seq = f.seq and c.deleted)
        end\
      """;

  // A repeat of the message that names them may name them again.
  private static final String NAMEABLE =
      """
      select f.*
      from unnest($1::text[]) with ordinality as i (id, place)
      join history.files f on f.id = i.id
      where f.owner_id = $2 and f.room_id = $3 and f.stored and not f.picture
        and case
          when f.seq is null then f.at > now() - $4::bigint * interval '1 ms'
          else exists (
            select from history.entries e
            where e.room_id = f.room_id and e.seq = f.seq and e.actor_id = $2
              and e.client_id = $5)
        end
      order by i.place\
      """;

  private static final String COLLECTABLE =
      """
      (select f.id from history.files f
      where f.seq is null and not f.picture and f.at < now() - $1::bigint * interval '1 ms'
      limit $3)
      union
      (select f.id from history.files f
      where f.picture and f.at < now() - $1::bigint * interval '1 ms' and not exists (
        select from history.avatars a where a.file_id = f.id)
      limit $3)
      union
      (select l.id from history.loose_files l
      join history.files f on f.id = l.id
      where l.at < now() - $2::bigint * interval '1 ms' and not exists (
        select from history.entries e
        where e.room_id = f.room_id and e.seq = f.seq and e.kind = 'message'
          and not exists (
            select from history.changed c
            where c.room_id = e.room_id and c.seq = e.seq and c.deleted))
      limit $3)\
      """;

  private static final String SETTLE =
      """
      delete from history.loose_files l
      where l.at < now() - $1::bigint * interval '1 ms' and (
        not exists (select from history.files f where f.id = l.id)
        or exists (
          select from history.files f
          join history.entries e
            on e.room_id = f.room_id and e.seq = f.seq and e.kind = 'message'
          where f.id = l.id and not exists (
            select from history.changed c
            where c.room_id = e.room_id and c.seq = e.seq and c.deleted)))\
      """;

  private static final String SET_AVATAR =
      """
      insert into history.avatars (subject, file_id) values ($1, $2)
      on conflict (subject) do update set file_id = excluded.file_id\
      """;

  private static final String DROP_AVATAR = "delete from history.avatars where subject = $1";

  private static final String AVATAR =
      """
      select f.* from history.avatars a join history.files f on f.id = a.file_id
      where a.subject = $1 and f.stored\
      """;

  private static final String PICTURES =
      """
      select 'u' as kind, i.id, f.id as file
      from unnest($1::text[]) as i (id)
      join history.avatars a on a.subject = 'u:' || i.id
      join history.files f on f.id = a.file_id and f.stored
      union all
      select 'r', i.id, f.id
      from unnest($2::text[]) as i (id)
      join rooms.members m on m.room_id = i.id and m.user_id = $3
      join history.avatars a on a.subject = 'r:' || i.id
      join history.files f on f.id = a.file_id and f.stored\
      """;

  private final Database database;

  public SqlFiles(Database database) {
    this.database = database;
  }

  @Override
  public Future<Standing> standing(UserId person, RoomId room) {
    return database
        .query(STANDING, room.value(), person.value())
        .map(rows -> rows.size() == 0 ? Standing.NONE : standing(rows.iterator().next()));
  }

  private static Standing standing(Row row) {
    return switch (row.getString("role")) {
      case "owner", "moderator" -> Standing.LEADS;
      case "reader" -> Standing.READS;
      default -> row.getBoolean("muted") ? Standing.READS : Standing.WRITES;
    };
  }

  @Override
  public Future<Void> begin(Attachment file, UserId owner, RoomId room, boolean picture) {
    Size small = file.thumbnail();
    return database
        .query(
            BEGIN,
            file.id().value(),
            room == null ? "" : room.value(),
            owner.value(),
            file.name(),
            file.type(),
            file.size(),
            file.width(),
            file.height(),
            small == null ? null : small.width(),
            small == null ? null : small.height(),
            picture)
        .mapEmpty();
  }

  @Override
  public Future<Void> stored(FileId file) {
    return database.query(STORED, file.value()).mapEmpty();
  }

  @Override
  public Future<Void> forget(FileId file) {
    return database.query(FORGET, file.value()).mapEmpty();
  }

  @Override
  public Future<Optional<Attachment>> visible(UserId person, FileId file) {
    return database
        .query(VISIBLE, file.value(), person.value())
        .map(rows -> rows.stream().findFirst().map(SqlFiles::file));
  }

  @Override
  public Future<List<Attachment>> nameable(
      UserId owner, RoomId room, ClientId message, List<FileId> files, Duration within) {
    Object ids = files.stream().map(FileId::value).toArray(String[]::new);
    return database
        .query(NAMEABLE, ids, owner.value(), room.value(), within.toMillis(), message.value())
        .map(rows -> rows.stream().map(SqlFiles::file).toList());
  }

  @Override
  public Future<List<FileId>> collectable(Duration unnamed, Duration loose, int limit) {
    return database
        .query(SETTLE, loose.toMillis())
        .compose(
            ok -> database.query(COLLECTABLE, unnamed.toMillis(), loose.toMillis(), (long) limit))
        .map(rows -> rows.stream().map(row -> new FileId(row.getString("id"))).toList());
  }

  @Override
  public Future<Void> setAvatar(String subject, FileId file) {
    return (file == null
            ? database.query(DROP_AVATAR, subject)
            : database.query(SET_AVATAR, subject, file.value()))
        .mapEmpty();
  }

  @Override
  public Future<Optional<Attachment>> avatar(String subject) {
    return database
        .query(AVATAR, subject)
        .map(rows -> rows.stream().findFirst().map(SqlFiles::file));
  }

  @Override
  public Future<List<KnownPicture>> pictures(
      UserId reader, List<UserId> users, List<RoomId> rooms) {
    return database
        .query(
            PICTURES,
            users.stream().map(UserId::value).toArray(String[]::new),
            rooms.stream().map(RoomId::value).toArray(String[]::new),
            reader.value())
        .map(rows -> rows.stream().map(SqlFiles::picture).toList());
  }

  private static KnownPicture picture(Row row) {
    boolean person = row.getString("kind").equals("u");
    String id = row.getString("id");
    return new KnownPicture(
        person ? new UserId(id) : null, person ? null : new RoomId(id), row.getString("file"));
  }

  private static Attachment file(Row row) {
    Integer width = row.getInteger("thumbnail_width");
    return new Attachment(
        new FileId(row.getString("id")),
        row.getString("name"),
        row.getString("type"),
        row.getLong("size"),
        row.getInteger("width"),
        row.getInteger("height"),
        width == null ? null : new Size(width, row.getInteger("thumbnail_height")));
  }
}
