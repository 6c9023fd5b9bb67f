-- Of decisions that a person made with one key about all reasons of a flag: the id of the first of them. Null for
-- a decision about one reason, and in rows of nodes of the version before.
alter table decision add column act varchar(36);
