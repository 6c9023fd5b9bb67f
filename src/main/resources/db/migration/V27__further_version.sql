-- A message may hold several reports. message.version is the first version that it became, and here are the
-- others, in the order of the message.
create table further_version (
  channel varchar(20) not null,
  site varchar(200) not null,
  message_key varchar(600) not null,
  body_sha256 varchar(64) not null,
  -- 1 for the second
  place integer not null,
  version varchar(36) not null,
  primary key (channel, site, message_key, body_sha256, place)
);
create index further_version_version on further_version (version);
-- which message became a version
create index message_version on message (version) where version is not null;
