-- Flags of reports that were checked before they were signed, without words (rtl.presign.keep).

create table draft_flag (
  -- HMAC of the site and a number of the report
  number varchar(64) not null,
  check_name varchar(100) not null,
  -- HMAC of the check and the words of both evidences
  mark varchar(64) not null,
  -- UTF-16 code units in the text that was read
  place_start integer not null,
  place_end integer not null,
  strength varchar(10) not null,
  made_at bigint not null,
  primary key (number, check_name, mark)
);
create index draft_flag_made on draft_flag (made_at);

-- What became of them when the signed report was audited.
create table draft_outcome (
  check_name varchar(100) not null,
  strength varchar(10) not null,
  -- mended or left
  outcome varchar(10) not null,
  flags bigint not null,
  primary key (check_name, strength, outcome)
);
