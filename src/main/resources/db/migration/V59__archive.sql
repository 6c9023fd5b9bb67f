-- Studies that are asked for from an archive, and those that it gave.

create table archive_wish (
  version varchar(36) not null,
  -- of an earlier study of the patient; empty = the studies that the report names
  study_instance_uid varchar(200) not null,
  since bigint not null,
  due_at bigint not null,
  attempts integer not null,
  -- 1: given up
  ended integer not null,
  -- why it is not here, in words that name no patient; empty before the first failure
  reason varchar(500) not null,
  primary key (version, study_instance_uid)
);
create index archive_wish_due on archive_wish (due_at) where ended = 0;

create table archive_study (
  study_instance_uid varchar(200) primary key,
  -- coming: some objects may be here, and none is used; here: all are, and were weighed; leaving: they are
  -- being deleted, and none is used
  state varchar(10) not null,
  -- since when it is here; before, when whoever brings or deletes it must have ended
  since bigint not null,
  bytes bigint not null,
  instances integer not null
);
create index archive_study_since on archive_study (state, since);
