-- What people saw before it was used, and signed: word lists, strengths and versions of the engine. Rows
-- are never changed or deleted. Without patients.
create table rehearsal (
  -- words, strengths or release
  kind varchar(20) not null,
  -- counted from 1 for this kind; the last one holds
  number integer not null,
  -- of what was rehearsed
  sha256 varchar(64) not null,
  -- the version of the engine that rehearsed it
  version varchar(100) not null,
  -- how many reports were checked again, and how many flags came, went, or changed their strength
  reports integer not null,
  gained integer not null,
  lost integer not null,
  changed integer not null,
  username varchar(200) not null,
  signed_at bigint not null,
  -- the site's own files as JSON, so that every node has them; empty for a release
  files ${text} not null,
  files_packed ${bytes},
  primary key (kind, number)
);
