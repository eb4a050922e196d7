-- Accounts, sessions and signing keys. Owned by the migrating role; the service gets table rights only.

create table auth.users (
  id            text collate "C" primary key,
  -- As the person wrote it; guests have none.
  username      text collate "C",
  -- Folded to lower case: what must be unique.
  username_key  text collate "C" unique,
  name          text collate "C" not null,
  -- Folded by the service for search and order, so that no database locale matters.
  name_key      text collate "C" not null,
  -- PHC string; guests have none.
  password_hash text collate "C",
  role          text collate "C" not null check (role in ('user', 'admin', 'guest')),
  created_at    timestamptz not null default now(),
  check ((role = 'guest') = (username_key is null)),
  check ((username is null) = (username_key is null)),
  check ((password_hash is null) = (username_key is null))
);

create index users_by_name on auth.users (name_key, id) where username_key is not null;

-- One row: the account that came first. Its key makes "first" mean one, however many register at once.
create table auth.founder (
  one     boolean primary key default true check (one),
  user_id text collate "C" not null
);

create table auth.sessions (
  id              text collate "C" primary key,
  user_id         text collate "C" not null references auth.users (id) on delete cascade,
  -- Each refresh token is derived from the one before with this key.
  chain_key       bytea not null,
  -- Number of the newest refresh token.
  generation      integer not null default 1,
  -- Newest generation whose access token is known to have been used.
  seen_generation integer not null default 0,
  created_at      timestamptz not null default now(),
  used_at         timestamptz not null default now(),
  agent           text not null,
  address         text not null,
  ended_at        timestamptz,
  -- The transaction that ended it. Commits become visible out of the order of any clock or sequence;
  -- a reader that asks again from the oldest transaction still running misses none.
  ended_tx        xid8,
  check ((ended_at is null) = (ended_tx is null))
);

create index sessions_live_by_user on auth.sessions (user_id, used_at) where ended_at is null;
create index sessions_live_by_use on auth.sessions (used_at) where ended_at is null;
create index sessions_ended on auth.sessions (ended_tx) where ended_at is not null;
create index sessions_by_end on auth.sessions (ended_at) where ended_at is not null;

create table auth.refresh_tokens (
  -- SHA-256 of a token of 256 random bits.
  hash       bytea primary key,
  session_id text collate "C" not null references auth.sessions (id) on delete cascade,
  generation integer not null,
  unique (session_id, generation)
);

create table auth.signing_keys (
  kid         text collate "C" primary key,
  public_jwk  text not null,
  -- PKCS #8, encrypted when sealed.
  private_key bytea not null,
  sealed      boolean not null,
  created_at  timestamptz not null default now(),
  -- From when on it signs; it is published before.
  use_from    timestamptz not null unique
);

grant usage on schema auth to tertulia_auth;
grant select, insert, update on auth.users to tertulia_auth;
grant select, insert on auth.founder to tertulia_auth;
grant select, insert, update, delete on auth.sessions to tertulia_auth;
grant select, insert, delete on auth.refresh_tokens to tertulia_auth;
grant select, insert, delete on auth.signing_keys to tertulia_auth;
