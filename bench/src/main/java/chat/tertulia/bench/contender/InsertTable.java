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
      create unique index if not exists entries_client_id
        on entries (room_id, actor_id, client_id) where client_id is not null
      """;

  public static final String INSERT =
      """
      insert into entries (room_id, seq, kind, actor_id, actor_name, at, client_id, body)
      values ($1, $2, $3, $4, $5, $6, $7, $8)
      """;

  static final String COUNT = "select count(*) from entries where kind = 'message'";

  /** The same question to Tertulia's own log. */
  static final String COUNT_LOG = "select count(*) from history.entries where kind = 'message'";

  private InsertTable() {}
}
