create view rtl_messages as
select id, changed,
'MSH|^~\&|RIS|HOSP|RTL|RTL|' || changed || '||ORU^R01|' || id || '-' || changed || '|P|2.5.1
PID|1||' || coalesce(mrn, '') || '||' || coalesce(family, '') || '^' || coalesce(given, '')
|| '||' || coalesce(born, '') || '|' || coalesce(sex, '') || '
OBR|1||' || coalesce(accession, '') || '|' || coalesce(code, '') || '||||||||||||||'
|| coalesce(accession, '') || '||||' || changed || '|||' || coalesce(status, '') || '
OBX|1|FT|18748-4^Report^LN||'
|| replace(replace(replace(replace(replace(replace(coalesce(body, ''), '\', '\E\'), '|', '\F\'),
   '^', '\S\'), '~', '\R\'), '&', '\T\'), '
', '\.br\') || '||||||' || coalesce(status, '') as message
from ris_reports where taken is null
