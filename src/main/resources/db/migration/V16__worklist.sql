-- What people see and decide: a row for each report, and the decisions about its problems.

-- Follows from versions, audits and decisions; the engine fills it for older reports at its next start.
create table worklist (
  -- random, the same for all versions
  id varchar(36) primary key,
  site varchar(200) not null,
  report_id varchar(200) not null,
  -- place in the list, from the state and the most serious open label
  rank integer not null,
  received_at bigint not null,
  family_name varchar(200) not null,
  given_name varchar(200) not null,
  accession varchar(200) not null,
  exam varchar(200) not null,
  modality varchar(200) not null,
  body_part varchar(200) not null,
  radiologist varchar(200) not null,
  type varchar(200) not null,
  problem varchar(500) not null,
  places integer not null,
  open_problems integer not null,
  problems integer not null,
  outcome varchar(20) not null,
  failure varchar(500) not null,
  claims integer not null,
  assessed integer not null,
  score integer,
  decided_by varchar(200) not null,
  decided_at bigint,
  -- types of all problems, and words to search by, each between two blanks
  types varchar(1000) not null,
  terms varchar(2000) not null,
  -- in this order, so that a filter by site does not choose this index
  unique (report_id, site)
);
-- the list in its order, with everything that filters and search read
create index worklist_order on worklist (rank, received_at desc, id, site, modality, body_part,
  radiologist, types, terms);

create index worklist_received on worklist (received_at);

-- How many rows have each value that the list can be filtered by.
create table worklist_value (
  kind varchar(20) not null,
  value varchar(200) not null,
  reports bigint not null,
  primary key (kind, value)
);

create table worklist_state (
  id integer primary key,
  -- grows with each change of a row
  revision bigint not null,
  -- the version of the rules that all rows follow, and while they are brought up to date, the last report
  -- that is done
  rules integer not null,
  done_site varchar(200) not null,
  done_report varchar(200) not null
);
insert into worklist_state (id, revision, rules, done_site, done_report) values (1, 0, 0, '', '');

-- Decisions are never changed or deleted.
create table decision (
  id varchar(36) primary key,
  run_id varchar(36) not null,
  problem varchar(200) not null,
  kind varchar(20) not null,
  reason varchar(200) not null,
  words text not null,
  username varchar(200) not null,
  decided_at bigint not null,
  images text not null,
  undoes varchar(36),
  bundle text not null,
  -- counted together with audit.ordinal
  ordinal bigint not null
);
create index decision_run on decision (run_id, ordinal);
create unique index decision_ordinal on decision (ordinal);
create index audit_ordinal on audit (ordinal);
create index audit_version on audit (version, ordinal);

-- A delivery is of an audit, then both ids are the same, or of a decision about it.
alter table delivery rename column run_id to id;
alter table delivery add column run_id varchar(36) not null default '';
update delivery set run_id = id;
create index delivery_run on delivery (run_id, sink, ordinal);
