-- SQLite alone. How many rows there are of each kind, read from indexes. On PostgreSQL, where a journal grows
-- to many millions of rows, they are counted as they change.
create view row_count as
  select 'message' as what, outcome as kind, '' as sink, count(*) as n, sum(repeats) as repeats
    from message group by outcome
  union all select 'report', state, '', count(*), 0 from report_version group by state
  union all select 'delivery', state, sink, count(*), 0 from delivery group by sink, state;
