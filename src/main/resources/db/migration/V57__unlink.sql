-- Patients that were merged are unlinked again (ADT^A37).

-- JSON: the patient as its message named it, without the ids of merges. Versions from before have none.
alter table report_version add column sent_patient text;

-- how often the version was given back to its patient, or lost images to another one
alter table report_version add column unlinked integer not null default 0;

-- when the sender says that the ids were merged. Merges from before have none.
alter table patient_merge add column said_at bigint;

-- Which ids were unlinked, and when, as the sender says: an older merge of them comes too late.
create table patient_unlink (
  old_value varchar(200) not null,
  old_system varchar(300) not null,
  site varchar(200) not null,
  value varchar(200) not null,
  system varchar(300) not null,
  said_at bigint not null,
  primary key (old_value, old_system, site, value, system)
);
