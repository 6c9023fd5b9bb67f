-- PostgreSQL alone. It enforces the length of a varchar, and sorts text by the language of the database;
-- SQLite does neither. Nothing is longer than its index can take: the journal sees to that.

do $$
declare
  c record;
begin
  for c in
    select table_name, column_name from information_schema.columns
    where table_schema = current_schema() and data_type = 'character varying'
      and table_name <> 'flyway_schema_history'
  loop
    execute format('alter table %I alter column %I type text collate "C"', c.table_name, c.column_name);
  end loop;
end
$$;

-- SQLite reads filters and search from the index alone; here the words of a row may be too long for it
drop index worklist_order;
create index worklist_order on worklist (rank, received_at desc, id);
