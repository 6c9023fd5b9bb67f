-- SQLite alone; the file for PostgreSQL is the same but for what it fills in. Earlier studies of a patient, which models are shown for claims that compare.

-- Which studies are about a patient id.
create table study_patient (
  value varchar(200) not null,
  study_instance_uid varchar(200) not null,
  -- the day of the study, as 2026-03-04; empty when unknown
  studied_on varchar(10) not null,
  primary key (value, study_instance_uid)
);
create index study_patient_study on study_patient (study_instance_uid);

-- The earlier studies that an audit names.
create table run_prior (
  run_id varchar(36) not null,
  study_instance_uid varchar(200) not null,
  primary key (run_id, study_instance_uid)
);
create index run_prior_study on run_prior (study_instance_uid);

insert into study_patient
  select distinct json_extract(i.value, '$.value'), s.study_instance_uid,
    coalesce(json_extract(s.study, '$.studyDate'), '')
  from study s, json_each(s.study, '$.patient.identifiers') i
  where json_extract(i.value, '$.value') <> '' and length(json_extract(i.value, '$.value')) <= 200;
