-- What becomes of messages: edits, deletions, undoing either, reactions, pins. Each is an entry of
-- its own that names the number it changes; the state that follows from it is kept beside the log,
-- written in the transaction of the entry.

alter table history.changed
  add column mentions   text,             -- as the text now names people; null: never edited
  add column audience   text,             -- room or here, if the text now calls them all
  add column by_id      text collate "C", -- who deleted it
  add column by_name    text,
  add column reason     text,
  add column change_seq bigint;           -- the entry that made it what it is

-- What was done to a message, in order.
create index entries_target on history.entries
  (room_id, ((body::json ->> 'target')::bigint), seq) where kind in ('edit', 'delete');

create table history.reactions (
  room_id text collate "C" not null,
  seq     bigint not null,            -- of the message
  emoji   text collate "C" not null,
  user_id text collate "C" not null,
  place   bigint not null,            -- since which entry the message has this emoji: their order
  made    bigint not null,            -- the entry that says so
  primary key (room_id, seq, emoji, user_id)
);

create table history.pins (
  room_id text collate "C" not null,
  seq     bigint not null,            -- of the message
  made    bigint not null,            -- the entry that says so
  primary key (room_id, seq)
);
create index pins_newest on history.pins (room_id, made);

create or replace view history.messages as
select e.room_id, e.seq, e.actor_id, e.actor_name, e.at, e.client_id,
  case when c.seq is null then e.body::json ->> 'content' else c.content end as content,
  (e.body::json ->> 'replyTo')::bigint as reply_to,
  (e.body::json ->> 'thread')::bigint as thread,
  c.edited_at, coalesce(c.deleted, false) as deleted,
  case
    when c.deleted then null
    else coalesce(c.mentions, e.body::json ->> 'mentions')
  end as mentions,
  case
    when c.deleted then null
    when c.mentions is not null then c.audience
    else e.body::json ->> 'audience'
  end as audience,
  e.body::json ->> 'forwarded' as forwarded,
  c.by_id as deleted_by_id, c.by_name as deleted_by_name, c.reason,
  case when not coalesce(c.deleted, false) then e.body::json ->> 'attachments' end as attachments
from history.entries e
left join history.changed c on c.room_id = e.room_id and c.seq = e.seq
where e.kind = 'message';

-- Begins a change: locks the room's head, so that the statements after it see every earlier commit
-- on this room, and says whether the actor may add what is no message, and which messages exist
-- for them.
create function history.enter(
  room text, actor text,
  out verdict text, out role text, out until timestamptz, out visible_from bigint)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  level smallint;
begin
  select h.post_level into level
  from history.heads h where h.room_id = room for no key update;
  if not found then
    verdict := 'not_member';
    return;
  end if;
  select m.role, m.muted_until, m.visible_from into role, until, visible_from
  from rooms.members m where m.room_id = room and m.user_id = actor;
  verdict := case
    when not found then 'not_member'
    else history.judge(level, role, until, 'change', clock_timestamp())
  end;
end
$$;

-- Appends one entry that is no message to a room whose head is locked.
create function history.add_entry(
  room text, actor text, actor_name text, kind text, client text, body text,
  out seq bigint, out at timestamptz)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  counted bigint;
begin
  update history.heads h
  set last_seq = h.last_seq + 1,
    last_at = greatest(h.last_at, date_trunc('milliseconds', clock_timestamp()))
  where h.room_id = room
  returning h.last_seq, h.last_at, h.messages into seq, at, counted;
  insert into history.entries
    (room_id, seq, kind, actor_id, actor_name, at, client_id, body, msg_no)
  values (room, seq, kind, actor, actor_name, at, client, body, counted);
end
$$;

-- Changes the text of one's own message.
--   ok           done, with the entry's number and time
--   repeat       this client id was used for this before: number and time of then
--   id_reused    this client id was used before for something else
--   unchanged    the text is this already: number and time of the entry that made it so
--   not_member   the actor is not in the room, or there is no such room
--   not_allowed  the actor may not write now, or it is another's message
--   not_found    no message has this number
--   gone         the message is deleted
create function history.edit(
  room text, actor text, actor_name text, message bigint, client text, draft text)
