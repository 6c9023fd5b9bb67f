-- What a resource is found by: references apart from identifiers, and numbers to compare by.

-- the value as a number, for less and greater; null where it is none
alter table resource_token add column number double precision;
update resource_token set number = cast(code as double precision), system = ''
  where parameter = 'value-quantity';
create index resource_token_number on resource_token (type, parameter, number)
  where number is not null;

-- Version 0.1.0 kept the identifier of a logical reference as if it were the id of a resource, so that
-- a record number found another person's audits, and the id in a URL of another server as if it were
-- one of this server. A value stays where the resource has it as its reference. (replace() tells in
-- SQLite and in PostgreSQL whether a text is inside another, with no character that means more.)
delete from resource_token where parameter in ('patient', 'subject', 'focus') and not exists (
  select 1 from resource r where r.type = resource_token.type and r.id = resource_token.id and (
    replace(r.resource, '"reference":"' || code || '"', '') <> r.resource
    or replace(r.resource, '"reference":"' || code || '/_history/', '') <> r.resource
    or replace(r.resource, '"reference":"' || case parameter when 'focus' then 'DiagnosticReport'
      else 'Patient' end || '/' || code || '"', '') <> r.resource
    or replace(r.resource, '"reference":"' || case parameter when 'focus' then 'DiagnosticReport'
      else 'Patient' end || '/' || code || '/_history/', '') <> r.resource));
delete from resource_token where parameter = 'derived-from' and not exists (
  select 1 from resource r where r.type = resource_token.type and r.id = resource_token.id
    and replace(r.resource, '"reference":"' || code || '"', '') <> r.resource);
