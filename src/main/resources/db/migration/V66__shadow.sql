-- Shadow mode: audits that are kept apart, where nothing that shows, sends or counts audits looks.

-- 1: this run was made in shadow mode, whatever the setting says later
alter table job add column shadow integer not null default 0;

create table shadow_audit (
  run_id varchar(36) primary key,
  version varchar(36) not null,
  site varchar(200) not null,
  report_id varchar(200) not null,
  -- in the order in which they ended
  ordinal bigint not null,
  audit_packed ${bytes} not null,
  ended_at bigint not null,
  -- how many problems it has, without questions
  flags integer not null
);
create unique index shadow_audit_ordinal on shadow_audit (ordinal);
create index shadow_audit_report on shadow_audit (site, report_id, ordinal);
create index shadow_audit_version on shadow_audit (version);

-- Critical and other-patient flags of shadow mode, which one clinician passes on.
create table duty_flag (
  id varchar(36) primary key,
  site varchar(200) not null,
  report_id varchar(200) not null,
  -- the newest run that has the problem, and its key there
  run_id varchar(36) not null,
  problem varchar(200) not null,
  -- the same for the same problem in any run and version
  identity varchar(200) not null,
  weight varchar(20) not null,
  found_at bigint not null,
  -- when the clinician was last reminded of it, and how often
  reminded_at bigint,
  reminders integer not null,
  -- who passed it on, and when
  passed_by varchar(200) not null,
  passed_at bigint,
  -- when the problem was gone
  ended_at bigint
);
create unique index duty_flag_current on duty_flag (site, report_id, identity)
  where ended_at is null;
create index duty_flag_run on duty_flag (run_id);
create index duty_flag_found on duty_flag (found_at);
