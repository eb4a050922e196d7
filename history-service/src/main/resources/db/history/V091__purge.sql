-- Takes the content out of a log that is older than its room keeps it, a bounded number of entries
-- at a time. The numbers stay: each entry remains as a marker of kind purged, so that whoever reads
-- over them still counts without a hole. What tells who came and went and how the room was called
-- stays as it is. Says up to which number the log is purged now, and whether there is more to do;
-- nothing when there was nothing.
--
-- Times never go back within a room, so what is too old is a beginning of the log.
create function history.purge(room text, older_than timestamptz, most int)
returns table (purged bigint, more boolean)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set lock_timeout = '2s'
as $$
declare
  begin_at bigint;
  end_at   bigint;
  seen     bigint;
begin
  select h.purged_seq into begin_at from history.heads h where h.room_id = room for no key update;
  if not found then
    return;
  end if;
  select max(n.seq) filter (where n.at < older_than), count(*) into end_at, seen
  from (
    select e.seq, e.at from history.entries e
    where e.room_id = room and e.seq > begin_at
    order by e.seq
    limit most
  ) n;
  if end_at is null then
    return;
  end if;

  update history.entries e set kind = 'purged', body = '{}'
  where e.room_id = room and e.seq > begin_at and e.seq <= end_at
    and e.kind not in ('member', 'room', 'purged');
  delete from history.changed c where c.room_id = room and c.seq > begin_at and c.seq <= end_at;
  delete from history.reactions r where r.room_id = room and r.seq > begin_at and r.seq <= end_at;
  delete from history.pins p where p.room_id = room and p.seq > begin_at and p.seq <= end_at;
  delete from history.mentions m where m.room_id = room and m.seq > begin_at and m.seq <= end_at;
  -- A thread goes with the message it began with.
  delete from history.replies r
  where r.room_id = room and (r.seq > begin_at and r.seq <= end_at or r.thread <= end_at);
  delete from history.threads t where t.room_id = room and t.thread <= end_at;
  delete from history.thread_marks t where t.room_id = room and t.thread <= end_at;

  update history.heads h set purged_seq = end_at where h.room_id = room;
  purged := end_at;
  more := end_at = begin_at + most;
  return next;
end
$$;

-- A request that is repeated after its entry was purged gets the number of then. What the server
-- adds to a body may differ between the first time and a repeat: whom a text names,
-- what a forwarded message says by then.
create or replace function history.same_request(
  kind_a text, body_a text, kind_b text, body_b text)
returns boolean
language sql immutable parallel safe
return kind_a = 'purged' or kind_a = kind_b and (
  body_a = body_b
  or kind_a = 'message'
    and (body_a::json #>> '{forwarded,roomId}')
      is not distinct from (body_b::json #>> '{forwarded,roomId}')
    and (body_a::json #>> '{forwarded,seq}')
      is not distinct from (body_b::json #>> '{forwarded,seq}')
    and (body_a::json -> 'forwarded' is not null
      or body_a::json ->> 'content' is not distinct from body_b::json ->> 'content')
    and body_a::json ->> 'replyTo' is not distinct from body_b::json ->> 'replyTo'
    and body_a::json ->> 'thread' is not distinct from body_b::json ->> 'thread'
  or kind_a = 'edit'
    and body_a::json ->> 'target' is not distinct from body_b::json ->> 'target'
    and body_a::json ->> 'content' is not distinct from body_b::json ->> 'content');

revoke execute on function history.purge(text, timestamptz, int) from public;
grant execute on function history.purge(text, timestamptz, int) to tertulia_rooms;
grant create on schema history to tertulia_log;
alter function history.purge(text, timestamptz, int) owner to tertulia_log;
revoke create on schema history from tertulia_log;
