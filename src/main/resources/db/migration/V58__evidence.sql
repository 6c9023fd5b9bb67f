-- Evidence on which an audit rests turns out to be another patient's.

-- whether the two reports turned out to be of two patients
alter table rests_on add column parted integer not null default 0;

-- whether images that the run read turned out to be another patient's
alter table job add column images_parted integer not null default 0;
