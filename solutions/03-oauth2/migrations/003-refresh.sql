-- @lab:begin 3.5
-- All refresh tokens that descend from one log-on. Dead, none of them is good any more.
create table families (
  id uuid primary key default gen_random_uuid(),
  sub text not null,
  scope text not null,
  dead boolean not null default false
);

create table refresh_tokens (
  -- SHA-256: who reads this table has no token.
  hash text primary key,
  family uuid not null references families on delete cascade,
  used boolean not null default false,
  "endsAt" timestamptz not null
);

-- Access tokens that are dead before their time.
create table revoked_tokens (
  -- SHA-256 of what is signed: a signature can be written in more than one way.
  hash text primary key,
  "endsAt" timestamptz not null
);
-- @lab:end
