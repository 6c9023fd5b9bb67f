-- PostgreSQL alone. The next run is found without sorting the queue; runs that have ended are not in the index.
create index job_order on job (sort_at, run_id) where state in ('ready', 'running');
