-- SQLite alone. A message counts as received once for each version that it became, otherwise once.
create view received_count as
  select what, kind, sink, n, repeats from row_count
  union all select 'message', 'parsed', '', count(*), 0 from further_version;
