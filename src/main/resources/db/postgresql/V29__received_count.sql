-- PostgreSQL alone. A message counts as received once for each version that it became, otherwise once. Counted as
-- in V26, so that a node of an older version counts the same.
create view received_count as
  select what, kind, sink, n, repeats from row_count;

create function further_version_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into row_change values ('message', 'parsed', '', 1, 0);
  elsif tg_op = 'DELETE' then
    insert into row_change values ('message', 'parsed', '', -1, 0);
  end if;
  return null;
end
$$;
create trigger further_version_changed after insert or delete on further_version
  for each row execute function further_version_changed();
