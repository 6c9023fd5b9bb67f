-- Erasure of reports and patients: what was asked for, what remains of it, and by what it is known again.

create table erasure (
  id varchar(36) primary key,
  -- report or patient
  kind varchar(10) not null,
  -- JSON: which one; empty once it is erased, or the request was withdrawn
  subject text not null,
  -- in words that name no patient
  reason varchar(500) not null,
  -- requested, confirmed (it is being carried out), done or withdrawn
  state varchar(20) not null,
  requested_by varchar(200) not null,
  requested_at bigint not null,
  confirmed_by varchar(200) not null,
  ended_at bigint,
  -- the greatest number of an audit or decision that was erased: it is not given again
  ordinal bigint not null
);
create index erasure_requested on erasure (requested_at);

-- How many rows of a table were erased.
create table erased_rows (
  erasure varchar(36) not null,
  name varchar(100) not null,
  n bigint not null,
  primary key (erasure, name)
);

-- What a sink has, or may have.
create table erased_delivery (
  -- the run, the decision or the random id of a notification
  id varchar(36) not null,
  sink varchar(50) not null,
  erasure varchar(36) not null,
  run_id varchar(36) not null,
  state varchar(20) not null,
  audited_at bigint not null,
  primary key (id, sink)
);
create index erased_delivery_of on erased_delivery (erasure);

-- Resources that the FHIR server has, or may have, until they are entered in error there.
create table erased_copy (
  type varchar(50) not null,
  id varchar(64) not null,
  erasure varchar(36) not null,
  due_at bigint not null,
  tries integer not null,
  reason varchar(500) not null,
  primary key (type, id)
);
create index erased_copy_due on erased_copy (due_at);
create index erased_copy_of on erased_copy (erasure);

-- How many messages and report versions were erased: they stay counted.
create table erased_count (
  -- message or report
  what varchar(20) not null,
  -- outcome or state
  kind varchar(20) not null,
  n bigint not null,
  repeats bigint not null,
  primary key (what, kind)
);

-- HMACs of what must not come again: of the bytes of messages, and of a report's numbers with its patient's.
create table erased_mark (
  mark varchar(64) primary key,
  erasure varchar(36) not null
);

-- The key of the marks; made by the first erasure.
create table erasure_key (
  id integer primary key,
  secret ${bytes} not null
);
