-- A flag of a trial that was passed on: who was told, and when. A node of the version before passes
-- a flag on without saying so.
alter table duty_flag add column told varchar(200) not null default '';
alter table duty_flag add column told_at bigint;
-- when it was last taken back that it was passed on; then it is open again
alter table duty_flag add column taken_back_at bigint;
