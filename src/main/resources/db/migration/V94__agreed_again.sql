-- The current version, if it still has what people agreed with in an earlier one. Null for other reports, and in
-- rows of nodes of the version before.
alter table worklist add column still_version integer;
