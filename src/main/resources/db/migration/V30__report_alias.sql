-- By which other ids a report is found: filler order number, document id, FHIR id, Study Instance UIDs, and report
-- ids of messages that were found to be about it. Reports from before have none.
create table report_alias (
  alias varchar(300) not null,
  site varchar(200) not null,
  report_id varchar(200) not null,
  primary key (alias, site, report_id)
);
