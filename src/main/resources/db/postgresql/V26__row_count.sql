-- PostgreSQL alone. How many rows there are of each kind: counted as they change, because counting many millions
-- takes too long for a health check. Each change is a row of its own, so that transactions do not wait for each
-- other; now and then the rows are added up.
create table row_change (
  what text collate "C" not null,
  kind text collate "C" not null,
  sink text collate "C" not null,
  n bigint not null,
  repeats bigint not null
);
create view row_count as
  select what, kind, sink, sum(n) as n, sum(repeats) as repeats from row_change group by what, kind, sink;

lock table message, report_version, delivery in share row exclusive mode;
insert into row_change
  select 'message', outcome, '', count(*), sum(repeats) from message group by outcome
  union all select 'report', state, '', count(*), 0 from report_version group by state
  union all select 'delivery', state, sink, count(*), 0 from delivery group by sink, state;

-- Not 'update of' and no 'when': a trigger that names columns would keep their types from being changed.
create function message_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into row_change values ('message', new.outcome, '', 1, new.repeats);
  elsif tg_op = 'DELETE' then
    insert into row_change values ('message', old.outcome, '', -1, -old.repeats);
  elsif old.outcome <> new.outcome then
    insert into row_change values ('message', old.outcome, '', -1, -old.repeats),
      ('message', new.outcome, '', 1, new.repeats);
  elsif old.repeats <> new.repeats then
    insert into row_change values ('message', new.outcome, '', 0, new.repeats - old.repeats);
  end if;
  return null;
end
$$;
create trigger message_changed after insert or update or delete on message
  for each row execute function message_changed();

create function report_version_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into row_change values ('report', new.state, '', 1, 0);
  elsif tg_op = 'DELETE' then
    insert into row_change values ('report', old.state, '', -1, 0);
  elsif old.state <> new.state then
    insert into row_change values ('report', old.state, '', -1, 0), ('report', new.state, '', 1, 0);
  end if;
  return null;
end
$$;
create trigger report_version_changed after insert or update or delete on report_version
  for each row execute function report_version_changed();

create function delivery_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into row_change values ('delivery', new.state, new.sink, 1, 0);
  elsif tg_op = 'DELETE' then
    insert into row_change values ('delivery', old.state, old.sink, -1, 0);
  elsif old.state <> new.state then
    insert into row_change values ('delivery', old.state, old.sink, -1, 0),
      ('delivery', new.state, new.sink, 1, 0);
  end if;
  return null;
end
$$;
create trigger delivery_changed after insert or update or delete on delivery
  for each row execute function delivery_changed();
