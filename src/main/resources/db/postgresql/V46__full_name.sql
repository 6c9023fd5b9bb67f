-- PostgreSQL alone: with SQLite, the users are in a file.

-- how reports name the person; empty if nobody said so
alter table login_user add column full_name text collate "C" not null default '';
