-- Who wants no direct messages from whom.
create table rooms.blocks (
  user_id    text collate "C" not null,
  blocked_id text collate "C" not null,
  -- As last heard of, like the name of a member.
  name       text not null,
  blocked_at timestamptz not null default now(),
  primary key (user_id, blocked_id)
);

create index blocks_in_order on rooms.blocks (user_id, blocked_at, blocked_id);
create index blocks_of_blocked on rooms.blocks (blocked_id, user_id);

grant select, insert, update, delete on rooms.blocks to tertulia_rooms;
