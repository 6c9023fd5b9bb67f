-- Less space for each report. A long text is compressed and stands in the column beside; the text is
-- empty then. Rows of older versions keep their text.
alter table audit add column audit_packed ${bytes};
alter table audit add column bundle_packed ${bytes};
alter table decision add column bundle_packed ${bytes};
alter table delivery add column payload_packed ${bytes};
alter table job_step add column result_packed ${bytes};
alter table resource add column resource_packed ${bytes};

-- Most resources share most of the values by which they are found, so each value is stored once. The
-- id of a resource is one of them (parameter _id), and gives the resource its number.
create table search_value (
  id bigint primary key,
  type text not null,
  parameter text not null,
  system text not null,
  code text not null,
  -- the value as a number, for less and greater; null where it is none
  number double precision,
  unique (type, parameter, code, system)
);
create index search_value_number on search_value (type, parameter, number) where number is not null;
alter table resource add column number bigint;

create table resource_value (
  resource bigint not null,
  value bigint not null,
  primary key (resource, value)
) ${clustered};

insert into search_value (id, type, parameter, system, code, number)
  select row_number() over (order by type, parameter, code, system), type, parameter, system, code,
    number from (
      select type, parameter, system, code, max(number) as number from resource_token
        group by type, parameter, system, code
      union all select type, '_id', '', id, null from resource) as found;
update resource set number = (select v.id from search_value v
  where v.type = resource.type and v.parameter = '_id' and v.code = resource.id and v.system = '');
create unique index resource_number on resource (number);
insert into resource_value (resource, value)
  select r.number, v.id from resource_token t
  join resource r on r.type = t.type and r.id = t.id
  join search_value v on v.type = t.type and v.parameter = t.parameter and v.code = t.code
    and v.system = t.system;
create index resource_value_value on resource_value (value, resource);
drop table resource_token;
