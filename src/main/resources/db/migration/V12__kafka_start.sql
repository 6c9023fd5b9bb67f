-- Where the last start began to read each partition, until it ended as it should: a record at which
-- the process died again and again is found by it.
create table kafka_start (
  topic varchar(249) not null,
  part integer not null,
  start_offset bigint not null,
  -- starts in a row that came after a death and began here
  deaths integer not null,
  primary key (topic, part)
);
