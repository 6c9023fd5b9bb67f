-- What becomes of a flag that people agreed with, and a worklist that counts each report once.

-- whether the flag was right: right, not-important, wrong; null where the kind says nothing, and before
alter table decision add column verdict varchar(20);
-- the person's decision that the engine follows, and the version from which or in which it did; null
-- for what a person decided
alter table decision add column follows varchar(36);
alter table decision add column follows_version integer;

-- The reminders that were given of flags that people agreed with.
create table reminder (
  decision varchar(36) primary key,
  reminded_at bigint not null
);

-- 1: the version was audited without images that may still come
alter table report_version add column images_expected integer not null default 0;

-- in which count of the worklist the report is
alter table worklist add column state varchar(20) not null default '';
-- what orders the reports of one rank: the time of receipt, counted backwards where the newest is first
alter table worklist add column sort_at bigint not null default 0;
alter table worklist add column weight varchar(20) not null default '';
alter table worklist add column questions integer not null default 0;
-- what the sentence about the first problem is made of, as JSON; nodes of the version before read problem
alter table worklist add column first_problem varchar(4000) not null default '';
alter table worklist add column to_correct integer not null default 0;
-- who agreed with the first of these, and when
alter table worklist add column agreed_by varchar(200) not null default '';
alter table worklist add column agreed_at bigint;
-- 1: a reminder of one of these was given
alter table worklist add column reminded integer not null default 0;
-- the version in which the last of them was corrected, and how long that took, in milliseconds
alter table worklist add column corrected_version integer;
alter table worklist add column corrected_after bigint;
create index worklist_to_correct on worklist (agreed_at) where agreed_at is not null;
-- 1: the report is not final yet
alter table worklist add column preliminary integer not null default 0;
-- the checks that did not finish, each between two blanks
alter table worklist add column unfinished varchar(1000) not null default '';

-- the outcomes are counted, without those that were undone
create index decision_undoes on decision (undoes) where undoes is not null;
create index decision_answer on decision (answer) where answer is not null;
