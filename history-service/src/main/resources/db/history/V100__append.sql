-- Cheaper appends and look-ups by number.
--
-- A person's messages in a room, by time. The index before held the number as its last key, so that
-- a plan made while the tables were empty looked a message up by room and number in it, through all
-- that the room holds, instead of in the primary key. Who wants this index says `like`, which no
-- other question implies.
create index entries_of_person on history.entries (room_id, actor_id, at) include (seq)
  where kind like 'message';
drop index history.entries_own;

-- When a member of a slow room may post again, null when they never did.
create or replace function history.next_turn(room text, actor text, slow_s int)
returns timestamptz
language sql stable parallel safe
return (
  select e.at + make_interval(secs => slow_s)
  from history.entries e
  where e.room_id = room and e.actor_id = actor and e.kind like 'message'
  order by e.at desc
  limit 1);

-- What follows from a message's text was noted by triggers. Their conditions are read from the
-- catalogue and prepared anew for every INSERT, which took longer than inserting the row: the one
-- function that adds messages asks itself.
drop trigger note_message on history.entries;
drop trigger entries_name_files on history.entries;
drop function history.note_message();
drop function history.name_files();

-- Whether more follows from a message than its entry: it names somebody, is in a thread, has files.
-- Within a JSON text every quote of the content is escaped, so these are found in the body's own
-- fields only.
create function history.says_more(body text)
returns boolean
language sql immutable parallel safe
return strpos(body, '"mentions":[]') = 0 or strpos(body, '"thread":') > 0
  or strpos(body, '"audience":') > 0 or strpos(body, '"attachments":[{"id":"') > 0;

-- Notes what follows from a new message.
create function history.note_posted(
  room text, message bigint, author text, made timestamptz, body text)
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  said      constant json := body::json;
  in_thread constant bigint := coalesce((said ->> 'thread')::bigint, 0);
begin
  if in_thread <> 0 then
    perform history.note_reply(room, in_thread, message, author);
    insert into history.threads as t (room_id, thread, last_seq, last_at)
    values (room, in_thread, message, made)
    on conflict (room_id, thread) do update
    set last_seq = greatest(t.last_seq, excluded.last_seq),
      last_at = greatest(t.last_at, excluded.last_at);
    insert into history.thread_marks (room_id, user_id, thread, follows, seq)
    select e.room_id, e.actor_id, in_thread, true, in_thread
    from history.entries e where e.room_id = room and e.seq = in_thread
    on conflict do nothing;
    insert into history.thread_marks as t (room_id, user_id, thread, follows, seq)
    values (room, author, in_thread, true, message)
    on conflict (room_id, user_id, thread) do update
    set follows = true, seq = greatest(t.seq, excluded.seq);
  end if;
  perform history.note_mentions(room, message, in_thread, author, made, said);
  -- A message that names files makes them its own.
  if said -> 'attachments' is not null then
    update history.files f set seq = message
    from json_array_elements(said -> 'attachments') a
    where f.id = a ->> 'id' and f.room_id = room and f.owner_id = author
      and f.seq is null and f.stored and not f.picture;
  end if;
end
$$;

-- What the view of messages reads must be readable: one entry that is not would spoil every page
-- with it. A constraint of the table said so and cost a twelfth of an append, since it is read from
-- the catalogue anew for every INSERT too.
alter table history.entries drop constraint entries_body;
create function history.is_readable(kind text, body text)
returns boolean
language sql immutable parallel safe
return case
  when kind = 'message' then (body::json ->> 'content') is not null
  else body::json is not null
end;

revoke execute on function history.says_more(text), history.is_readable(text, text),
  history.note_posted(text, bigint, text, timestamptz, text) from public;
grant execute on function history.says_more(text), history.is_readable(text, text),
  history.note_posted(text, bigint, text, timestamptz, text) to tertulia_log;

-- See V002 and V090 for what it promises; that holds unchanged. Few drafts are appended one after the
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
  posted   record;
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
        if not history.is_readable(kinds[idx], bodies[idx]) then
          raise check_violation using message = 'a body that is not readable';
        end if;
        insert into history.entries
          (room_id, seq, kind, actor_id, actor_name, at, client_id, body, msg_no)
        values
          (room, new_seq, kinds[idx], actor, actor_names[idx], new_at, client, bodies[idx], new_no);
        if counted = 1 and history.says_more(bodies[idx]) then
          perform history.note_posted(room, new_seq, actor, new_at, bodies[idx]);
        end if;
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

  if exists (
    select from unnest(kinds, bodies) as i (kind, body)
    where not history.is_readable(i.kind, i.body))
  then
    raise check_violation using message = 'a body that is not readable';
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

  if exists (
    select from unnest(kinds, bodies) as i (kind, body)
    where i.kind = 'message' and history.says_more(i.body))
  then
    for posted in
      select e.room_id, e.seq, e.actor_id, e.at, e.body
      from (
        select distinct i.room_id, i.actor_id, i.client_id
        from unnest(room_ids, actor_ids, client_ids, kinds, bodies)
          as i (room_id, actor_id, client_id, kind, body)
        where i.kind = 'message' and history.says_more(i.body)
      ) n
      cross join lateral (
        select e.room_id, e.seq, e.actor_id, e.at, e.body
        from history.entries e
        where e.room_id = n.room_id and e.actor_id = n.actor_id and e.client_id = n.client_id
          -- What was there before this call was noted then, and may have changed since.
          and e.xid = pg_current_xact_id()
        limit 1
      ) e
      order by e.room_id, e.seq
    loop
      perform history.note_posted(
        posted.room_id, posted.seq, posted.actor_id, posted.at, posted.body);
    end loop;
  end if;
end
$$;
