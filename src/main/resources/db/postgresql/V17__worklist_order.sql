-- PostgreSQL alone. SQLite reads filters and search from the index alone; here the words of a row may be too
-- long for it.
drop index worklist_order;
create index worklist_order on worklist (rank, received_at desc, id);
