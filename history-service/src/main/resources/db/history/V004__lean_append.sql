-- A message is stored once. Until now every append wrote its text and its ids a second time, into
-- a table of messages with four indexes of its own, which was half of what an append cost. Now
-- only what became of a message later is kept beside the log.

-- A person's own messages in a room. Times never go back within a room, so this is also their
-- order by number, and a place in it can be found by time or by number. Before all that stops
-- readers: while it is built only appends wait.
create index entries_own on history.entries (room_id, actor_id, at, seq) where kind = 'message';

-- Messages that are not as they were posted any more: their state now.
create table history.changed (
  room_id   text collate "C" not null,
  seq       bigint not null,
  actor_id  text collate "C" not null, -- who posted it
  content   text,                      -- null once deleted
  edited_at timestamptz,
  deleted   boolean not null default false,
  primary key (room_id, seq)
) with (fillfactor = 80);

create index changed_deleted on history.changed (room_id, seq) where deleted;

insert into history.changed (room_id, seq, actor_id, content, edited_at, deleted)
select m.room_id, m.seq, m.actor_id, m.content, m.edited_at, m.deleted
from history.messages m
where m.deleted or m.edited_at is not null;

drop table history.messages;

-- Messages as they are now, under the name and with the columns they always had.
create view history.messages as
select e.room_id, e.seq, e.actor_id, e.actor_name, e.at, e.client_id,
  case when c.seq is null then e.body::json ->> 'content' else c.content end as content,
  (e.body::json ->> 'replyTo')::bigint as reply_to,
  (e.body::json ->> 'thread')::bigint as thread,
  c.edited_at, coalesce(c.deleted, false) as deleted
from history.entries e
left join history.changed c on c.room_id = e.room_id and c.seq = e.seq
where e.kind = 'message';

-- What the view reads must be readable: one entry that is not would spoil every page with it.
alter table history.entries add constraint entries_body check (
  case
    when kind = 'message' then (body::json ->> 'content') is not null
    else body::json is not null
  end) not valid;

grant select on history.changed, history.messages to tertulia_history;
grant insert, update, delete on history.changed to tertulia_log;

-- See V002 for what it promises; that holds unchanged. Few drafts are appended one after the
-- other by short statements, since starting the one statement that does them all takes longer
-- than they do; many are appended by that one statement.
create or replace function history.append(
  room_ids text[], actor_ids text[], actor_names text[], kinds text[], client_ids text[],
  bodies text[])
returns table (idx int, verdict text, seq bigint, at timestamptz)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set lock_timeout = '2s'
as $$
#variable_conflict use_column
declare
  few constant int := 4;
  how_many constant int := cardinality(room_ids);
  places   int[] := array[1];
  now_at   timestamptz;
  room     text;
  actor    text;
  client   text;
  is_decided  boolean;
  counted  int;
  new_seq  bigint;
  new_no   bigint;
  new_at   timestamptz;
  role     text;
  is_muted boolean;
  old      record;
