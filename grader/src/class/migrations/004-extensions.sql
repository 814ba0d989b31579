-- More time that was granted in the portal, beside what course.yaml grants. Never deleted while the member is there; withdrawn with a reason.
create table extensions (
  id integer primary key generated always as identity,
  member text not null references members on delete cascade,
  -- All labs when null.
  lab text,
  days integer,
  -- As it was written: a local time of the course's zone.
  until text,
  reason text not null,
  "grantedBy" text not null,
  "grantedAt" timestamptz not null default now(),
  "withdrawnBy" text,
  "withdrawnAt" timestamptz,
  "withdrawnReason" text,
  check (num_nonnulls(days, until) = 1),
  check (num_nonnulls("withdrawnBy", "withdrawnAt", "withdrawnReason") in (0, 3))
);
