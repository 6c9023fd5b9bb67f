-- SQLite alone; V45 is the same for PostgreSQL. Filters, search and counts read this index alone.
drop index worklist_order;
create index worklist_order on worklist (rank, sort_at, id, state, received_at, site, modality, body_part,
  radiologist, preliminary, types, terms);
