package chat.tertulia.bench.contender;

/** The room log's table as the baseline of durable sends has it: the same columns and indexes. */
public final class InsertTable {
  public static final String CREATE =
      """
      create table if not exists entries (
        room_id text collate "C" not null,
        seq bigint not null,
        kind text collate "C" not null,
        actor_id text collate "C" not null,
        actor_name text not null,
        at timestamptz not null,
        client_id text collate "C",
        body text not null,
        primary key (room_id, seq)
      );
      create table if not exists heads (
        room_id text collate "C" primary key,
        last_seq bigint not null
      ) with (fillfactor = 40);
      create unique index if not exists entries_client_id
        on entries (room_id, actor_id, client_id) where client_id is not null
      """;

  public static final String INSERT =
      """
      insert into entries (room_id, seq, kind, actor_id, actor_name, at, client_id, body)
      values ($1, $2, $3, $4, $5, $6, $7, $8)
      """;

  /** The same with the room's next number instead of one given. */
  public static final String INSERT_NUMBERED =
      """
      with head as (
        insert into heads (room_id, last_seq) values ($1, 1)
        on conflict (room_id) do update set last_seq = heads.last_seq + 1
        returning last_seq
      )
      insert into entries (room_id, seq, kind, actor_id, actor_name, at, client_id, body)
      select $1, last_seq, $2, $3, $4, $5, $6, $7 from head
      returning seq
      """;

  static final String COUNT = "select count(*) from entries where kind = 'message'";

  /** The same question to Tertulia's own log. */
  static final String COUNT_LOG = "select count(*) from history.entries where kind = 'message'";

  private InsertTable() {}
}
