-- Rooms, who is in them, and how one gets in. A room's own row is the lock of every change of its
-- membership; the matching log entry is appended in the same transaction.

create table rooms.rooms (
  id            text collate "C" primary key,
  name          text not null,
  kind          text not null check (kind in ('public', 'private', 'instant', 'direct')),
  topic         text not null,
  code          text collate "C" unique,
  password_hash text,
  -- digest of the sorted ids of a direct room's people
  direct_key    text collate "C" unique,
  created_by    text collate "C" not null,
  created_at    timestamptz not null default now(),
  -- since when nobody is in it
  empty_since   timestamptz,
  member_count  integer not null check (member_count >= 0),
  -- the name without case and accents, cut: the directory's order
  name_key      text collate "C" not null,
  -- name and topic without case and accents: what the directory looks in
  search_text   text not null,
  check ((kind = 'instant') = (code is not null)),
  check ((kind = 'direct') = (direct_key is not null)),
  check (password_hash is null or kind = 'private'),
  check ((empty_since is not null) = (member_count = 0))
);

create index rooms_directory on rooms.rooms (name_key, id) where kind = 'public';
create index rooms_empty on rooms.rooms (empty_since) where empty_since is not null;

create table rooms.members (
  room_id     text collate "C" not null references rooms.rooms (id) on delete cascade,
  user_id     text collate "C" not null,
  -- display name as last heard of: a hint, the account is the truth
  name        text not null,
  -- end of the access token the name is from: a name from an older token does not replace it
  name_from   timestamptz not null,
  role        text not null check (role in ('owner', 'moderator', 'member', 'reader')),
  -- number of the entry that says so
  joined_seq  bigint not null,
  joined_at   timestamptz not null,
  muted_until timestamptz,
  primary key (room_id, user_id)
);

create index members_of_user on rooms.members (user_id, room_id);
create unique index members_by_joining on rooms.members (room_id, joined_seq);
create index members_by_role on rooms.members (room_id, role, joined_seq);

create table rooms.bans (
  room_id   text collate "C" not null references rooms.rooms (id) on delete cascade,
  user_id   text collate "C" not null,
  banned_by text collate "C" not null,
  banned_at timestamptz not null default now(),
  primary key (room_id, user_id)
);

create table rooms.invites (
  id         text collate "C" primary key,
  room_id    text collate "C" not null references rooms.rooms (id) on delete cascade,
  code       text collate "C" not null unique,
  created_by text collate "C" not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- null: no limit
  uses_left  integer check (uses_left >= 0)
);

create index invites_of_room on rooms.invites (room_id, created_at, id);
create index invites_by_end on rooms.invites (expires_at);

-- Part words in the directory are found by trigrams where the extension is to be had; without it
-- the same search reads the public rooms one by one.
do $$
declare
  home text;
begin
  begin
    create extension if not exists pg_trgm schema public;
  exception when others then
    raise notice 'pg_trgm is not available: %', sqlerrm;
  end;
  select n.nspname into home
    from pg_extension e join pg_namespace n on n.oid = e.extnamespace
   where e.extname = 'pg_trgm';
  if home is not null then
    execute format(
      'create index rooms_search on rooms.rooms using gin (search_text %I.gin_trgm_ops)'
      || ' where kind = ''public''', home);
  end if;
end
$$;

grant usage on schema rooms to tertulia_rooms, tertulia_history;
grant select, insert, update, delete on rooms.rooms, rooms.members, rooms.bans, rooms.invites
  to tertulia_rooms;
grant select on rooms.members to tertulia_history;
