-- How a run ended: checked_only and superseded are told apart from audited and not_auditable.

-- overtaken by a newer version before the audit
update report_version set state = 'superseded'
  where state = 'not_auditable' and superseded = 1
  and reason = 'superseded before its audit ended';

-- No model assessed a claim in the newest audit. Quotation marks inside the report's text are escaped
-- in JSON, so its words cannot look like these fields.
update report_version set state = 'checked_only'
  where state = 'audited'
  and (select case when a.audit like '%"step":"alignment"%'
        or a.audit like '%"basis":"MODEL_WITH_IMAGE"%'
        or a.audit like '%"basis":"FINDINGS_ALONE"%'
        or a.audit like '%"basis":"BLANK_PROBE"%' then 1 else 0 end
      from audit a
      where a.site = report_version.site and a.report_id = report_version.report_id
      and a.version = report_version.id
      order by a.ordinal desc limit 1) = 0;
