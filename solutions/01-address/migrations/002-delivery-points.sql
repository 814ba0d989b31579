-- @lab:begin 1.5
-- The identity of an address. One stored before it was verified gets a delivery point of its own, until a PUT verifies it.
alter table addresses add column "deliveryPoint" text not null unique default 'unverified ' || gen_random_uuid();
alter table addresses alter column "deliveryPoint" drop default;
-- @lab:end
