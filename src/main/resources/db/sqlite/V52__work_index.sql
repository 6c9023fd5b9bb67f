-- SQLite alone. The index report_version_work begins with the same columns.
drop index report_version_state;
