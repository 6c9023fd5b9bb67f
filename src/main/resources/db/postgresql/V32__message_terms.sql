-- PostgreSQL alone; V31 is the same for SQLite. What an operator finds a message by. A term follows from the bytes, so
-- it belongs to the hash of the bytes. Values are in upper case and without blanks around them.
create table message_term (
  -- control_id, accession or mrn (each identifier of the patient)
  kind ${text} not null,
  value ${text} not null,
  body_sha256 ${text} not null,
  primary key (kind, value, body_sha256)
);
insert into message_term
  select distinct 'control_id', upper(trim(substring(message_key from '[^|]*$')) collate "C"), body_sha256
  from message where channel = 'hl7' and message_key like '%|%|_%';
insert into message_term
  select distinct k.kind, upper(trim(k.value) collate "C"), m.body_sha256
  from message m join report_key k on k.version = m.version where k.kind = 'accession';
insert into message_term
  select distinct 'mrn', upper(trim(i ->> 'value') collate "C"), m.body_sha256
  from message m join report_version v on v.id = m.version,
    json_array_elements(v.report::json -> 'patient' -> 'identifiers') i
  where position('\u0000' in i::text) = 0 and i ->> 'value' <> '' and octet_length(i ->> 'value') <= 500;
