-- how often a run was claimed: only who claimed it last may write of it
alter table job add column claim integer not null default 0;
