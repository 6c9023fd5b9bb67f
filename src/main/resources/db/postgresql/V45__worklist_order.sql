-- PostgreSQL alone, as V44 for SQLite; here the words of a row may be too long for an index.
drop index worklist_order;
create index worklist_order on worklist (rank, sort_at, id);
