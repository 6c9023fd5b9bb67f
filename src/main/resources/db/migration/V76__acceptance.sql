-- Acceptance of a trial: the flags of the site's own reports are read, and a rule that was stored before
-- the first reading says whether the product is used. Without patients.
create table acceptance (
  -- as the lists of readings have it
  name varchar(100) primary key,
  -- from 1
  number integer not null unique,
  -- 1 until a person ends it, then null: at most one has it
  running integer unique,
  -- how many were counted
  reports integer not null,
  -- the rule: wrong flags in 100 reports at most, and right ones of 100 at least, by the bounds of their
  -- 95 % intervals; how many checks may go quiet; how many flags must have been judged right or wrong
  most_wrong double precision not null,
  least_right double precision not null,
  most_quiet integer not null,
  least_flags integer not null,
  begun_by varchar(200) not null,
  begun_at bigint not null,
  -- go, quiet, no-go or given-up; empty while it runs
  outcome varchar(20) not null,
  -- the checks that went quiet, with a blank between
  quiet varchar(1000) not null,
  -- the same bounds as they were found; null unless the outcome is go or quiet
  wrong_high double precision,
  right_low double precision,
  ended_by varchar(200) not null,
  ended_at bigint
);

create table acceptance_count (
  name varchar(100) not null,
  -- the kind of exam; empty where the report names none
  modality varchar(200) not null,
  -- empty for the reports
  check_id varchar(200) not null,
  -- report; unfinished (reports on which the check did not finish); tell, ask, quiet or image (flags)
  counted varchar(20) not null,
  n integer not null,
  primary key (name, modality, check_id, counted)
);
