-- Every POST of a profile: what was asked, how far it has come, what was answered. Written before each call.
create table operations (
  id uuid primary key default gen_random_uuid(),
  -- SHA-256 of the token's sub, of the Idempotency-Key, and of the body: they may be longer than an index can take.
  owner text not null,
  key text not null,
  fingerprint text not null,
  -- The bodies of two calls. Text and not jsonb, which would sort the members: a repeat is the same to the byte.
  "addressDraft" text not null,
  "personDraft" text not null,
  -- The Idempotency-Key of POST /persons, never that of another operation.
  "personKey" uuid not null default gen_random_uuid(),
  traceparent text,
  -- Answered with 202.
  later boolean not null,
  -- running, undoing, succeeded, failed, compensated
  status text not null default 'running',
  -- pending, running, done, failed, undone; of the person also running while in doubt.
  "addressStep" text not null default 'running',
  "personStep" text not null default 'pending',
  "linkStep" text not null default 'pending',
  "addressId" text,
  -- A 201 was received for it: only then it is ours to delete.
  "addressMade" boolean not null default false,
  "personId" text,
  problem json,
  -- The 201, to the byte.
  etag text,
  body text,
  "createdAt" timestamptz not null default now()
);
-- What failed gives its key back.
create unique index operations_key on operations (owner, key) where status in ('running', 'undoing', 'succeeded');
create index operations_unfinished on operations (status) where status in ('running', 'undoing');
