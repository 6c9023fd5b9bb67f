-- A run whose process died runs alone the next time. Only what it ends alone counts against it.

-- the claim under which it runs alone; 0: none; -1: it ended because of what it ended alone
alter table job add column alone_claim integer not null default 0;
-- how often its process died while it ran alone, since its last stored step
alter table job add column lost_alone integer not null default 0;

-- suspect runs are few, whatever the length of the queue
create index job_suspect on job (state, lost_alone, created_at, run_id) where lost > 0;
