-- What people choose in the worklist beyond a log-in, and ways to a report from a RIS or PACS.

-- The filters of a log-in; the search, which may name a patient, is not in them.
create table kept_filter (
  username varchar(200) primary key,
  value varchar(4000) not null
);

-- Who follows the id sees these reports, once; neither the numbers that were asked for nor a name are here.
create table launch (
  id varchar(36) primary key,
  -- found, other_patient or none
  answer varchar(20) not null,
  -- ids of the worklist, with a blank between two
  reports varchar(2000) not null,
  made_at bigint not null
);
create index launch_made on launch (made_at);
