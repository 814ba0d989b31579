-- Log-ons that have been sent to the provider, and have not come back.
create table log_ons (
  -- SHA-256 of the state: who reads this table cannot finish a log-on.
  state text primary key,
  -- SHA-256 of the cookie that ties the state to a browser.
  browser text not null,
  verifier text not null,
  "returnTo" text,
  "beganAt" timestamptz not null default now()
);
