-- Patients change: ids are merged (ADT^A40, A18), names, birth dates and sexes are corrected (A08, A31).

-- Which versions are about a patient id.
create table patient_key (
  value varchar(200) not null,
  version varchar(36) not null,
  primary key (value, version)
);

-- An id that another one replaced. Without an assigning authority it is an id of the site only.
create table patient_merge (
  old_value varchar(200) not null,
  old_system varchar(300) not null,
  site varchar(200) not null,
  value varchar(200) not null,
  system varchar(300) not null,
  type varchar(50) not null,
  merged_at bigint not null,
  primary key (old_value, old_system, site, value, system)
);

-- When a patient's data were last changed, as the sender says: an older change comes too late.
create table patient_change (
  value varchar(200) not null,
  system varchar(300) not null,
  site varchar(200) not null,
  changed_at bigint not null,
  primary key (value, system, site)
);
