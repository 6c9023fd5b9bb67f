-- How strong a check is, as people changed it. Rows are never changed or deleted: to take a change back
-- is one more row. Without patients.
create table strength_change (
  check_name varchar(100) not null,
  -- DICOM code; empty for all kinds of examination that have no row of their own
  modality varchar(20) not null,
  -- counted from 1 for this check and kind; the last one holds
  number integer not null,
  -- tell, ask or quiet; as-file: the change before is taken back
  strength varchar(10) not null,
  -- why it only asks, as a flag shows it; empty unless it asks
  why varchar(500) not null,
  -- on what the person decided, such as the verdicts that were shown
  basis varchar(500) not null,
  username varchar(200) not null,
  changed_at bigint not null,
  primary key (check_name, modality, number)
);
