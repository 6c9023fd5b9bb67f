-- The time that the journal has reached: its times go on from there when the wall clock was set
-- back. The row is also what is written to find out whether the journal can be written.
create table journal_clock (
  id integer primary key,
  seen_at bigint not null,
  -- as large as the message that could not be stored; empty while writes succeed
  probe ${bytes}
);
insert into journal_clock (id, seen_at)
  select 1, coalesce(max(t), 0) from (
    select max(received_at) as t from message
    union all select max(received_at) from report_version
    union all select max(created_at) from job
    union all select max(ended_at) from audit
    union all select max(last_updated) from resource
  ) as times;
