-- A version's text is checked by rules before its images are here; urgent runs go before others.

-- 1, in the state awaiting_images: nobody has queued a run of this version yet
alter table report_version add column untouched integer not null default 1;
-- many versions wait, and few of them can be decided about: these are found without reading a row
create index report_version_work on report_version (state, received_at, id, untouched, images_changed);
-- place in the order of work, as WorkClass has it
alter table report_version add column work_class integer not null default 3;

-- 1: this run checks the text alone, and another one of the version follows
alter table job add column text_only integer not null default 0;
-- the due run with the smallest goes first; that of a node of an older version, 0, before all others
alter table job add column sort_at bigint not null default 0;
update job set sort_at = created_at where state = 'ready';
create index job_text on job (state, sort_at, run_id) where text_only = 1;

-- what is still to come to a version that was audited: 1 another run, 2 images
alter table worklist add column expecting integer not null default 0;
