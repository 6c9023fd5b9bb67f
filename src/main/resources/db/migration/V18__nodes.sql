-- Several nodes on one journal: who sends a delivery, and who does what only one node may do at a time.

-- how often a delivery was claimed: only who claimed it last may write of it
alter table delivery add column claim integer not null default 0;
alter table delivery add column lease_until bigint not null default 0;
create index delivery_pending on delivery (sink, state, ordinal) where state = 'pending';
create index delivery_claimed on delivery (sink, lease_until) where lease_until > 0;

create table lease (
  name text primary key,
  -- the node's name and a random part for each of its starts
  owner text not null,
  node text not null,
  lease_until bigint not null
);
