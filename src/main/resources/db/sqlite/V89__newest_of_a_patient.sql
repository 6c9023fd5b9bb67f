-- The newest reports of a patient are found without reading the texts of all others.
create index report_version_newest on report_version (id, superseded, received_at);
