-- What an operator looks for: messages by id, what is in quarantine, what could not be delivered.

-- the report version that the message became; null for none, and for what came before this version
alter table message add column version varchar(36);
-- an id begins with the digits of the body's hash
create index message_body on message (body_sha256);
create index message_quarantined on message (received_at) where outcome = 'quarantined';
create index delivery_dead on delivery (ordinal) where state = 'dead';
