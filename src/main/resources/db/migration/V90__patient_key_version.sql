-- The rows of a version are replaced when its patient changes, and deleted with it: without this, all rows are read each time.
create index patient_key_version on patient_key (version);
