create table persons (
  id uuid primary key default gen_random_uuid(),
  -- The order of the collection: it only grows, so an insert never moves what a client has yet to see.
  sequence bigint generated always as identity unique,
  "firstName" text not null,
  "lastName" text not null,
  email text not null,
  phone text,
  -- A calendar day, kept as it was sent.
  "birthDate" text,
  version integer not null default 1,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
-- The collation "C" knows the capitals of ASCII alone.
create unique index persons_email on persons (lower(email collate "C"));
