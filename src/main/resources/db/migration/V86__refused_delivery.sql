-- A delivery that the peer refused: when it first did, the code and place of its error, and its own words,
-- which may name a patient. Later deliveries of the report wait for it.
alter table delivery add column refused_at bigint;
alter table delivery add column refusal varchar(100) not null default '';
alter table delivery add column answer text;
create index delivery_refused on delivery (sink, ordinal) where state = 'pending' and refused_at is not null;
