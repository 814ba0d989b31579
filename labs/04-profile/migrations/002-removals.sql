-- Deletions that are under way, each written before its first call, and gone when all is done.
create table removals (
  id uuid primary key default gen_random_uuid(),
  "personId" text not null,
  -- As read before the deletion: it names the person that the client meant.
  "personEtag" text not null,
  -- Null when the person had no address.
  "addressId" text,
  "personGone" boolean not null default false,
  traceparent text
);
