grant usage on schema history to tertulia_history, tertulia_rooms;

-- history-service reads; what it writes to the log goes through the functions.
grant select on history.heads, history.entries, history.messages, history.epoch
  to tertulia_history;
grant select, insert, update on history.reads to tertulia_history;

revoke execute on all functions in schema history from public;
grant execute on function
  history.append(text[], text[], text[], text[], text[], text[]),
  history.same_request(text, text, text, text),
  history.current_epoch() to tertulia_history;
grant execute on function
  history.append(text[], text[], text[], text[], text[], text[]),
  history.remove_room(text) to tertulia_rooms;

-- The functions run as a role that may write the log and otherwise read what history-service
-- reads, among it rooms.members. An administrator who is no superuser must be able to act as it to
-- hand them over.
grant tertulia_history to tertulia_log;
grant insert, update, delete on history.heads, history.entries, history.messages, history.reads
  to tertulia_log;
do $$
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant tertulia_log to %I', current_user);
  end if;
end
$$;
grant create on schema history to tertulia_log;
alter function history.append(text[], text[], text[], text[], text[], text[])
  owner to tertulia_log;
alter function history.remove_room(text) owner to tertulia_log;
alter function history.current_epoch() owner to tertulia_log;
revoke create on schema history from tertulia_log;
