-- What the figures of quality count: a row for each report that was checked, and for each of its flags.

-- Follows from versions, audits and decisions, like the worklist; the engine fills it at its next start.
create table quality_report (
  site varchar(200) not null,
  report_id varchar(200) not null,
  -- when the first version was received, such as 202611, by UTC
  month integer not null,
  -- the same as a time
  received_at bigint not null,
  -- the last audit in which checks ran
  run_id varchar(36) not null,
  modality varchar(200) not null,
  author varchar(200) not null,
  -- the checks that did not finish, each between two blanks
  unfinished varchar(1000) not null,
  primary key (site, report_id)
);
create index quality_report_received on quality_report (received_at);
create index quality_report_month on quality_report (month, site, modality, author, unfinished);

create table quality_flag (
  run_id varchar(36) not null,
  problem varchar(200) not null,
  site varchar(200) not null,
  report_id varchar(200) not null,
  month integer not null,
  modality varchar(200) not null,
  author varchar(200) not null,
  check_id varchar(200) not null,
  strength varchar(20) not null,
  -- what a person said on the worklist: right, not-important or wrong; empty without a verdict
  verdict varchar(20) not null,
  -- who said it; empty without a verdict
  username varchar(200) not null,
  -- from the end of the audit to the first decision that was not undone, in milliseconds
  decided_after bigint,
  -- of a flag that people agreed with: to-correct, corrected, left or unclear; empty for others
  fate varchar(20) not null,
  -- 2: the first flag of its report that has this strength; 1: the first of this check and strength; else 0
  first_of integer not null,
  primary key (run_id, problem)
);
create index quality_flag_report on quality_flag (site, report_id);
create index quality_flag_month on quality_flag (month, site, modality, author, check_id, strength,
  verdict, username, fate, first_of, decided_after);
