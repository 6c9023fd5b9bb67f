-- The table of strengths that all nodes use, in one row. Without patients.
create table strength_table (
  name ${text} primary key,
  -- as the file check/strengths.yaml has it; empty: as shipped
  content ${text} not null,
  -- of the content
  sha256 ${text} not null,
  -- of the file that the content was made from, which nodes may have; empty if it was made from none
  file_sha256 ${text} not null,
  -- who loaded it; empty: the first start
  username ${text} not null,
  loaded_at bigint not null
);
