-- PostgreSQL alone, as V44 for SQLite; here the words of a row may be too long for an index. Nodes of the
-- version before read worklist_order.
create index worklist_place on worklist (rank, sort_at, id);
