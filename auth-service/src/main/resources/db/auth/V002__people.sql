-- What people settle about themselves, and what administrators do about accounts.
alter table auth.users
  -- What outweighs their sockets; auto goes by the sockets.
  add column presence       text collate "C" not null default 'auto'
    check (presence in ('auto', 'online', 'away', 'dnd', 'invisible')),
  add column show_last_seen boolean not null default true,
  add column show_reads     boolean not null default true,
  add column status_text    text,
  add column status_until   timestamptz,
  -- Since when the account may not sign in.
  add column suspended_at   timestamptz,
  add column suspended_why  text;

create index users_in_order on auth.users (created_at, id);

-- Every administrative act, in the transaction of the act. Nobody has the right to change or delete
-- a row of it.
create table auth.audit (
  id         bigint generated always as identity primary key,
  at         timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  actor_id   text collate "C" not null,
  actor_name text not null,
  act        text collate "C" not null,
  -- The account or room it was done to.
  target_id  text collate "C",
  -- More about it, one JSON object.
  detail     text not null default '{}'
);

create index audit_by_act on auth.audit (act, id);
create index audit_by_actor on auth.audit (actor_id, id);
create index audit_by_target on auth.audit (target_id, id);

grant select, insert on auth.audit to tertulia_auth;
grant usage on schema auth to tertulia_rooms;
grant insert on auth.audit to tertulia_rooms;
