-- What is not kept for ever. A row stays, so that counts hold and a repeat is known; its bytes go.

-- when the bytes were taken out; null while they are kept
alter table message add column pruned_at bigint;
create index message_kept on message (outcome, received_at) where pruned_at is null;

-- since when the run has ended; null while it has not, and once its step results were taken out
alter table job add column steps_since bigint;
update job set steps_since = coalesce(
  (select ended_at from audit where audit.run_id = job.run_id), created_at)
  where state in ('done', 'dropped');
create index job_steps_kept on job (steps_since) where steps_since is not null;
