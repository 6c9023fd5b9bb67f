-- Problems of which somebody is told at once, and to whom on the list of the site each was sent.

create table notification (
  -- random: worth nothing without a log-in
  id varchar(36) primary key,
  -- flag, or reminder
  kind varchar(20) not null,
  site varchar(200) not null,
  report_id varchar(200) not null,
  -- the newest run that has the problem, and its key there
  run_id varchar(36) not null,
  problem varchar(200) not null,
  -- the same for the same problem in any run and version
  identity varchar(200) not null,
  weight varchar(20) not null,
  created_at bigint not null,
  -- how many entries of the list were told
  step integer not null,
  -- when the next entry is told; null: all were told
  due_at bigint,
  -- when somebody opened the report or decided about the problem
  read_at bigint,
  -- when the problem was gone
  ended_at bigint
);
create unique index notification_open on notification (site, report_id, kind, identity)
  where ended_at is null;
create index notification_run on notification (run_id);
create index notification_unread on notification (due_at) where read_at is null and ended_at is null;

-- A delivery that is no audit and no decision: what it tells of, and the entry of the list.
alter table delivery add column notification varchar(36);
alter table delivery add column step integer;
create index delivery_notification on delivery (notification) where notification is not null;
