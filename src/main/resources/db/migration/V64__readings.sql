-- Random samples that people read: lists are drawn once, answers are added and never changed.

create table reading_list (
  -- week or pilot
  source varchar(20) not null,
  -- such as 2026-W48
  name varchar(100) not null,
  -- report (without a flag), ask or quiet (a flag)
  kind varchar(20) not null,
  -- with which the rows were drawn from all of them, ordered by their keys
  seed bigint not null,
  -- how many it was drawn from
  population integer not null,
  drawn_at bigint not null,
  primary key (source, name, kind)
);

create table reading_item (
  id varchar(36) primary key,
  source varchar(20) not null,
  name varchar(100) not null,
  kind varchar(20) not null,
  -- from 1, in the order drawn
  place integer not null,
  run_id varchar(36) not null,
  -- empty for a report
  problem varchar(200) not null,
  -- as the figures counted it when it was drawn
  site varchar(200) not null,
  modality varchar(200) not null,
  month integer not null,
  check_id varchar(200) not null,
  strength varchar(20) not null,
  unique (source, name, kind, place)
);
create index reading_item_run on reading_item (run_id);

create table reading_answer (
  -- made by the page that sent it: the same one is stored once
  id varchar(36) primary key,
  item varchar(36) not null,
  username varchar(200) not null,
  -- from 1: the greatest number of a person and item stands
  number integer not null,
  -- right, not-important, wrong or undo
  answer varchar(20) not null,
  answered_at bigint not null,
  unique (item, username, number)
);
