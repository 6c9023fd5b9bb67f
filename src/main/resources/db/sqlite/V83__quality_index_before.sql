-- quality_flag_figures takes its place. On PostgreSQL nodes of the version before may still read it.
drop index quality_flag_month;
