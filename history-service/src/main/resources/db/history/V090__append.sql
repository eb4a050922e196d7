-- The append function with the rights of a room. What it promises stands in V002 and holds
-- unchanged; besides:
--   not_allowed  the actor may only read, or others only may post here
--   muted        the actor may post again from the time given
--   slow_mode    the same, after a message of their own
--   archived     nobody may post here any more
--   blocked      one of the two people here has blocked the other

-- Whether a member may add an entry of this kind, but for slow mode. level: see heads.post_level.
-- What is no message (an edit, a reaction) asks for less: an announcement room has reactions.
create function history.judge(
  level smallint, role text, muted_until timestamptz, kind text, now_at timestamptz)
returns text
language sql immutable parallel safe
return case
  when level = 3 then 'archived'
  when level = 4 then 'blocked'
  when role = 'reader' then 'not_allowed'
  when muted_until > now_at then 'muted'
  when kind <> 'message' or level = 0 or role = 'owner' then 'ok'
  when level = 1 and role = 'moderator' then 'ok'
  else 'not_allowed'
end;

-- When a member of a slow room may post again, null when they never did.
create function history.next_turn(room text, actor text, slow_s int)
returns timestamptz
language sql stable parallel safe
return (
  select e.at + make_interval(secs => slow_s)
  from history.entries e
  where e.room_id = room and e.actor_id = actor and e.kind = 'message'
  order by e.at desc, e.seq desc
  limit 1);

revoke execute on function history.judge(smallint, text, timestamptz, text, timestamptz),
  history.next_turn(text, text, int) from public;
grant execute on function history.judge(smallint, text, timestamptz, text, timestamptz),
  history.next_turn(text, text, int) to tertulia_log;

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
  level    smallint;
  slow     int;
  member   record;
  until    timestamptz;
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
      returning h.last_seq, h.messages, h.last_at, h.post_level, h.slow_s
        into new_seq, new_no, new_at, level, slow;
      if not found then
        verdict := 'not_member';
        seq := null;
        at := null;
        return next;
        continue;
      end if;
      verdict := 'ok';
      until := null;
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
        select m.role, m.muted_until into member
        from rooms.members m where m.room_id = room and m.user_id = actor;
        if not found then
          verdict := 'not_member';
        else
          verdict := history.judge(level, member.role, member.muted_until, kinds[idx], new_at);
          if verdict = 'muted' then
            until := member.muted_until;
          elsif verdict = 'ok' and slow > 0 and kinds[idx] = 'message' and member.role = 'member'
          then
            until := history.next_turn(room, actor, slow);
            if until > new_at then
              verdict := 'slow_mode';
            end if;
          end if;
        end if;
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
        at := case when verdict = 'repeat' then old.at else until end;
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
  with asked as (
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
        else history.judge(h.post_level, m.role, m.muted_until, i.kind, now_at)
      end as verdict,
      m.muted_until,
      case
        when h.slow_s > 0 and m.role = 'member' and i.kind = 'message' and e.seq is null
          then greatest(
            history.next_turn(i.room_id, i.actor_id, h.slow_s),
            -- Of several in this very call only the first can have its turn.
            case when row_number() over (
              partition by i.room_id, i.actor_id, i.kind order by i.idx) > 1
              then now_at + make_interval(secs => h.slow_s) end)
      end as turn,
      case when i.client_id is null then i.idx
        else first_value(i.idx) over (
          partition by i.room_id, i.actor_id, i.client_id order by i.idx) end as first_idx
    from unnest(room_ids, actor_ids, actor_names, kinds, client_ids, bodies) with ordinality
      as i (room_id, actor_id, actor_name, kind, client_id, body, idx)
    -- Lateral with a limit: looked up row by row by index whatever the statistics say. A plan made
    -- while the tables were empty must not turn into reading all of them.
    left join lateral (
      select h.room_id, h.last_seq, h.messages, h.last_at, h.post_level, h.slow_s
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
  ), timed as (
    -- A repeat within this call shares the turn of the first.
    select a.*, case when a.client_id is null then a.turn
        else first_value(a.turn) over (
          partition by a.room_id, a.actor_id, a.client_id order by a.idx) end as own_turn
    from asked a
  ), judged as (
    select a.idx, a.room_id, a.actor_id, a.actor_name, a.kind, a.client_id, a.body, a.last_seq,
      a.messages, a.at, a.old_seq, a.old_at, a.first_idx,
      case when a.verdict = 'ok' and a.own_turn > now_at then 'slow_mode' else a.verdict end
        as verdict,
      case when a.verdict = 'muted' then a.muted_until else a.own_turn end as until
    from timed a
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
      when n.verdict in ('muted', 'slow_mode') then n.until
    end
  from numbered n
  order by n.idx;
end
$$;
