-- The journal. Times are milliseconds since 1970-01-01 UTC. Written so that SQLite and PostgreSQL
-- both take it, but for the type of raw bytes, which Flyway fills in.

-- Every message as it came; repeats of the same bytes are counted on the first.
create table message (
  channel varchar(20) not null,
  site varchar(200) not null,
  message_key varchar(600) not null,
  body_sha256 varchar(64) not null,
  raw ${bytes} not null,
  received_at bigint not null,
  outcome varchar(20) not null,
  reason varchar(500) not null,
  reply ${bytes} not null,
  repeats bigint not null,
  primary key (channel, site, message_key, body_sha256)
);
create index message_outcome on message (outcome, repeats);

-- One row per version of a report; (site, report_id) is the report.
create table report_version (
  id varchar(36) primary key,
  site varchar(200) not null,
  report_id varchar(200) not null,
  seq integer not null,
  fingerprint varchar(64) not null,
  status varchar(20) not null,
  issued bigint,
  report text not null,
  state varchar(20) not null,
  reason varchar(500) not null,
  superseded integer not null,
  -- 1: audited while images that it names were not here
  images_missing integer not null,
  -- 1: a study that it names has come or changed since it was last looked at
  images_changed integer not null,
  received_at bigint not null,
  unique (site, report_id, seq)
);
create index report_version_state on report_version (state, received_at);
create index report_version_images on report_version (received_at) where images_changed = 1;
create index report_version_report_id on report_version (report_id);

-- What studies a report can be matched by: its Study Instance UIDs and accession numbers.
create table report_key (
  version varchar(36) not null,
  kind varchar(10) not null,
  value varchar(200) not null,
  primary key (version, kind, value)
);
create index report_key_value on report_key (kind, value);

create table study (
  study_instance_uid varchar(200) primary key,
  accession_number varchar(200) not null,
  study text not null,
  updated_at bigint not null
);
create index study_accession on study (accession_number);

create table feed (
  name varchar(100) primary key,
  cursor_value varchar(500) not null
);

create table job (
  run_id varchar(36) primary key,
  version varchar(36) not null,
  studies text not null,
  refusal varchar(500) not null,
  state varchar(20) not null,
  due_at bigint not null,
  lease_until bigint not null,
  -- how often it failed, and how often it ended without a word (the process died)
  attempts integer not null,
  lost integer not null,
  -- since when it is being put off without any progress
  stuck_since bigint,
  created_at bigint not null
);
create index job_due on job (state, due_at);
create index job_version on job (version);

create table job_step (
  run_id varchar(36) not null,
  step varchar(100) not null,
  result text not null,
  primary key (run_id, step)
);

create table audit (
  run_id varchar(36) primary key,
  version varchar(36) not null,
  site varchar(200) not null,
  report_id varchar(200) not null,
  ordinal bigint not null,
  audit text not null,
  bundle text not null,
  ended_at bigint not null
);
create index audit_report on audit (site, report_id, ordinal);

create table delivery (
  run_id varchar(36) not null,
  sink varchar(50) not null,
  ordinal bigint not null,
  state varchar(20) not null,
  reason varchar(1000) not null,
  payload text not null,
  attempts integer not null,
  due_at bigint not null,
  primary key (run_id, sink)
);
create index delivery_due on delivery (sink, state, due_at);

create table resource (
  type varchar(50) not null,
  id varchar(64) not null,
  version integer not null,
  last_updated bigint not null,
  resource text not null,
  primary key (type, id)
);
create index resource_updated on resource (type, last_updated, id);

create table resource_token (
  type varchar(50) not null,
  id varchar(64) not null,
  parameter varchar(50) not null,
  system varchar(300) not null,
  code varchar(600) not null,
  primary key (type, id, parameter, system, code)
);
create index resource_token_code on resource_token (type, parameter, code);
