-- SQLite alone; V32 is the same for PostgreSQL. What an operator finds a message by. A term follows from the bytes, so
-- it belongs to the hash of the bytes. Values are in upper case and without blanks around them.
create table message_term (
  -- control_id, accession or mrn (each identifier of the patient)
  kind text not null,
  value text not null,
  body_sha256 text not null,
  primary key (kind, value, body_sha256)
) ${clustered};
insert into message_term
  select distinct 'control_id', upper(trim(substr(message_key, length(rtrim(message_key, replace(message_key, '|', ''))) + 1))),
    body_sha256 from message where channel = 'hl7' and message_key like '%|%|_%';
insert into message_term
  select distinct k.kind, upper(trim(k.value)), m.body_sha256
  from message m join report_key k on k.version = m.version where k.kind = 'accession';
insert into message_term
  select distinct 'mrn', upper(trim(json_extract(i.value, '$.value'))), m.body_sha256
  from message m join report_version v on v.id = m.version, json_each(v.report, '$.patient.identifiers') i
  where json_extract(i.value, '$.value') <> '';
