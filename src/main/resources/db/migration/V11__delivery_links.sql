-- A delivery that was sent while the server did not know its patient: when it was sent, when that
-- patient is looked for next (null for all others), and how often that was done.
alter table delivery add column unlinked_since bigint;
alter table delivery add column link_due_at bigint;
alter table delivery add column link_tries integer not null default 0;
create index delivery_link_due on delivery (sink, link_due_at) where link_due_at is not null;
