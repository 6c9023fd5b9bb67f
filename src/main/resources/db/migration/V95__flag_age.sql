-- When the flags that a report has came first: the age and the order of its row, also when a newer version has
-- them again. flags_since keeps it for each flag, as JSON without words of the report; it is empty where no
-- version was audited yet, and in rows of nodes of the version before.
alter table worklist add column since_at bigint;
alter table worklist add column flags_since text not null default '';
-- when the current version was signed, if it says so
alter table worklist add column signed_at bigint;
-- the current version, if a critical finding is gone that people agreed with, and it names no call
alter table worklist add column gone_version integer;
