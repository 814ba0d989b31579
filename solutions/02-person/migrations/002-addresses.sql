-- The address is another service's: no foreign key can guard it. A person starts without one.
alter table persons add column "addressId" text;
create index persons_address on persons ("addressId");
