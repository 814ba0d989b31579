-- Who is in the course, as the last roster had it.
create table members (
  id text primary key,
  name text not null,
  email text not null,
  "group" text,
  role text not null
);

-- What was handed in, as a zip, by its SHA-256. A worker on another machine needs nothing but this database.
create table parcels (
  digest text primary key,
  bytes bytea not null
);

-- What the course keeps to itself, such as the key that nonces are made with.
create table secrets (
  name text primary key,
  value text not null
);

-- One lab graded for one roster. Seeds are drawn from the secret, so that nobody can tell them beforehand.
create table batches (
  id text primary key,
  lab text not null,
  "contractDigest" text not null,
  secret bytea not null,
  "begunAt" timestamptz not null default now()
);

-- What one member handed in for it: a parcel or a URL, or why it could not be read.
create table attempts (
  id text primary key,
  batch text not null references batches on delete cascade,
  member text not null references members,
  lab text not null,
  source text not null,
  parcel text references parcels,
  url text,
  refusal text,
  notes text[] not null default '{}',
  seed integer not null,
  "handedInAt" timestamptz not null default now(),
  -- How often the grader itself was at fault.
  faults integer not null default 0,
  unique (batch, member),
  check (num_nonnulls(parcel, url) = 1 or refusal is not null)
);

-- Written once for each attempt. Without a score the grader was at fault to the end, and `fault` says why.
create table grades (
  attempt text primary key references attempts on delete cascade,
  score integer,
  fault text,
  report jsonb,
  "submissionDigest" text,
  worker text not null,
  "gradedAt" timestamptz not null default now(),
  check (num_nonnulls(score, fault) = 1)
);
