-- The room log. Every table leads with room_id, so that a distributed PostgreSQL can keep a room's
-- rows together. Texts that are ids compare byte by byte: the same order everywhere.

-- One row a room. Whoever appends locks it until commit: that makes the numbers of a room one
-- sequence without holes, in the order of commits.
create table history.heads (
  room_id   text collate "C" primary key,
  last_seq  bigint not null default 0,
  messages  bigint not null default 0, -- how many of the entries are messages
  last_at   timestamptz not null default '-infinity'
) with (fillfactor = 40, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500);

-- The log itself: rows are only ever added.
create table history.entries (
  room_id    text collate "C" not null,
  seq        bigint not null,
  kind       text collate "C" not null,
  actor_id   text collate "C" not null,
  actor_name text not null,
  at         timestamptz not null,
  client_id  text collate "C",
  body       text not null,            -- the kind's own fields, one JSON object, as clients get it
  msg_no     bigint not null,          -- how many messages there are up to and including this one
  xid        xid8 not null default pg_current_xact_id(),
  primary key (room_id, seq)
);

create unique index entries_client_id on history.entries (room_id, actor_id, client_id)
  where client_id is not null;

-- "What was appended since": see the query of heads for why transactions and not times.
create index entries_xid on history.entries (xid);

-- Messages as they are now.
create table history.messages (
  room_id    text collate "C" not null,
  seq        bigint not null,
  actor_id   text collate "C" not null,
  actor_name text not null,
  at         timestamptz not null,
  client_id  text collate "C",
  content    text,                     -- null once deleted
  reply_to   bigint,
  thread     bigint,
  edited_at  timestamptz,
  deleted    boolean not null default false,
  primary key (room_id, seq)
) with (fillfactor = 95);

create index messages_by_actor on history.messages (actor_id, at, room_id, seq);
create index messages_by_actor_in_room on history.messages (room_id, actor_id, seq);
create index messages_deleted on history.messages (room_id, seq) where deleted;

-- How far each person has read. No row: up to where they joined.
create table history.reads (
  room_id text collate "C" not null,
  user_id text collate "C" not null,
  seq     bigint not null,
  primary key (room_id, user_id)
) with (fillfactor = 80);

-- One random row, made with the database.
create table history.epoch (
  one    boolean primary key default true check (one),
  random uuid not null default gen_random_uuid()
);
insert into history.epoch default values;
