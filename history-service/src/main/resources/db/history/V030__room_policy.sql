-- What a room lets its members do is kept beside its head: the append function holds that row
-- anyway, so that the check costs no further lookup and is of the same moment as the number.
alter table history.heads
  -- Who may post: 0 members and above, 1 moderators and above, 2 owners, 3 nobody since the room is
  -- archived, 4 nobody since one of two people blocked the other.
  add column post_level smallint not null default 0 check (post_level between 0 and 4),
  -- Seconds between two messages of the same member; 0 for none. Moderators and owners need not wait.
  add column slow_s     integer not null default 0 check (slow_s >= 0),
  -- Up to here the log has lost its content: see purge.
  add column purged_seq bigint not null default 0;

-- room-service tells what it has decided, in the transaction of the change.
create function history.set_policy(room text, level int, slow int)
returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
  update history.heads h set post_level = level, slow_s = slow where h.room_id = room
$$;

revoke execute on function history.set_policy(text, int, int) from public;
grant execute on function history.set_policy(text, int, int) to tertulia_rooms;
grant create on schema history to tertulia_log;
alter function history.set_policy(text, int, int) owner to tertulia_log;
revoke create on schema history from tertulia_log;
