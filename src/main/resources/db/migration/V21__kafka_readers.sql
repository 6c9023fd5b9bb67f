-- Which start of a process began to read the partition: with several nodes, a node that ends deletes
-- its own rows alone.
alter table kafka_start add column reader text not null default '';
