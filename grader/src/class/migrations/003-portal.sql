-- A member may hand in to one batch more than once: at the portal.
alter table attempts add column nth integer not null default 1 check (nth > 0);
alter table attempts drop constraint attempts_batch_member_key;
alter table attempts add unique (batch, member, nth);
create index attempts_member on attempts (member);

-- Who is logged on at the portal; the columns are those that connect-pg-simple wants.
create table sessions (
  sid text primary key,
  sess json not null,
  expire timestamp(6) not null
);
create index sessions_expire on sessions (expire);

-- What counts of one attempt is asked for at each page.
create index regraded_attempt on regraded (attempt);
create index adjustments_attempt on adjustments (attempt);
