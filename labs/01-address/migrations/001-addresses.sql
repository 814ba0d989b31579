create table addresses (
  id uuid primary key default gen_random_uuid(),
  -- The order of the collection: it only grows, so an insert never moves what a client has yet to see.
  sequence bigint generated always as identity unique,
  line1 text not null,
  line2 text,
  city text not null,
  region text not null,
  "postalCode" text not null,
  country text not null,
  version integer not null default 1,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
