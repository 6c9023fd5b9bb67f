-- PostgreSQL alone. The oldest due run is found without sorting the queue, which may be long; SQLite's
-- planner would not use this index.
create index job_claimed on job (created_at, run_id) where state in ('ready', 'running');
