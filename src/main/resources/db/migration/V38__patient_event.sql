-- Which message merged or corrected the patient with an id, for what operators look up. Changes from before have none.
create table patient_event (
  value varchar(200) not null,
  system varchar(300) not null,
  -- of the message
  site varchar(200) not null,
  message varchar(30) not null,
  -- merged (the id was replaced) or corrected
  kind varchar(20) not null,
  happened_at bigint not null,
  primary key (value, system, site, message)
);
create index patient_event_message on patient_event (message);
