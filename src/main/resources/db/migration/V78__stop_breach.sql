-- The stop rule: which checks left their band, and who has seen it. Without patients.

create table stop_breach (
  check_name varchar(200) not null,
  -- flags, precision, silence or wrong
  kind varchar(20) not null,
  -- of the flags that were judged by precision; otherwise empty
  strength varchar(10) not null,
  -- counted from 1 for these three: a check may leave its band again
  number integer not null,
  -- figures and band, as the last look had them
  words varchar(500) not null,
  began_at bigint not null,
  -- when the check was within its band again
  ended_at bigint,
  primary key (check_name, kind, strength, number)
);

-- What people answered. Rows are never changed or deleted.
create table stop_answer (
  check_name varchar(200) not null,
  kind varchar(20) not null,
  strength varchar(10) not null,
  number integer not null,
  -- counted from 1 for one breach; the last one holds
  answer integer not null,
  -- go-on or quiet
  what varchar(20) not null,
  reason varchar(500) not null,
  username varchar(200) not null,
  answered_at bigint not null,
  primary key (check_name, kind, strength, number, answer)
);

-- The last look, in one row.
create table stop_look (
  name varchar(20) primary key,
  looked_at bigint not null,
  -- judged in how many respects, and in how many of them nothing can be said
  judged integer not null,
  not_known integer not null
);
