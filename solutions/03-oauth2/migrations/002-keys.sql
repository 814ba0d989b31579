-- @lab:begin 3.3
-- The key that tokens are signed with, where no setting gives one: the first that was made, for all instances.
create table signing_keys (
  id integer primary key check (id = 1),
  -- PKCS#8 PEM.
  pem text not null
);
-- @lab:end