begin
  if kinds && array['member', 'room'] then
    insert into history.heads (room_id)
    select distinct i.room_id collate "C" as room_id
    from unnest(room_ids, kinds) as i (room_id, kind)
    where i.kind in ('member', 'room')
    order by room_id
    on conflict do nothing;
  end if;

  if how_many <= few then
    -- In the order of the rooms' ids, as the heads are locked below.
    if how_many <> 1 then
      places := array(
        select i.place::int from unnest(room_ids) with ordinality as i (room_id, place)
        order by i.room_id collate "C", i.place);
    end if;
    foreach idx in array places loop
      room := room_ids[idx];
      actor := actor_ids[idx];
      client := client_ids[idx];
      is_decided := kinds[idx] in ('member', 'room');
      counted := case when kinds[idx] = 'message' then 1 else 0 end;
      -- Takes the number together with the lock; a draft that is refused gives it back.
      update history.heads h
      set last_seq = h.last_seq + 1, messages = h.messages + counted,
        last_at = greatest(h.last_at, date_trunc('milliseconds', clock_timestamp()))
      where h.room_id = room
      returning h.last_seq, h.messages, h.last_at into new_seq, new_no, new_at;
      if not found then
        verdict := 'not_member';
        seq := null;
        at := null;
        return next;
        continue;
      end if;
      verdict := 'ok';
      if client is not null then
        select e.seq, e.at, e.kind, e.body into old
        from history.entries e
        where e.room_id = room and e.actor_id = actor and e.client_id = client;
        if found then
          verdict := case when history.same_request(old.kind, old.body, kinds[idx], bodies[idx])
            then 'repeat' else 'id_reused' end;
        end if;
      end if;
      if verdict = 'ok' and not is_decided then
        select m.role, coalesce(m.muted_until > clock_timestamp(), false) into role, is_muted
        from rooms.members m where m.room_id = room and m.user_id = actor;
        verdict := case
          when not found then 'not_member'
          when role = 'reader' or is_muted then 'not_allowed'
          else 'ok'
        end;
      end if;
      if verdict = 'ok' then
        insert into history.entries
          (room_id, seq, kind, actor_id, actor_name, at, client_id, body, msg_no)
        values
          (room, new_seq, kinds[idx], actor, actor_names[idx], new_at, client, bodies[idx], new_no);
        seq := new_seq;
        at := new_at;
      else
        update history.heads h
        set last_seq = new_seq - 1, messages = new_no - counted
        where h.room_id = room;
        seq := case when verdict = 'repeat' then old.seq end;
        at := case when verdict = 'repeat' then old.at end;
      end if;
      return next;
    end loop;
    return;
  end if;

  perform 1 from history.heads h
  where h.room_id = any (room_ids)
  order by h.room_id
  for no key update;

  now_at := date_trunc('milliseconds', clock_timestamp());

  return query
  with judged as (
    select i.idx, i.room_id, i.actor_id, i.actor_name, i.kind, i.client_id, i.body,
      h.last_seq, h.messages, greatest(h.last_at, now_at) as at,
      e.seq as old_seq, e.at as old_at,
      case
        when e.seq is not null then
          case when history.same_request(e.kind, e.body, i.kind, i.body)
            then 'repeat' else 'id_reused' end
        when h.room_id is null then 'not_member'
        when i.kind in ('member', 'room') then 'ok'
        when m.user_id is null then 'not_member'
        when m.role = 'reader' or m.muted_until > now_at then 'not_allowed'
        else 'ok'
      end as verdict,
      case when i.client_id is null then i.idx
        else first_value(i.idx) over (
          partition by i.room_id, i.actor_id, i.client_id order by i.idx) end as first_idx
    from unnest(room_ids, actor_ids, actor_names, kinds, client_ids, bodies) with ordinality
      as i (room_id, actor_id, actor_name, kind, client_id, body, idx)
    -- Lateral with a limit: looked up row by row by index whatever the statistics say. A plan made
    -- while the tables were empty must not turn into reading all of them.
    left join lateral (
      select h.room_id, h.last_seq, h.messages, h.last_at
      from history.heads h where h.room_id = i.room_id limit 1
    ) h on true
    left join lateral (
      select m.user_id, m.role, m.muted_until
      from rooms.members m where m.room_id = i.room_id and m.user_id = i.actor_id limit 1
    ) m on true
    left join lateral (
      select e.seq, e.at, e.kind, e.body
      from history.entries e
      where e.room_id = i.room_id and e.actor_id = i.actor_id and e.client_id = i.client_id
        and e.client_id is not null
      limit 1
    ) e on true
  ), numbered as (
    select j.*, j.verdict = 'ok' and j.first_idx = j.idx as fresh,
      j.last_seq + count(*) filter (where j.verdict = 'ok' and j.first_idx = j.idx) over w
        as new_seq,
      j.messages + count(*) filter (
        where j.verdict = 'ok' and j.first_idx = j.idx and j.kind = 'message') over w as msg_no
    from judged j
    window w as (partition by j.room_id order by j.idx)
  ), new_entries as (
    insert into history.entries
      (room_id, seq, kind, actor_id, actor_name, at, client_id, body, msg_no)
    select n.room_id, n.new_seq, n.kind, n.actor_id, n.actor_name, n.at, n.client_id, n.body,
      n.msg_no
    from numbered n where n.fresh
  ), new_heads as (
    update history.heads h
    set last_seq = t.last_seq, messages = t.messages, last_at = t.last_at
    from (
      select n.room_id, max(n.new_seq) as last_seq, max(n.msg_no) as messages,
        max(n.at) as last_at
      from numbered n where n.fresh
      group by n.room_id
    ) t
    where h.room_id = t.room_id
  )
  select n.idx::int,
    case
      when n.verdict <> 'ok' or n.fresh then n.verdict
      -- The second of two equal client ids in this very call.
      when (select history.same_request(f.kind, f.body, n.kind, n.body)
        from numbered f where f.idx = n.first_idx) then 'repeat'
      else 'id_reused'
    end,
    case
      when n.fresh then n.new_seq
      when n.verdict = 'repeat' then n.old_seq
      when n.verdict = 'ok' then (
        select f.new_seq from numbered f
        where f.idx = n.first_idx
          and history.same_request(f.kind, f.body, n.kind, n.body))
    end,
    case
      when n.verdict = 'repeat' then n.old_at
      when n.verdict = 'ok' then n.at
    end
  from numbered n
  order by n.idx;
end
$$;

create or replace function history.remove_room(room text)
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  -- The head first: an append that waits for it finds nothing afterwards.
  delete from history.heads h where h.room_id = room;
  delete from history.changed c where c.room_id = room;
  delete from history.entries e where e.room_id = room;
  delete from history.reads r where r.room_id = room;
end
$$;