returns table (verdict text, seq bigint, at timestamptz, kind text, body text)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set lock_timeout = '2s'
as $$
#variable_conflict use_column
declare
  entered record;
  old     record;
  now_is  record;
  fresh   constant text := draft::json ->> 'content';
begin
  entered := history.enter(room, actor);
  verdict := entered.verdict;
  at := case verdict when 'muted' then entered.until end;
  kind := 'edit';
  body := draft;
  if client is not null and verdict <> 'not_member' then
    select e.seq, e.at, e.kind, e.body into old
    from history.entries e
    where e.room_id = room and e.actor_id = actor and e.client_id = client;
    if found then
      verdict := case when history.same_request(old.kind, old.body, 'edit', draft)
        then 'repeat' else 'id_reused' end;
      seq := case verdict when 'repeat' then old.seq end;
      at := case verdict when 'repeat' then old.at end;
    end if;
  end if;
  if verdict = 'ok' then
    select e.actor_id, coalesce(c.deleted, false) as deleted, coalesce(c.change_seq, e.seq) as made,
      coalesce(c.content, e.body::json ->> 'content') as content
    into now_is
    from history.entries e
    left join history.changed c on c.room_id = e.room_id and c.seq = e.seq
    where e.room_id = room and e.seq = message and e.seq >= entered.visible_from
      and e.kind = 'message';
    verdict := case
      when not found then 'not_found'
      when now_is.actor_id <> actor then 'not_allowed'
      when now_is.deleted then 'gone'
      when now_is.content = fresh then 'unchanged'
      else 'ok'
    end;
    if verdict = 'unchanged' then
      select e.seq, e.at into seq, at
      from history.entries e where e.room_id = room and e.seq = now_is.made;
    end if;
  end if;
  if verdict = 'ok' then
    select n.seq, n.at into seq, at
    from history.add_entry(room, actor, actor_name, 'edit', client, draft) n;
    insert into history.changed as c
      (room_id, seq, actor_id, content, mentions, audience, edited_at, change_seq)
    values (room, message, actor, fresh, draft::json ->> 'mentions', draft::json ->> 'audience', at,
      seq)
    on conflict (room_id, seq) do update
    set content = excluded.content, mentions = excluded.mentions, audience = excluded.audience,
      edited_at = excluded.edited_at, change_seq = excluded.change_seq;
  end if;
  return next;
end
$$;

-- Deletes a message: one's own, or anybody's as owner or moderator. Its reactions and its pin go
-- with it. Verdicts as for an edit; unchanged when it is deleted already.
create function history.delete_message(
  room text, actor text, actor_name text, message bigint, draft text)
returns table (verdict text, seq bigint, at timestamptz, kind text, body text)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set lock_timeout = '2s'
as $$
#variable_conflict use_column
declare
  entered record;
  now_is  record;
begin
  entered := history.enter(room, actor);
  verdict := entered.verdict;
  at := case verdict when 'muted' then entered.until end;
  kind := 'delete';
  body := draft;
  -- Whoever may not write any more may still take back what is theirs.
  if verdict not in ('not_member', 'archived') then
    at := null;
    select e.actor_id, coalesce(c.deleted, false) as deleted, c.change_seq
    into now_is
    from history.entries e
    left join history.changed c on c.room_id = e.room_id and c.seq = e.seq
    where e.room_id = room and e.seq = message and e.seq >= entered.visible_from
      and e.kind = 'message';
    verdict := case
      when not found then 'not_found'
      when now_is.actor_id <> actor and entered.role not in ('owner', 'moderator')
        then 'not_allowed'
      when now_is.deleted then 'unchanged'
      else 'ok'
    end;
  end if;
  if verdict = 'unchanged' then
    select e.seq, e.at into seq, at
    from history.entries e where e.room_id = room and e.seq = now_is.change_seq;
  end if;
  if verdict = 'ok' then
    select n.seq, n.at into seq, at
    from history.add_entry(room, actor, actor_name, 'delete', null, draft) n;
    insert into history.changed as c
      (room_id, seq, actor_id, deleted, by_id, by_name, reason, change_seq)
    values (room, message, now_is.actor_id, true, actor, actor_name, draft::json ->> 'reason', seq)
    on conflict (room_id, seq) do update
    set content = null, mentions = null, audience = null, deleted = true, by_id = excluded.by_id,
      by_name = excluded.by_name, reason = excluded.reason, change_seq = excluded.change_seq;
    delete from history.reactions r where r.room_id = room and r.seq = message;
    delete from history.pins p where p.room_id = room and p.seq = message;
  end if;
  return next;
