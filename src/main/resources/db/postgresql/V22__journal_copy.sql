-- PostgreSQL alone: the copy of an SQLite journal into this database (rtl journal copy).
create table journal_copy (
  -- what tells the copied journal from others
  source text collate "C" primary key,
  started_at bigint not null,
  -- null until counts and hashes of all tables were compared: no node starts before
  verified_at bigint
);

create table journal_copy_table (
  name text collate "C" primary key,
  rows_copied bigint not null
);
