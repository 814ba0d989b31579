-- The attempts that it judges. Null in regrades of before: then what had been handed in by the time it began.
alter table regrades add column "attemptIds" text[];