end
$$;

-- Takes back the last edit or the deletion of a message, by whoever made it, for half a minute.
-- The entry is an edit back to the text before. Verdicts as for an edit, and
--   not_found  there is nothing to undo
--   too_late   it is too long ago
create function history.undo(room text, actor text, actor_name text, message bigint)
returns table (verdict text, seq bigint, at timestamptz, kind text, body text)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set lock_timeout = '2s'
as $$
#variable_conflict use_column
declare
  within constant interval := '30 s';
  entered record;
  last    record;
  before  record;
  noted   record;
begin
  entered := history.enter(room, actor);
  verdict := entered.verdict;
  at := case verdict when 'muted' then entered.until end;
  kind := 'edit';
  if verdict = 'ok' then
    select e.seq, e.kind, e.actor_id, e.at, e.body::json ->> 'undo' as undo
    into last
    from history.changed c
    join history.entries e on e.room_id = c.room_id and e.seq = c.change_seq
    where c.room_id = room and c.seq = message and c.seq >= entered.visible_from;
    verdict := case
      when not found or last.undo is not null then 'not_found'
      when last.actor_id <> actor then 'not_allowed'
      when last.at < clock_timestamp() - within then 'too_late'
      else 'ok'
    end;
  end if;
  if verdict = 'ok' then
    -- The text as the entry before left it, and since when it was that.
    select b.content, b.mentions, b.audience, b.edited_at into before
    from (
      (select e.body::json ->> 'content' as content, e.body::json -> 'mentions' as mentions,
        e.body::json ->> 'audience' as audience,
        case
          when e.body::json ->> 'undo' is null then e.at
          else (e.body::json ->> 'editedAt')::timestamptz
        end as edited_at
      from history.entries e
      where e.room_id = room and (e.body::json ->> 'target')::bigint = message
        and e.seq < last.seq and e.kind = 'edit'
      order by e.seq desc
      limit 1)
      union all
      (select e.body::json ->> 'content', e.body::json -> 'mentions',
        e.body::json ->> 'audience', null
      from history.entries e
      where e.room_id = room and e.seq = message and e.kind = 'message')
    ) b
    limit 1;
    body := json_strip_nulls(json_build_object(
      'target', message, 'content', before.content, 'mentions', before.mentions,
      'audience', before.audience, 'undo', last.kind,
      'editedAt', to_char(before.edited_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')));
    noted := history.add_entry(room, actor, actor_name, 'edit', null, body);
    seq := noted.seq;
    at := noted.at;
    update history.changed c
    set content = before.content, mentions = before.mentions, audience = before.audience,
      edited_at = before.edited_at, deleted = false, by_id = null, by_name = null, reason = null,
      change_seq = noted.seq
    where c.room_id = room and c.seq = message;
  end if;
  return next;
end
$$;

-- Sets or takes a reaction. Verdicts as for an edit, and
--   too_many  the message has too many different ones, or too many of this person
create function history.react(
  room text, actor text, actor_name text, message bigint, sign text, wanted boolean, draft text,
  most_signs int, most_own int)
returns table (verdict text, seq bigint, at timestamptz, kind text, body text)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set lock_timeout = '2s'
as $$
#variable_conflict use_column
declare
  entered record;
  had     record;
  counted record;
begin
  entered := history.enter(room, actor);
  verdict := entered.verdict;
  at := case verdict when 'muted' then entered.until end;
  kind := 'reaction';
  body := draft;
  if verdict = 'ok' then
    select coalesce(c.deleted, false) as deleted into had
    from history.entries e
    left join history.changed c on c.room_id = e.room_id and c.seq = e.seq
    where e.room_id = room and e.seq = message and e.seq >= entered.visible_from
      and e.kind = 'message';
    verdict := case when not found then 'not_found' when had.deleted then 'gone' else 'ok' end;
  end if;
  if verdict = 'ok' then
    select e.seq, e.at into seq, at
    from history.reactions r
    join history.entries e on e.room_id = r.room_id and e.seq = r.made
    where r.room_id = room and r.seq = message and r.emoji = sign and r.user_id = actor;
    if found = wanted then
      verdict := 'unchanged';
    elsif wanted then
      select count(distinct r.emoji) as signs, count(*) filter (where r.user_id = actor) as own,
        min(r.place) filter (where r.emoji = sign) as place
      into counted
      from history.reactions r where r.room_id = room and r.seq = message;
      if counted.own >= most_own or counted.place is null and counted.signs >= most_signs then
        verdict := 'too_many';
      end if;
    end if;
  end if;
  if verdict = 'ok' then
    select n.seq, n.at into seq, at
    from history.add_entry(room, actor, actor_name, 'reaction', null, draft) n;
    if wanted then
      insert into history.reactions (room_id, seq, emoji, user_id, place, made)
      values (room, message, sign, actor, coalesce(counted.place, seq), seq);
    else
      delete from history.reactions r
      where r.room_id = room and r.seq = message and r.emoji = sign and r.user_id = actor;
    end if;
  end if;
  return next;
end
$$;

-- Pins a message or takes the pin away. Verdicts as for a reaction.
create function history.pin(
  room text, actor text, actor_name text, message bigint, wanted boolean, draft text, most int)
returns table (verdict text, seq bigint, at timestamptz, kind text, body text)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set lock_timeout = '2s'
as $$
#variable_conflict use_column
declare
  entered record;
  had     record;
begin
  entered := history.enter(room, actor);
  verdict := entered.verdict;
  at := case verdict when 'muted' then entered.until end;
  kind := 'pin';
  body := draft;
  if verdict = 'ok' then
    select coalesce(c.deleted, false) as deleted into had
    from history.entries e
    left join history.changed c on c.room_id = e.room_id and c.seq = e.seq
    where e.room_id = room and e.seq = message and e.seq >= entered.visible_from
      and e.kind = 'message';
    verdict := case when not found then 'not_found' when had.deleted then 'gone' else 'ok' end;
  end if;
  if verdict = 'ok' then
    select e.seq, e.at into seq, at
    from history.pins p
    join history.entries e on e.room_id = p.room_id and e.seq = p.made
    where p.room_id = room and p.seq = message;
    if found = wanted then
      verdict := 'unchanged';
    elsif wanted and (select count(*) from history.pins p where p.room_id = room) >= most then
      verdict := 'too_many';
    end if;
  end if;
  if verdict = 'ok' then
    select n.seq, n.at into seq, at
    from history.add_entry(room, actor, actor_name, 'pin', null, draft) n;
    if wanted then
      insert into history.pins (room_id, seq, made) values (room, message, seq);
    else
      delete from history.pins p where p.room_id = room and p.seq = message;
    end if;
  end if;
  return next;
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
  delete from history.reactions r where r.room_id = room;
  delete from history.pins p where p.room_id = room;
  delete from history.changed c where c.room_id = room;
  delete from history.entries e where e.room_id = room;
  delete from history.reads r where r.room_id = room;
end
$$;

grant select on history.reactions, history.pins, history.messages to tertulia_history;
grant insert, update, delete on history.reactions, history.pins to tertulia_log;

revoke execute on all functions in schema history from public;
grant execute on function
  history.edit(text, text, text, bigint, text, text),
  history.delete_message(text, text, text, bigint, text),
  history.undo(text, text, text, bigint),
  history.react(text, text, text, bigint, text, boolean, text, int, int),
  history.pin(text, text, text, bigint, boolean, text, int) to tertulia_history;
grant create on schema history to tertulia_log;
alter function history.enter(text, text) owner to tertulia_log;
alter function history.add_entry(text, text, text, text, text, text) owner to tertulia_log;
alter function history.edit(text, text, text, bigint, text, text) owner to tertulia_log;
alter function history.delete_message(text, text, text, bigint, text) owner to tertulia_log;
alter function history.undo(text, text, text, bigint) owner to tertulia_log;
alter function history.react(text, text, text, bigint, text, boolean, text, int, int)
  owner to tertulia_log;
alter function history.pin(text, text, text, bigint, boolean, text, int) owner to tertulia_log;
revoke create on schema history from tertulia_log;
