-- The last step of a journal that stood at the last migration before the baseline, in one transaction, after its rows have
-- their present form (OldForms). What it has then is what V97__baseline.sql makes; BaselineTest compares them.

-- Nothing reads it: first_problem has what the sentence is made of.
alter table worklist drop column problem;

-- A node that did not know the state of a row wrote it: all rows are computed anew.
update worklist_state set rules = 0, done_site = '', done_report = ''
  where exists (select 1 from worklist where state = '');
