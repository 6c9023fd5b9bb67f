-- Lists of messages and deliveries for an operator, newest first.

-- address of the sender, or position in the feed; empty where the feed has neither, and for older messages
alter table message add column place varchar(200) not null default '';
create index message_received on message (received_at, body_sha256);
create index message_site on message (site, received_at, body_sha256);
create index message_feed on message (channel, site, received_at);
create index delivery_newest on delivery (ordinal, sink);
