-- A batch judged once more, wholly or by some checks. It counts from when it is applied until it is withdrawn.
create table regrades (
  id text primary key,
  batch text not null references batches on delete cascade,
  "contractDigest" text not null,
  -- All of them when null.
  checks text[],
  "neverLower" boolean not null,
  reason text not null,
  "begunBy" text not null,
  "begunAt" timestamptz not null default now(),
  "appliedAt" timestamptz,
  "withdrawnAt" timestamptz,
  check ("withdrawnAt" is null or "appliedAt" is not null)
);

create table regraded (
  regrade text not null references regrades on delete cascade,
  attempt text not null references attempts on delete cascade,
  score integer,
  fault text,
  report jsonb,
  "submissionDigest" text,
  worker text not null,
  "gradedAt" timestamptz not null default now(),
  primary key (regrade, attempt),
  check (num_nonnulls(score, fault) = 1)
);

-- What a person has added to a score or taken from it. Stays, whatever is judged anew.
create table adjustments (
  id integer primary key generated always as identity,
  attempt text not null references attempts on delete cascade,
  points numeric(5, 2) not null,
  reason text not null,
  "madeBy" text not null,
  "madeAt" timestamptz not null default now()
);

-- Who did what, in order. Nothing is ever changed here.
create table events (
  id integer primary key generated always as identity,
  at timestamptz not null default now(),
  batch text not null references batches on delete cascade,
  "doneBy" text not null,
  what text not null,
  attempt text,
  reason text not null
);
