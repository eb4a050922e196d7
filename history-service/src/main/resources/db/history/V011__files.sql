-- Files that messages name, and the pictures of people and rooms. Here is what is known of them;
-- their bytes are in a folder or an object store under the same id.
create table history.files (
  id       text collate "C" primary key,
  room_id  text collate "C" not null, -- empty for a picture of a person
  owner_id text collate "C" not null,
  seq      bigint,                    -- the message that names it
  name     text not null,
  type     text collate "C" not null,
  size     bigint not null,
  width    int,
  height   int,
  thumbnail_width  int,
  thumbnail_height int,
  at       timestamptz not null default now(),
  stored   boolean not null default false, -- whether the bytes are there
  picture  boolean not null default false  -- of a person or a room, and not of a message
);

-- What waits to be named, or is not a picture any more: what the collector looks at.
create index files_unnamed on history.files (at) where seq is null and not picture;
create index files_pictures on history.files (at) where picture;
create index files_of_message on history.files (room_id, seq) where seq is not null;

-- The present picture of each person and room.
create table history.avatars (
  subject text collate "C" primary key,
  file_id text collate "C" not null
);
create index avatars_file on history.avatars (file_id);

-- Files whose message was changed: perhaps it does not exist any more.
create table history.loose_files (
  id text collate "C" not null,
  at timestamptz not null default now()
);

-- See V010: what changes a message makes it stale, and its files are looked at again.
create or replace function history.make_stale() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
begin
  insert into history.stale (room_id, seq) select distinct t.room_id, t.seq from touched t;
  insert into history.loose_files (id)
  select f.id from touched t join history.files f on f.room_id = t.room_id and f.seq = t.seq;
  return null;
end
$$;

-- A message that names files makes them its own, in its own transaction. Only such messages pay.
create function history.name_files() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update history.files f set seq = new.seq
  from json_array_elements(new.body::json -> 'attachments') a
  where f.id = a ->> 'id' and f.room_id = new.room_id and f.owner_id = new.actor_id
    and f.seq is null and f.stored and not f.picture;
  return null;
end
$$;

create trigger entries_name_files after insert on history.entries
  for each row when (new.kind = 'message' and new.body like '%"attachments":[{"id":"%')
  execute function history.name_files();

revoke execute on all functions in schema history from public;
grant select, insert, update, delete
  on history.files, history.avatars, history.loose_files to tertulia_history;
grant create on schema history to tertulia_log;
alter function history.name_files() owner to tertulia_log;
revoke create on schema history from tertulia_log;
