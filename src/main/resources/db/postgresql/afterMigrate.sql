-- After each migration, for the columns that it added. PostgreSQL enforces the length of a varchar, and sorts text
-- by the language of the database; SQLite does neither. Nothing is longer than its index can take: the journal
-- sees to that. Two nodes may be here at the same time.
do $$
declare
  c record;
begin
  perform pg_advisory_xact_lock(hashtextextended('migrate', 0));
  for c in
    select table_name, column_name from information_schema.columns
    where table_schema = current_schema() and data_type = 'character varying'
      and table_name <> 'flyway_schema_history'
  loop
    execute format('alter table %I alter column %I type text collate "C"', c.table_name, c.column_name);
  end loop;
end
$$;
