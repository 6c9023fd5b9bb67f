-- The versions of the engine that have used this journal.
create table engine_start (
  version varchar(100) primary key,
  -- of the first start
  started_at bigint not null
);
