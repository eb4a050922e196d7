-- Search. What can be found stands in a table of its own that a worker fills from the log, so that
-- an append pays nothing for it in its commit. Everything here can be made again from the log.

-- One row a message, in the words it has now.
create table history.findable (
  room_id text collate "C" not null,
  seq     bigint not null,
  at      timestamptz not null,
  keys    bigint[] not null, -- its room, and the windows of time it lies in: history.find_keys
  words   tsvector not null, -- its words, folded, and what it has: '#link', '#file', '@author' …
  primary key (room_id, seq)
);

-- Room, window and words in one index: a search in a window of time walks their lists side by side
-- and skips, so that it costs what the shortest list costs and not what a frequent word costs.
-- Without fastupdate: the worker inserts in batches anyway, and no search has to read through a
-- list of rows that are not indexed yet.
create index findable_words on history.findable using gin (keys, words) with (fastupdate = off);

-- The words there are, for searching a part of one. Triples of characters are cut by the service:
-- pg_trgm cuts letters beyond ASCII only where the database's locale knows them.
create table history.vocabulary (
  word  text collate "C" primary key,
  grams text[] collate "C" not null
);
create index vocabulary_grams on history.vocabulary using gin (grams) with (fastupdate = off);

-- Up to where the worker has followed the log: a snapshot, see the query of heads, and the life of
-- the data it belongs to. Whoever holds this row is the one that works.
create table history.search_state (
  one      boolean primary key default true check (one),
  epoch    text collate "C",
  snapshot text collate "C"
);
insert into history.search_state default values;

-- Messages to look at again.
create table history.stale (
  room_id text collate "C" not null,
  seq     bigint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- What changes a message makes it stale, in the same transaction. Whole statements, not rows; and
-- nothing on inserting entries, which is the append.
create function history.make_stale() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into history.stale (room_id, seq) select distinct t.room_id, t.seq from touched t;
  return null;
end
$$;

create trigger changed_inserted after insert on history.changed
  referencing new table as touched for each statement execute function history.make_stale();
create trigger changed_updated after update on history.changed
  referencing new table as touched for each statement execute function history.make_stale();
create trigger changed_deleted after delete on history.changed
  referencing old table as touched for each statement execute function history.make_stale();
create trigger entries_updated after update on history.entries
  referencing new table as touched for each statement execute function history.make_stale();
create trigger entries_deleted after delete on history.entries
  referencing old table as touched for each statement execute function history.make_stale();

-- The key of a room, and the keys of the windows a time lies in: each 16 times as long as the one
-- before, from half a minute to a year. The service computes window keys alike (Windows.java).
create function history.room_key(room text) returns bigint
language sql immutable parallel safe
return (hashtextextended(room, 0) & 72057594037927935) | (7::bigint << 56);

create function history.find_keys(room text, at timestamptz) returns bigint[]
language sql stable parallel safe
return (
  select array[history.room_key(room), t.ms >> 15,
    (1::bigint << 56) | (t.ms >> 19), (2::bigint << 56) | (t.ms >> 23),
    (3::bigint << 56) | (t.ms >> 27), (4::bigint << 56) | (t.ms >> 31),
    (5::bigint << 56) | (t.ms >> 35)]
  from (select floor(extract(epoch from at) * 1000)::bigint as ms) t);

revoke execute on all functions in schema history from public;
grant execute on function history.room_key(text), history.find_keys(text, timestamptz)
  to tertulia_history;
grant select, insert, update, delete
  on history.findable, history.vocabulary, history.search_state, history.stale
  to tertulia_history;

-- The trigger runs as the role of the log, whoever changes something.
grant create on schema history to tertulia_log;
alter function history.make_stale() owner to tertulia_log;
revoke create on schema history from tertulia_log;
