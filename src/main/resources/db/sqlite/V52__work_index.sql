-- SQLite alone. The index report_version_work begins with the same columns.
drop index report_version_state;

-- The next run is found without sorting the queue. V53 is the same for PostgreSQL.
drop index job_due;
create index job_order on job (state, sort_at, run_id);
