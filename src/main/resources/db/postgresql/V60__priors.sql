-- PostgreSQL alone; the file for SQLite is the same but for what it fills in. Earlier studies of a patient, which models are shown for claims that compare.

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
  select distinct i ->> 'value', s.study_instance_uid, coalesce(s.study::json ->> 'studyDate', '')
  from study s, json_array_elements(s.study::json -> 'patient' -> 'identifiers') i
  where position('\u0000' in s.study) = 0 and i ->> 'value' <> '' and length(i ->> 'value') <= 200;
