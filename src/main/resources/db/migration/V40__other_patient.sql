-- Images of another patient: what the right-patient gate saw, and what people say about it.

-- JSON: both identities, and who confirmed that they are one; null where nothing contradicts
alter table job add column other_patient text;

-- what a person said about whose the images are; kind is then agree, which all versions know
alter table decision add column answer varchar(20);
-- 1: the person had the role operator
alter table decision add column as_operator integer not null default 0;

-- when the first image of the study was seen; null for those from before
alter table study add column received_at bigint;
