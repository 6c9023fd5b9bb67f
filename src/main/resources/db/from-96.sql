-- The last step of a journal that stood at the last migration before the baseline, in one transaction, after its rows have
-- their present form (OldForms). What it has then is what V97__baseline.sql makes; BaselineTest compares them.

-- Nothing reads it: first_problem has what the sentence is made of.
alter table worklist drop column problem;

-- A node that did not know the state of a row wrote it: all rows are computed anew.
update worklist_state set rules = 0, done_site = '', done_report = ''
  where exists (select 1 from worklist where state = '');

-- Known errors that versions before sent through their own doors as reports: a run that never ended left rows. The table
-- goes in the same transaction: a node of the version before stores one there before it sends it.
delete from job_step where run_id in (
  select j.run_id from job j where j.version in (select s.id from sentinel s));
delete from rests_on where run_id in (
  select j.run_id from job j where j.version in (select s.id from sentinel s));
delete from rests_on where version in (select s.id from sentinel s);
delete from job where version in (select s.id from sentinel s);
delete from report_version where id in (select s.id from sentinel s);
drop table sentinel;

-- To keep a flag as a case also said that it is right; the notes about cases are words of people about a report.
update decision set kind = 'agree' where kind = 'learning';
drop index decision_learning;
drop table learning_note;

-- The stop rule, and the versions of the engine that people had signed.
drop table stop_breach;
drop table stop_answer;
drop table stop_look;
drop table engine_start;
drop table rehearsal;
