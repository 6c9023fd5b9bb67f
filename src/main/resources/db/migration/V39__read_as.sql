-- What a message was read as, whatever was decided about it: report, patient_change or neither; null for messages of
-- before.
alter table message add column read_as varchar(20);
-- Accession numbers that differ in case or leading zeros alone. On a large journal it takes a while, and nothing is
-- written meanwhile.
create index report_key_similar on report_key (ltrim(upper(value), '0')) where kind = 'accession';
