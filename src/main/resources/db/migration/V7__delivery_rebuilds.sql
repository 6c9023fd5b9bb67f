-- How often a delivery was rebuilt because others had changed what it withdraws.
alter table delivery add column rebuilds integer not null default 0;
