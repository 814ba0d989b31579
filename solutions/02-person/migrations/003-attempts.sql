-- @lab:begin 2.5
-- What was answered to a POST with an Idempotency-Key; written in the transaction that creates the person.
create table attempts (
  -- SHA-256 of the key: a key may be longer than an index can take.
  key text primary key,
  -- SHA-256 of the body's bytes.
  fingerprint text not null,
  location text,
  etag text,
  -- Text and not jsonb, which would sort the members.
  body text
);
-- @lab:end
