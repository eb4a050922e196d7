-- What a room can be set to, what its people make of it for themselves, and who may be in it.

alter table rooms.rooms
  add column description    text not null default '',
  -- Least role that may post.
  add column post_by        text collate "C" not null default 'member'
    check (post_by in ('owner', 'moderator', 'member')),
  -- Seconds between two messages of the same member, 0 for none.
  add column slow_s         integer not null default 0 check (slow_s >= 0),
  add column archived_at    timestamptz,
  -- Whether who joins from now on sees what was said before.
  add column newcomers_see  text collate "C" not null default 'all'
    check (newcomers_see in ('all', 'joined')),
  -- Days that content is kept, null for good.
  add column retention_days integer check (retention_days > 0),
  -- When content is looked for next that is older than that.
  add column purge_at       timestamptz;

create index rooms_to_purge on rooms.rooms (purge_at) where purge_at is not null;

alter table rooms.members
  -- Number of the first entry that this member may see the content of.
  add column visible_from bigint not null default 0;

alter table rooms.bans
  -- As last heard of, like the name of a member.
  add column name   text not null default '',
  add column reason text,
  -- End of the ban, null for good.
  add column until  timestamptz;

create index bans_by_end on rooms.bans (until) where until is not null;
create index bans_in_order on rooms.bans (room_id, banned_at, user_id);

-- Who came in by an invitation.
create table rooms.invite_uses (
  invite_id text collate "C" not null references rooms.invites (id) on delete cascade,
  user_id   text collate "C" not null,
  name      text not null,
  used_at   timestamptz not null default now(),
  primary key (invite_id, used_at, user_id)
);

-- What one person has set for themselves. No row: as it comes.
create table rooms.preferences (
  room_id      text collate "C" not null references rooms.rooms (id) on delete cascade,
  user_id      text collate "C" not null,
  favourite    boolean not null default false,
  muted        boolean not null default false,
  notify_level text collate "C" not null default 'all'
    check (notify_level in ('all', 'mentions', 'none')),
  -- Out of sight until the log goes on past this number; null: in sight.
  hidden_at    bigint,
  primary key (room_id, user_id)
);

grant select, insert, update, delete on rooms.invite_uses, rooms.preferences to tertulia_rooms;
