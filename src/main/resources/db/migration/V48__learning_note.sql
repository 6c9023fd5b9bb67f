-- What people write about the learning cases that they keep.

create table learning_note (
  -- the decision that kept the case
  decision varchar(36) not null,
  -- from 1: the one with the greatest number stands, earlier ones stay
  number integer not null,
  words varchar(4000) not null,
  username varchar(200) not null,
  written_at bigint not null,
  primary key (decision, number)
);
create index decision_learning on decision (decided_at) where kind = 'learning';
