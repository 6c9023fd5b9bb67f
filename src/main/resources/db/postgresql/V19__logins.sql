-- PostgreSQL alone: who may log in, who is logged in, and who read what, for all nodes. With SQLite, one
-- process has these in files and in memory.

create table login_user (
  name text collate "C" primary key,
  role text collate "C" not null,
  hash text collate "C" not null
);

-- One row; grows with each change of a user.
create table login_user_revision (
  id integer primary key,
  revision bigint not null
);
insert into login_user_revision (id, revision) values (1, 0);

create table login_session (
  -- SHA-256 of the cookie's value: whoever reads this table cannot use a session
  id text collate "C" primary key,
  username text collate "C" not null,
  -- of the password at log-in
  hash text collate "C" not null,
  begun_at bigint not null,
  used_at bigint not null
);
create index login_session_user on login_session (username, used_at);
create index login_session_begun on login_session (begun_at);

-- What the pages keep for a session, such as the filter of the worklist.
create table login_session_value (
  session_id text collate "C" not null references login_session on delete cascade,
  kind text collate "C" not null,
  value text collate "C" not null,
  primary key (session_id, kind)
);

create table login_failure (
  address text collate "C" primary key,
  failures bigint not null,
  -- when the first of them was counted
  since bigint not null
);

-- Rows are only added. A writer is one process between two starts; it numbers its lines, so that a line that
-- is written twice is stored once.
create table access_log (
  writer text collate "C" not null,
  number bigint not null,
  read_at bigint not null,
  username text collate "C" not null,
  -- the same JSON as in the file access.log
  line text collate "C" not null,
  primary key (writer, number)
);
create index access_log_read on access_log using brin (read_at);
