-- Finds the reports that became final after a preliminary version, the newest first.
create index report_version_final on report_version (received_at)
  where seq > 1 and status in ('FINAL', 'AMENDED', 'CORRECTED', 'APPENDED');
