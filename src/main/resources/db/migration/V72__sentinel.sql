-- Reports that the product sends to its own doors, to see that they come through (rtl.sentinels.every).

create table sentinel (
  id varchar(36) not null primary key,
  -- the node that sent it
  node varchar(200) not null,
  door varchar(10) not null,
  -- what must flag it
  check_name varchar(100) not null,
  -- of what was sent: nothing else is taken for it
  body_sha256 varchar(64) not null,
  -- sent, received; then one of seen, other, refused, unreachable
  state varchar(20) not null,
  -- its report_version while that exists
  version varchar(36),
  sent_at bigint not null,
  ended_at bigint,
  reason text not null
);
create index sentinel_body on sentinel (body_sha256);
create index sentinel_version on sentinel (version);
create index sentinel_newest on sentinel (node, sent_at);
create index sentinel_sent on sentinel (sent_at);
