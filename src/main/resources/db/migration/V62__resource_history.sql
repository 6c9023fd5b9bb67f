-- FHIR clients search and sort by date, and read earlier versions.

-- the time that a resource says it is of, in milliseconds; 0: it has none, or a node of the version before wrote it
alter table resource add column dated bigint not null default 0;
create index resource_dated on resource (type, dated, id);

-- Versions that newer ones replaced. Those from before are not kept.
create table resource_version (
  type ${text} not null,
  id ${text} not null,
  version integer not null,
  last_updated bigint not null,
  resource_packed ${bytes} not null,
  primary key (type, id, version)
);
