-- The owner of what runs with more rights than its caller. Nobody signs in as it, and it may do
-- exactly what history-service may.
do $$
begin
  create role tertulia_log nologin;
exception
  when duplicate_object or unique_violation then null; -- another database of this server made it
end
$$;

-- Whether two bodies of the same client id mean the same request. What the server adds to a body
-- may differ between the first time and a repeat; what the client said may not.
create function history.same_request(kind_a text, body_a text, kind_b text, body_b text)
returns boolean
language sql immutable parallel safe
return kind_a = kind_b and (
  body_a = body_b
  or kind_a = 'message'
    and body_a::json ->> 'content' is not distinct from body_b::json ->> 'content'
    and body_a::json ->> 'replyTo' is not distinct from body_b::json ->> 'replyTo'
    and body_a::json ->> 'thread' is not distinct from body_b::json ->> 'thread');

-- Appends entries to the logs of any rooms, all or nothing, and says for each what became of it:
--   ok           appended, with its number and time
--   repeat       this client id was appended before: number and time of then
--   id_reused    this client id was appended before with other content
--   not_member   the actor is not in the room, or there is no such room
--   not_allowed  the actor may only read, or is muted
-- Kinds member and room come from room-service, which has decided already; they make the room's
-- head when it is missing.
--
-- The heads are locked first, in the order of their ids, so that two calls cannot wait for each
-- other, and so that the statement after it, which under read committed takes a new snapshot,
-- sees every earlier append to these rooms and the membership that went with it.
create function history.append(
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
  now_at timestamptz;
begin
  if kinds && array['member', 'room'] then
    insert into history.heads (room_id)
    select distinct i.room_id collate "C" as room_id
    from unnest(room_ids, kinds) as i (room_id, kind)
    where i.kind in ('member', 'room')
    order by room_id
    on conflict do nothing;
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
  ), new_messages as (
    insert into history.messages
      (room_id, seq, actor_id, actor_name, at, client_id, content, reply_to, thread)
    select n.room_id, n.new_seq, n.actor_id, n.actor_name, n.at, n.client_id,
      b.content, b."replyTo", b.thread
    from numbered n,
      json_to_record(n.body::json) as b (content text, "replyTo" bigint, thread bigint)
    where n.fresh and n.kind = 'message'
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

-- Everything of one room, gone for good. room-service calls it in the transaction that removes
-- the room.
create function history.remove_room(room text)
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  -- The head first: an append that waits for it finds nothing afterwards.
  delete from history.heads h where h.room_id = room;
  delete from history.messages m where m.room_id = room;
  delete from history.entries e where e.room_id = room;
  delete from history.reads r where r.room_id = room;
end
$$;

-- Names this life of the data: another after the database is made anew, restored from a dump
-- (another row version, database or cluster) or rolled back to a point in time (another
-- timeline). A crash and its recovery change nothing.
create function history.current_epoch()
returns text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  cluster_id text;
  timeline   text;
  life       text;
begin
  if pg_is_in_recovery() then
    raise exception 'the server is still recovering' using errcode = 'cannot_connect_now';
  end if;
  begin
    select s.system_identifier::text into cluster_id from pg_control_system() s;
  exception when insufficient_privilege then
    cluster_id := '';
  end;
  begin
    timeline := substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8);
  exception when insufficient_privilege then
    timeline := '';
  end;
  select concat_ws(' ', e.random, e.xmin, d.oid, cluster_id, timeline) into strict life
  from history.epoch e, pg_database d
  where d.datname = current_database();
  return left(md5(life), 20);
end
$$;
