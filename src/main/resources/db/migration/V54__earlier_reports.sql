-- Audits rest on earlier reports of the patient.

-- the versions of other reports that a run reads; the newest has place 0
create table rests_on (
  run_id varchar(36) not null,
  version varchar(36) not null,
  place integer not null,
  primary key (run_id, version)
);
create index rests_on_version on rests_on (version, run_id);

-- how often an earlier report has come, changed or gone since the version was last looked at
alter table report_version add column history_changed integer not null default 0;
create index report_version_history on report_version (received_at, id) where history_changed > 0;
