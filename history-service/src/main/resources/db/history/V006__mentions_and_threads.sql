-- Whom messages name, and conversations beside the room's own. All of it follows from the log: a
-- message that names people or belongs to a thread is noted here in the transaction of its append,
-- by a trigger that a plain message does not fire. What is unread is counted from these rows and
-- the marks each time; nothing is incremented.

-- One row a person whom the text of now names. The author's own name is not among them.
create table history.mentions (
  room_id text collate "C" not null,
  user_id text collate "C" not null,   -- empty: everybody in the room
  thread  bigint not null,             -- 0: the room itself
  seq     bigint not null,
  actor_id text collate "C" not null,  -- who names them
  at      timestamptz not null,        -- of the message
  primary key (room_id, user_id, thread, seq)
);
create index mentions_newest on history.mentions (room_id, user_id, at, seq);
create index mentions_of_message on history.mentions (room_id, seq);

-- Messages in threads that are not deleted.
create table history.replies (
  room_id  text collate "C" not null,
  thread   bigint not null,            -- number of the message it began with
  seq      bigint not null,
  actor_id text collate "C" not null,
  primary key (room_id, thread, seq)
);
create index replies_in_order on history.replies (room_id, seq, actor_id);

create table history.threads (
  room_id  text collate "C" not null,
  thread   bigint not null,
  last_seq bigint not null,            -- of its newest message, deleted or not
  last_at  timestamptz not null,
  primary key (room_id, thread)
) with (fillfactor = 80);

-- Who follows which thread and how far they have read it.
create table history.thread_marks (
  room_id text collate "C" not null,
  user_id text collate "C" not null,
  thread  bigint not null,
  follows boolean not null,
  seq     bigint not null,
  primary key (room_id, user_id, thread)
) with (fillfactor = 80);
create index thread_marks_followed on history.thread_marks (user_id, room_id, thread) where follows;

-- Notes whom a message names now. Those named in a thread follow it from there on.
create function history.note_mentions(
  room text, message bigint, in_thread bigint, author text, made timestamptz, said json)
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from history.mentions m where m.room_id = room and m.seq = message;
  insert into history.mentions (room_id, user_id, thread, seq, actor_id, at)
  select room, p.id, in_thread, message, author, made
  from (
    select distinct coalesce(n.value ->> 'id', '') as id
    from json_array_elements(said -> 'mentions') n
    union
    select '' where said ->> 'audience' in ('room', 'here')
  ) p
  where p.id <> author;
  if in_thread <> 0 then
    insert into history.thread_marks as t (room_id, user_id, thread, follows, seq)
    select m.room_id, m.user_id, m.thread, true, message - 1
    from history.mentions m
    where m.room_id = room and m.seq = message and m.user_id <> ''
    order by m.user_id
    on conflict (room_id, user_id, thread) do update set follows = true
    where not t.follows;
  end if;
end
$$;

-- Notes a message in a thread. Who began what it answers follows from its first reply on, who
-- replies follows and has read up to there.
create function history.note_reply(room text, in_thread bigint, message bigint, author text)
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into history.replies (room_id, thread, seq, actor_id)
  values (room, in_thread, message, author)
  on conflict do nothing;
end
$$;

create function history.note_message()
returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
declare
  said      constant json := new.body::json;
  in_thread constant bigint := coalesce((said ->> 'thread')::bigint, 0);
begin
  if in_thread <> 0 then
    perform history.note_reply(new.room_id, in_thread, new.seq, new.actor_id);
    insert into history.threads as t (room_id, thread, last_seq, last_at)
    values (new.room_id, in_thread, new.seq, new.at)
    on conflict (room_id, thread) do update
    set last_seq = greatest(t.last_seq, excluded.last_seq),
      last_at = greatest(t.last_at, excluded.last_at);
    insert into history.thread_marks (room_id, user_id, thread, follows, seq)
    select e.room_id, e.actor_id, in_thread, true, in_thread
    from history.entries e where e.room_id = new.room_id and e.seq = in_thread
    on conflict do nothing;
    insert into history.thread_marks as t (room_id, user_id, thread, follows, seq)
    values (new.room_id, new.actor_id, in_thread, true, new.seq)
    on conflict (room_id, user_id, thread) do update
    set follows = true, seq = greatest(t.seq, excluded.seq);
  end if;
  perform history.note_mentions(new.room_id, new.seq, in_thread, new.actor_id, new.at, said);
  return null;
end
$$;

-- Within a JSON text every quote of the content is escaped, so these are found in the body's own
-- fields only.
create trigger note_message
after insert on history.entries
for each row
when (new.kind = 'message'
  and (strpos(new.body, '"mentions":[]') = 0 or strpos(new.body, '"thread":') > 0
    or strpos(new.body, '"audience":') > 0))
execute function history.note_message();

-- What follows from the state of a message, whenever that changes.
create function history.note_change()
returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
declare
  author    text;
  made      timestamptz;
  in_thread bigint;
begin
  select e.actor_id, e.at, coalesce((e.body::json ->> 'thread')::bigint, 0)
  into author, made, in_thread
  from history.entries e where e.room_id = new.room_id and e.seq = new.seq and e.kind = 'message';
  if not found then
    return null;
  end if;
  if new.deleted then
    delete from history.mentions m where m.room_id = new.room_id and m.seq = new.seq;
    delete from history.replies r
    where r.room_id = new.room_id and r.thread = in_thread and r.seq = new.seq;
    return null;
  end if;
  if in_thread <> 0 then
    perform history.note_reply(new.room_id, in_thread, new.seq, author);
  end if;
  perform history.note_mentions(new.room_id, new.seq, in_thread, author, made,
    json_build_object(
      'mentions', coalesce(new.mentions, '[]')::json, 'audience', new.audience));
  return null;
end
$$;

create trigger note_change
after insert or update of content, deleted on history.changed
for each row execute function history.note_change();

grant select on history.mentions, history.replies, history.threads, history.thread_marks
  to tertulia_history;
grant insert, update on history.thread_marks to tertulia_history;
grant insert, update, delete
  on history.mentions, history.replies, history.threads, history.thread_marks to tertulia_log;

create or replace function history.remove_room(room text)
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  -- The head first: an append that waits for it finds nothing afterwards.
  delete from history.heads h where h.room_id = room;
  delete from history.mentions m where m.room_id = room;
  delete from history.replies r where r.room_id = room;
  delete from history.threads t where t.room_id = room;
  delete from history.thread_marks t where t.room_id = room;
  delete from history.reactions r where r.room_id = room;
  delete from history.pins p where p.room_id = room;
  delete from history.changed c where c.room_id = room;
  delete from history.entries e where e.room_id = room;
  delete from history.reads r where r.room_id = room;
end
$$;

revoke execute on function
  history.note_mentions(text, bigint, bigint, text, timestamptz, json),
  history.note_reply(text, bigint, bigint, text),
  history.note_message(), history.note_change() from public;
grant create on schema history to tertulia_log;
alter function history.note_mentions(text, bigint, bigint, text, timestamptz, json)
  owner to tertulia_log;
alter function history.note_reply(text, bigint, bigint, text) owner to tertulia_log;
alter function history.note_message() owner to tertulia_log;
alter function history.note_change() owner to tertulia_log;
revoke create on schema history from tertulia_log;
