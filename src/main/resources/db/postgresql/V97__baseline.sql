-- The tables of a journal on PostgreSQL. Later migrations add to them. db/sqlite has the same for SQLite:
-- BaselineTest compares the two. A journal of the version before gets the same tables from db/from-96.sql.
--
-- Times are milliseconds since 1970-01-01 UTC. A column x_packed holds a compressed text (PackedText).
-- Text is sorted as SQLite sorts it: collate "C". A column without that is never sorted.


-- Messages that came.

-- Every message as it came; repeats of the same bytes are counted on the first. A row stays when its bytes are taken
-- out, so that counts hold and a repeat is known.
create table message (
  channel text collate "C" not null,
  site text collate "C" not null,
  message_key text collate "C" not null,
  body_sha256 text collate "C" not null,
  raw bytea not null,
  received_at bigint not null,
  outcome text collate "C" not null,
  reason text collate "C" not null,
  reply bytea not null,
  repeats bigint not null,
  -- the report version that the message became; null for none
  version text collate "C",
  -- when the bytes were taken out; null while they are kept
  pruned_at bigint,
  -- address of the sender, or position in the feed; empty where the feed has neither
  place text collate "C" not null default '',
  -- what the message was read as, whatever was decided about it: report, patient_change or neither; null where a
  -- version did not record it
  read_as text collate "C",
  primary key (channel, site, message_key, body_sha256)
);
create index message_outcome on message (outcome, repeats);
-- an id begins with the digits of the body's hash
create index message_body on message (body_sha256);
create index message_quarantined on message (received_at) where outcome = 'quarantined';
create index message_kept on message (outcome, received_at) where pruned_at is null;
-- which message became a version
create index message_version on message (version) where version is not null;
create index message_received on message (received_at, body_sha256);
create index message_site on message (site, received_at, body_sha256);
create index message_feed on message (channel, site, received_at);

-- A message may hold several reports. message.version is the first version that it became, and here are the
-- others, in the order of the message.
create table further_version (
  channel text collate "C" not null,
  site text collate "C" not null,
  message_key text collate "C" not null,
  body_sha256 text collate "C" not null,
  -- 1 for the second
  place integer not null,
  version text collate "C" not null,
  primary key (channel, site, message_key, body_sha256, place)
);
create index further_version_version on further_version (version);

-- What an operator finds a message by. A term follows from the bytes, so it belongs to the hash of the bytes. Values are
-- in upper case and without blanks around them.
create table message_term (
  -- control_id, accession or mrn (each identifier of the patient)
  kind text collate "C" not null,
  value text collate "C" not null,
  body_sha256 text collate "C" not null,
  primary key (kind, value, body_sha256)
);

-- How far a feed has read.
create table feed (
  name text collate "C" primary key,
  cursor_value text collate "C" not null
);

-- Where the last start began to read each partition, until it ended as it should: a record at which
-- the process died again and again is found by it.
create table kafka_start (
  topic text collate "C" not null,
  part integer not null,
  start_offset bigint not null,
  -- starts in a row that came after a death and began here
  deaths integer not null,
  -- which start of a process began to read the partition: a node that ends deletes its own rows alone
  reader text not null default '',
  primary key (topic, part)
);


-- Reports and their patients.

-- One row per version of a report; (site, report_id) is the report.
create table report_version (
  id text collate "C" primary key,
  site text collate "C" not null,
  report_id text collate "C" not null,
  seq integer not null,
  fingerprint text collate "C" not null,
  status text collate "C" not null,
  issued bigint,
  report text not null,
  state text collate "C" not null,
  reason text collate "C" not null,
  superseded integer not null,
  -- 1: audited while images that it names were not here
  images_missing integer not null,
  -- how many changes of its studies were not looked at yet
  images_changed integer not null,
  received_at bigint not null,
  -- 1: the version was audited without images that may still come
  images_expected integer not null default 0,
  -- 1, in the state awaiting_images: nobody has queued a run of this version yet
  untouched integer not null default 1,
  -- place in the order of work, as WorkClass has it
  work_class integer not null default 3,
  -- how often an earlier report has come, changed or gone since the version was last looked at
  history_changed integer not null default 0,
  -- JSON: the patient as its message named it, without the ids of merges; null where a version did not record it
  sent_patient text,
  -- how often the version was given back to its patient, or lost images to another one
  unlinked integer not null default 0,
  unique (site, report_id, seq)
);
create index report_version_state on report_version (state, received_at);
create index report_version_report_id on report_version (report_id);
create index report_version_images on report_version (received_at) where images_changed > 0;
-- finds the reports that became final after a preliminary version, the newest first
create index report_version_final on report_version (received_at)
  where seq > 1 and status in ('FINAL', 'AMENDED', 'CORRECTED', 'APPENDED');
-- many versions wait, and few of them can be decided about: these are found without reading a row
create index report_version_work on report_version (state, received_at, id, untouched, images_changed);
create index report_version_history on report_version (received_at, id) where history_changed > 0;

-- What studies a report can be matched by: its Study Instance UIDs and accession numbers.
create table report_key (
  version text collate "C" not null,
  kind text collate "C" not null,
  value text collate "C" not null,
  primary key (version, kind, value)
);
create index report_key_value on report_key (kind, value);
-- accession numbers that differ in case or leading zeros alone
create index report_key_similar on report_key (ltrim(upper(value), '0')) where kind = 'accession';

-- By which other ids a report is found: filler order number, document id, FHIR id, Study Instance UIDs, and report
-- ids of messages that were found to be about it.
create table report_alias (
  alias text collate "C" not null,
  site text collate "C" not null,
  report_id text collate "C" not null,
  primary key (alias, site, report_id)
);

-- Which versions are about a patient id.
create table patient_key (
  value text collate "C" not null,
  version text collate "C" not null,
  primary key (value, version)
);
-- the rows of a version are replaced when its patient changes, and deleted with it
create index patient_key_version on patient_key (version);

-- An id that another one replaced. Without an assigning authority it is an id of the site only.
create table patient_merge (
  old_value text collate "C" not null,
  old_system text collate "C" not null,
  site text collate "C" not null,
  value text collate "C" not null,
  system text collate "C" not null,
  type text collate "C" not null,
  merged_at bigint not null,
  -- when the sender says that the ids were merged; null where a version did not record it
  said_at bigint,
  primary key (old_value, old_system, site, value, system)
);

-- Which ids were unlinked, and when, as the sender says: an older merge of them comes too late.
create table patient_unlink (
  old_value text collate "C" not null,
  old_system text collate "C" not null,
  site text collate "C" not null,
  value text collate "C" not null,
  system text collate "C" not null,
  said_at bigint not null,
  primary key (old_value, old_system, site, value, system)
);

-- When a patient's data were last changed, as the sender says: an older change comes too late.
create table patient_change (
  value text collate "C" not null,
  system text collate "C" not null,
  site text collate "C" not null,
  changed_at bigint not null,
  primary key (value, system, site)
);

-- Which message merged or corrected the patient with an id, for what operators look up.
create table patient_event (
  value text collate "C" not null,
  system text collate "C" not null,
  -- of the message
  site text collate "C" not null,
  message text collate "C" not null,
  -- merged (the id was replaced) or corrected
  kind text collate "C" not null,
  happened_at bigint not null,
  primary key (value, system, site, message)
);
create index patient_event_message on patient_event (message);


-- Images.

-- Studies with what is known of their images, as JSON.
create table study (
  study_instance_uid text collate "C" primary key,
  accession_number text collate "C" not null,
  study text not null,
  updated_at bigint not null,
  -- when the first image of the study was seen; null where a version did not record it
  received_at bigint
);
create index study_accession on study (accession_number);

-- Which studies are about a patient id.
create table study_patient (
  value text collate "C" not null,
  study_instance_uid text collate "C" not null,
  -- the day of the study, as 2026-03-04; empty when unknown
  studied_on text collate "C" not null,
  primary key (value, study_instance_uid)
);
create index study_patient_study on study_patient (study_instance_uid);

-- Studies that are asked for from an archive, and those that it gave.
create table archive_wish (
  version text collate "C" not null,
  -- of an earlier study of the patient; empty = the studies that the report names
  study_instance_uid text collate "C" not null,
  since bigint not null,
  due_at bigint not null,
  attempts integer not null,
  -- 1: given up
  ended integer not null,
  -- why it is not here, in words that name no patient; empty before the first failure
  reason text collate "C" not null,
  primary key (version, study_instance_uid)
);
create index archive_wish_due on archive_wish (due_at) where ended = 0;

create table archive_study (
  study_instance_uid text collate "C" primary key,
  -- coming: some objects may be here, and none is used; here: all are, and were weighed; leaving: they are
  -- being deleted, and none is used
  state text collate "C" not null,
  -- since when it is here; before, when whoever brings or deletes it must have ended
  since bigint not null,
  bytes bigint not null,
  instances integer not null
);
create index archive_study_since on archive_study (state, since);


-- Audits.

-- Runs: audits of a version, waiting, running or ended.
create table job (
  run_id text collate "C" primary key,
  version text collate "C" not null,
  studies text not null,
  refusal text collate "C" not null,
  state text collate "C" not null,
  due_at bigint not null,
  lease_until bigint not null,
  -- how often it failed, and how often it ended without a word (the process died)
  attempts integer not null,
  lost integer not null,
  -- since when it is being put off without any progress
  stuck_since bigint,
  created_at bigint not null,
  -- since when the run has ended; null while it has not, and once its step results were taken out
  steps_since bigint,
  -- how often the run was claimed: only who claimed it last may write of it
  claim integer not null default 0,
  -- JSON: both identities, and who confirmed that they are one; null where nothing contradicts
  other_patient text,
  -- the claim under which it runs alone; 0: none; -1: it ended because of what it ended alone
  alone_claim integer not null default 0,
  -- how often its process died while it ran alone, since its last stored step
  lost_alone integer not null default 0,
  -- 1: this run checks the text alone, and another one of the version follows
  text_only integer not null default 0,
  -- the due run with the smallest goes first
  sort_at bigint not null default 0,
  -- whether images that the run read turned out to be another patient's
  images_parted integer not null default 0,
  -- 1: this run was made in shadow mode, whatever the setting says later
  shadow integer not null default 0
);
create index job_due on job (state, due_at);
create index job_version on job (version);
create index job_steps_kept on job (steps_since) where steps_since is not null;
-- the oldest due run is found without sorting the queue, which may be long
create index job_claimed on job (created_at, run_id) where state in ('ready', 'running');
-- suspect runs are few, whatever the length of the queue
create index job_suspect on job (state, lost_alone, created_at, run_id) where lost > 0;
create index job_text on job (state, sort_at, run_id) where text_only = 1;
-- the next run is found without sorting the queue; runs that have ended are not in the index
create index job_order on job (sort_at, run_id) where state in ('ready', 'running');

-- What the steps of a run gave, so that a run that is interrupted goes on. Compressed.
create table job_step (
  run_id text collate "C" not null,
  step text collate "C" not null,
  result_packed bytea,
  primary key (run_id, step)
);

-- The versions of other reports that a run reads.
create table rests_on (
  run_id text collate "C" not null,
  version text collate "C" not null,
  place integer not null,
  -- whether the two reports turned out to be of two patients
  parted integer not null default 0,
  primary key (run_id, version)
);
create index rests_on_version on rests_on (version, run_id);

-- The earlier studies that an audit names.
create table run_prior (
  run_id text collate "C" not null,
  study_instance_uid text collate "C" not null,
  primary key (run_id, study_instance_uid)
);
create index run_prior_study on run_prior (study_instance_uid);

-- Audits, with the resources that they became. Compressed.
create table audit (
  run_id text collate "C" primary key,
  version text collate "C" not null,
  site text collate "C" not null,
  report_id text collate "C" not null,
  ordinal bigint not null,
  ended_at bigint not null,
  audit_packed bytea,
  bundle_packed bytea
);
create index audit_report on audit (site, report_id, ordinal);
create index audit_ordinal on audit (ordinal);
create index audit_version on audit (version, ordinal);


-- Deliveries, and the resources of the FHIR API.

-- What a sink gets. A delivery is of an audit, then both ids are the same, or of a decision about it, or of a
-- notification.
create table delivery (
  id text collate "C" not null,
  sink text collate "C" not null,
  ordinal bigint not null,
  state text collate "C" not null,
  reason text collate "C" not null,
  attempts integer not null,
  due_at bigint not null,
  -- how often it was rebuilt because others had changed what it withdraws
  rebuilds integer not null default 0,
  -- A delivery that was sent while the server did not know its patient: when it was sent, when that
  -- patient is looked for next (null for all others), and how often that was done.
  unlinked_since bigint,
  link_due_at bigint,
  link_tries integer not null default 0,
  run_id text collate "C" not null default '',
  -- how often a delivery was claimed: only who claimed it last may write of it
  claim integer not null default 0,
  lease_until bigint not null default 0,
  -- as it was sent, where that is not the resources of the audit or decision; compressed
  payload_packed bytea,
  -- A delivery that is no audit and no decision: what it tells of, and the entry of the list.
  notification text collate "C",
  step integer,
  -- A delivery that the peer refused: when it first did, the code and place of its error, and its own words,
  -- which may name a patient. Later deliveries of the report wait for it.
  refused_at bigint,
  refusal text collate "C" not null default '',
  answer text,
  primary key (id, sink)
);
create index delivery_due on delivery (sink, state, due_at);
create index delivery_dead on delivery (ordinal) where state = 'dead';
create index delivery_link_due on delivery (sink, link_due_at) where link_due_at is not null;
create index delivery_run on delivery (run_id, sink, ordinal);
create index delivery_pending on delivery (sink, state, ordinal) where state = 'pending';
create index delivery_claimed on delivery (sink, lease_until) where lease_until > 0;
create index delivery_newest on delivery (ordinal, sink);
create index delivery_notification on delivery (notification) where notification is not null;
create index delivery_refused on delivery (sink, ordinal) where state = 'pending' and refused_at is not null;

-- FHIR resources that were published. Compressed.
create table resource (
  type text collate "C" not null,
  id text collate "C" not null,
  version integer not null,
  last_updated bigint not null,
  resource_packed bytea,
  number bigint,
  -- the time that the resource says it is of, in milliseconds; 0: it has none
  dated bigint not null default 0,
  primary key (type, id)
);
create index resource_updated on resource (type, last_updated, id);
create unique index resource_number on resource (number);
create index resource_dated on resource (type, dated, id);

-- Versions of resources that newer ones replaced. Compressed.
create table resource_version (
  type text collate "C" not null,
  id text collate "C" not null,
  version integer not null,
  last_updated bigint not null,
  resource_packed bytea not null,
  primary key (type, id, version)
);
-- FHIR clients read the versions of all resources of a type, the newest first
create index resource_version_updated on resource_version (type, last_updated, id, version);

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

create table resource_value (
  resource bigint not null,
  value bigint not null,
  primary key (resource, value)
);
create index resource_value_value on resource_value (value, resource);


-- The worklist, and what people decide.

-- What people see: a row for each report. It follows from versions, audits and decisions.
create table worklist (
  -- random, the same for all versions
  id text collate "C" primary key,
  site text collate "C" not null,
  report_id text collate "C" not null,
  -- place in the list, from the state and the most serious open label
  rank integer not null,
  received_at bigint not null,
  family_name text collate "C" not null,
  given_name text collate "C" not null,
  accession text collate "C" not null,
  exam text collate "C" not null,
  modality text collate "C" not null,
  body_part text collate "C" not null,
  radiologist text collate "C" not null,
  type text collate "C" not null,
  places integer not null,
  open_problems integer not null,
  problems integer not null,
  outcome text collate "C" not null,
  failure text collate "C" not null,
  claims integer not null,
  assessed integer not null,
  score integer,
  decided_by text collate "C" not null,
  decided_at bigint,
  -- types of all problems, and words to search by, each between two blanks
  types text collate "C" not null,
  terms text collate "C" not null,
  -- in which count of the worklist the report is
  state text collate "C" not null default '',
  -- what orders the reports of one rank: the time of receipt, counted backwards where the newest is first
  sort_at bigint not null default 0,
  weight text collate "C" not null default '',
  questions integer not null default 0,
  -- what the sentence about the first problem is made of, as JSON
  first_problem text collate "C" not null default '',
  to_correct integer not null default 0,
  -- who agreed with the first of these, and when
  agreed_by text collate "C" not null default '',
  agreed_at bigint,
  -- 1: a reminder of one of these was given
  reminded integer not null default 0,
  -- the version in which the last of them was corrected, and how long that took, in milliseconds
  corrected_version integer,
  corrected_after bigint,
  -- 1: the report is not final yet
  preliminary integer not null default 0,
  -- the checks that did not finish, each between two blanks
  unfinished text collate "C" not null default '',
  -- what is still to come to a version that was audited: 1 another run, 2 images
  expecting integer not null default 0,
  -- the current version, if it still has what people agreed with in an earlier one; null for other reports
  still_version integer,
  -- when the flags that the report has came first: the age and the order of its row, also when a newer version has
  -- them again
  since_at bigint,
  -- the same for each flag, as JSON without words of the report; empty where no version was audited yet
  flags_since text not null default '',
  -- when the current version was signed, if it says so
  signed_at bigint,
  -- the current version, if a critical finding is gone that people agreed with, and it names no call
  gone_version integer,
  -- in this order, so that a filter by site does not choose this index
  unique (report_id, site)
);
create index worklist_received on worklist (received_at);
create index worklist_to_correct on worklist (agreed_at) where agreed_at is not null;
-- not the words that filters and search read: they may be too long for an index here
create index worklist_place on worklist (rank, sort_at, id);

-- How many rows have each value that the list can be filtered by.
create table worklist_value (
  kind text collate "C" not null,
  value text collate "C" not null,
  reports bigint not null,
  primary key (kind, value)
);

-- One row.
create table worklist_state (
  id integer primary key,
  -- grows with each change of a row
  revision bigint not null,
  -- the version of the rules that all rows follow, and while they are brought up to date, the last report
  -- that is done
  rules integer not null,
  done_site text collate "C" not null,
  done_report text collate "C" not null
);

-- What people decided about problems. Rows are never changed, and deleted by an erasure alone.
create table decision (
  id text collate "C" primary key,
  run_id text collate "C" not null,
  problem text collate "C" not null,
  kind text collate "C" not null,
  reason text collate "C" not null,
  words text not null,
  username text collate "C" not null,
  decided_at bigint not null,
  images text not null,
  undoes text collate "C",
  -- counted together with audit.ordinal
  ordinal bigint not null,
  bundle_packed bytea,
  -- what a person said about whose the images are; kind is then agree
  answer text collate "C",
  -- 1: the person had the role operator
  as_operator integer not null default 0,
  -- whether the flag was right: right, not-important, wrong; null where the kind says nothing, or a version did not
  -- record it
  verdict text collate "C",
  -- the person's decision that the engine follows, and the version from which or in which it did; null
  -- for what a person decided
  follows text collate "C",
  follows_version integer,
  -- of decisions that a person made with one key about all reasons of a flag: the id of the first of them; null for
  -- a decision about one reason
  act text collate "C"
);
create index decision_run on decision (run_id, ordinal);
create unique index decision_ordinal on decision (ordinal);
-- the outcomes are counted, without those that were undone
create index decision_undoes on decision (undoes) where undoes is not null;
create index decision_answer on decision (answer) where answer is not null;

-- The reminders that were given of flags that people agreed with.
create table reminder (
  decision text collate "C" primary key,
  reminded_at bigint not null
);

-- Problems of which somebody is told at once, and to whom on the list of the site each was sent.
create table notification (
  -- random: worth nothing without a log-in
  id text collate "C" primary key,
  -- flag, or reminder
  kind text collate "C" not null,
  site text collate "C" not null,
  report_id text collate "C" not null,
  -- the newest run that has the problem, and its key there
  run_id text collate "C" not null,
  problem text collate "C" not null,
  -- the same for the same problem in any run and version
  identity text collate "C" not null,
  weight text collate "C" not null,
  created_at bigint not null,
  -- how many entries of the list were told
  step integer not null,
  -- when the next entry is told; null: all were told
  due_at bigint,
  -- when somebody opened the report or decided about the problem
  read_at bigint,
  -- when the problem was gone
  ended_at bigint
);
create unique index notification_open on notification (site, report_id, kind, identity)
  where ended_at is null;
create index notification_run on notification (run_id);
create index notification_unread on notification (due_at) where read_at is null and ended_at is null;

-- The filters of a log-in; the search, which may name a patient, is not in them.
create table kept_filter (
  username text collate "C" primary key,
  value text collate "C" not null
);

-- Who follows the id sees these reports, once; neither the numbers that were asked for nor a name are here.
create table launch (
  id text collate "C" primary key,
  -- found, other_patient or none
  answer text collate "C" not null,
  -- ids of the worklist, with a blank between two
  reports text collate "C" not null,
  made_at bigint not null
);
create index launch_made on launch (made_at);


-- Drafts that were checked before they were signed.

-- Flags of reports that were checked before they were signed, without words (rtl.presign.keep).
create table draft_flag (
  -- HMAC of the site and a number of the report
  number text collate "C" not null,
  check_name text collate "C" not null,
  -- HMAC of the check and the words of both evidences
  mark text collate "C" not null,
  -- UTF-16 code units in the text that was read
  place_start integer not null,
  place_end integer not null,
  strength text collate "C" not null,
  made_at bigint not null,
  primary key (number, check_name, mark)
);
create index draft_flag_made on draft_flag (made_at);

-- What became of them when the signed report was audited.
create table draft_outcome (
  check_name text collate "C" not null,
  strength text collate "C" not null,
  -- mended or left
  outcome text collate "C" not null,
  flags bigint not null,
  primary key (check_name, strength, outcome)
);


-- Quality, and acceptance of a trial.

-- What the figures of quality count: a row for each report that was checked. It follows from versions, audits and
-- decisions, like the worklist.
create table quality_report (
  site text collate "C" not null,
  report_id text collate "C" not null,
  -- when the first version was received, such as 202611, by UTC
  month integer not null,
  -- the same as a time
  received_at bigint not null,
  -- the last audit in which checks ran
  run_id text collate "C" not null,
  modality text collate "C" not null,
  author text collate "C" not null,
  -- the checks that did not finish, each between two blanks
  unfinished text collate "C" not null,
  primary key (site, report_id)
);
create index quality_report_received on quality_report (received_at);
create index quality_report_month on quality_report (month, site, modality, author, unfinished);

-- A row for each flag of these reports.
create table quality_flag (
  run_id text collate "C" not null,
  problem text collate "C" not null,
  site text collate "C" not null,
  report_id text collate "C" not null,
  month integer not null,
  modality text collate "C" not null,
  author text collate "C" not null,
  check_id text collate "C" not null,
  strength text collate "C" not null,
  -- what a person said on the worklist: right, not-important or wrong; empty without a verdict
  verdict text collate "C" not null,
  -- who said it; empty without a verdict
  username text collate "C" not null,
  -- from the end of the audit to the first decision that was not undone, in milliseconds
  decided_after bigint,
  -- of a flag that people agreed with: to-correct, corrected, left or unclear; empty for others
  fate text collate "C" not null,
  -- 2: the first flag of its report that has this strength; 1: the first of this check and strength; else 0
  first_of integer not null,
  primary key (run_id, problem)
);
create index quality_flag_report on quality_flag (site, report_id);
-- the figures are counted by check first: in this order no row has to be sorted
create index quality_flag_figures on quality_flag (check_id, strength, verdict, fate, first_of, month,
  site, modality, author, username, decided_after);

-- Random samples that people read: a list is drawn once.
create table reading_list (
  -- week or pilot
  source text collate "C" not null,
  -- such as 2026-W48
  name text collate "C" not null,
  -- report (without a flag), ask or quiet (a flag)
  kind text collate "C" not null,
  -- with which the rows were drawn from all of them, ordered by their keys
  seed bigint not null,
  -- how many it was drawn from
  population integer not null,
  drawn_at bigint not null,
  primary key (source, name, kind)
);

-- What is on a list.
create table reading_item (
  id text collate "C" primary key,
  source text collate "C" not null,
  name text collate "C" not null,
  kind text collate "C" not null,
  -- from 1, in the order drawn
  place integer not null,
  run_id text collate "C" not null,
  -- empty for a report
  problem text collate "C" not null,
  -- as the figures counted it when it was drawn
  site text collate "C" not null,
  modality text collate "C" not null,
  month integer not null,
  check_id text collate "C" not null,
  strength text collate "C" not null,
  unique (source, name, kind, place)
);
create index reading_item_run on reading_item (run_id);

-- Answers are added and never changed.
create table reading_answer (
  -- made by the page that sent it: the same one is stored once
  id text collate "C" primary key,
  item text collate "C" not null,
  username text collate "C" not null,
  -- from 1: the greatest number of a person and item stands
  number integer not null,
  -- right, not-important, wrong or undo
  answer text collate "C" not null,
  answered_at bigint not null,
  unique (item, username, number)
);

-- Acceptance of a trial: the flags of the site's own reports are read, and a rule that was stored before
-- the first reading says whether the product is used. Without patients.
create table acceptance (
  -- as the lists of readings have it
  name text collate "C" primary key,
  -- from 1
  number integer not null unique,
  -- 1 until a person ends it, then null: at most one has it
  running integer unique,
  -- how many were counted
  reports integer not null,
  -- the rule: wrong flags in 100 reports at most, and right ones of 100 at least, by the bounds of their
  -- 95 % intervals; how many checks may go quiet; how many flags must have been judged right or wrong
  most_wrong double precision not null,
  least_right double precision not null,
  most_quiet integer not null,
  least_flags integer not null,
  begun_by text collate "C" not null,
  begun_at bigint not null,
  -- go, quiet, no-go or given-up; empty while it runs
  outcome text collate "C" not null,
  -- the checks that went quiet, with a blank between
  quiet text collate "C" not null,
  -- the same bounds as they were found; null unless the outcome is go or quiet
  wrong_high double precision,
  right_low double precision,
  ended_by text collate "C" not null,
  ended_at bigint
);

-- What was counted at the end of an acceptance.
create table acceptance_count (
  name text collate "C" not null,
  -- the kind of exam; empty where the report names none
  modality text collate "C" not null,
  -- empty for the reports
  check_id text collate "C" not null,
  -- report; unfinished (reports on which the check did not finish); tell, ask, quiet or image (flags)
  counted text collate "C" not null,
  n integer not null,
  primary key (name, modality, check_id, counted)
);


-- Shadow mode.

-- Audits of shadow mode are kept apart, where nothing that shows, sends or counts audits looks. Compressed.
create table shadow_audit (
  run_id text collate "C" primary key,
  version text collate "C" not null,
  site text collate "C" not null,
  report_id text collate "C" not null,
  -- in the order in which they ended
  ordinal bigint not null,
  audit_packed bytea not null,
  ended_at bigint not null,
  -- how many problems it has, without questions
  flags integer not null
);
create unique index shadow_audit_ordinal on shadow_audit (ordinal);
create index shadow_audit_report on shadow_audit (site, report_id, ordinal);
create index shadow_audit_version on shadow_audit (version);

-- Critical and other-patient flags of shadow mode, which one clinician passes on.
create table duty_flag (
  id text collate "C" primary key,
  site text collate "C" not null,
  report_id text collate "C" not null,
  -- the newest run that has the problem, and its key there
  run_id text collate "C" not null,
  problem text collate "C" not null,
  -- the same for the same problem in any run and version
  identity text collate "C" not null,
  weight text collate "C" not null,
  found_at bigint not null,
  -- when the clinician was last reminded of it, and how often
  reminded_at bigint,
  reminders integer not null,
  -- who passed it on, and when
  passed_by text collate "C" not null,
  passed_at bigint,
  -- when the problem was gone
  ended_at bigint,
  -- who was told when it was passed on, and when
  told text collate "C" not null default '',
  told_at bigint,
  -- when it was last taken back that it was passed on; then it is open again
  taken_back_at bigint
);
create unique index duty_flag_current on duty_flag (site, report_id, identity)
  where ended_at is null;
create index duty_flag_run on duty_flag (run_id);
create index duty_flag_found on duty_flag (found_at);


-- Erasure.

-- Erasures of reports and patients: what was asked for, and what remains of it.
create table erasure (
  id text collate "C" primary key,
  -- report or patient
  kind text collate "C" not null,
  -- JSON: which one; empty once it is erased, or the request was withdrawn
  subject text not null,
  -- in words that name no patient
  reason text collate "C" not null,
  -- requested, confirmed (it is being carried out), done or withdrawn
  state text collate "C" not null,
  requested_by text collate "C" not null,
  requested_at bigint not null,
  confirmed_by text collate "C" not null,
  ended_at bigint,
  -- the greatest number of an audit or decision that was erased: it is not given again
  ordinal bigint not null
);
create index erasure_requested on erasure (requested_at);

-- How many rows of a table were erased.
create table erased_rows (
  erasure text collate "C" not null,
  name text collate "C" not null,
  n bigint not null,
  primary key (erasure, name)
);

-- What a sink has, or may have.
create table erased_delivery (
  -- the run, the decision or the random id of a notification
  id text collate "C" not null,
  sink text collate "C" not null,
  erasure text collate "C" not null,
  run_id text collate "C" not null,
  state text collate "C" not null,
  audited_at bigint not null,
  primary key (id, sink)
);
create index erased_delivery_of on erased_delivery (erasure);

-- Resources that the FHIR server has, or may have, until they are entered in error there.
create table erased_copy (
  type text collate "C" not null,
  id text collate "C" not null,
  erasure text collate "C" not null,
  due_at bigint not null,
  tries integer not null,
  reason text collate "C" not null,
  primary key (type, id)
);
create index erased_copy_due on erased_copy (due_at);
create index erased_copy_of on erased_copy (erasure);

-- How many messages and report versions were erased: they stay counted.
create table erased_count (
  -- message or report
  what text collate "C" not null,
  -- outcome or state
  kind text collate "C" not null,
  n bigint not null,
  repeats bigint not null,
  primary key (what, kind)
);

-- HMACs of what must not come again: of the bytes of messages, and of a report's numbers with its patient's.
create table erased_mark (
  mark text collate "C" primary key,
  erasure text collate "C" not null
);

-- The key of the marks; made by the first erasure.
create table erasure_key (
  id integer primary key,
  secret bytea not null
);


-- Time and nodes.

-- The time that the journal has reached: its times go on from there when the wall clock was set
-- back. The row is also what is written to find out whether the journal can be written.
create table journal_clock (
  id integer primary key,
  seen_at bigint not null,
  -- as large as the message that could not be stored; empty while writes succeed
  probe bytea
);

-- Who does what only one node may do at a time.
create table lease (
  name text primary key,
  -- the node's name and a random part for each of its starts
  owner text not null,
  node text not null,
  lease_until bigint not null
);


-- PostgreSQL alone: users, log-ins, and who read what, for all nodes. With SQLite, one process has these in files and in
-- memory.

-- Who may log in. With SQLite, the users are in a file.
create table login_user (
  name text collate "C" primary key,
  role text collate "C" not null,
  hash text collate "C" not null,
  -- how reports name the person; empty if nobody said so
  full_name text collate "C" not null default ''
);

-- One row; grows with each change of a user.
create table login_user_revision (
  id integer primary key,
  revision bigint not null
);

-- Who is logged in.
create table login_session (
  -- SHA-256 of the cookie's value: whoever reads this table cannot use a session
  id text collate "C" primary key,
  username text collate "C" not null,
  -- of the password at log-in
  hash text collate "C" not null,
  begun_at bigint not null,
  used_at bigint not null
);
create index login_session_user on login_session (username, used_at);
create index login_session_begun on login_session (begun_at);

-- What the pages keep for a session, such as the filter of the worklist.
create table login_session_value (
  session_id text collate "C" not null references login_session on delete cascade,
  kind text collate "C" not null,
  value text collate "C" not null,
  primary key (session_id, kind)
);

-- Log-ins that failed.
create table login_failure (
  address text collate "C" primary key,
  failures bigint not null,
  -- when the first of them was counted
  since bigint not null
);

-- Rows are only added. A writer is one process between two starts; it numbers its lines, so that a line that
-- is written twice is stored once.
create table access_log (
  writer text collate "C" not null,
  number bigint not null,
  read_at bigint not null,
  username text collate "C" not null,
  -- the same JSON as in the file access.log
  line text collate "C" not null,
  primary key (writer, number)
);
create index access_log_read on access_log using brin (read_at);


-- PostgreSQL alone: the copy of an SQLite journal.

-- The copy of an SQLite journal into this database (rtl journal copy).
create table journal_copy (
  -- what tells the copied journal from others
  source text collate "C" primary key,
  started_at bigint not null,
  -- null until counts and hashes of all tables were compared: no node starts before
  verified_at bigint
);

create table journal_copy_table (
  name text collate "C" primary key,
  rows_copied bigint not null
);


-- Strengths as versions before the table of strengths stored them.

-- How strong a check is, as people changed it. The first start of this version reads it. Without patients.
create table strength_change (
  check_name text collate "C" not null,
  -- DICOM code; empty for all kinds of examination that have no row of their own
  modality text collate "C" not null,
  -- counted from 1 for this check and kind; the last one holds
  number integer not null,
  -- tell, ask or quiet; as-file: the change before is taken back
  strength text collate "C" not null,
  -- why it only asks, as a flag shows it; empty unless it asks
  why text collate "C" not null,
  -- on what the person decided, such as the verdicts that were shown
  basis text collate "C" not null,
  username text collate "C" not null,
  changed_at bigint not null,
  primary key (check_name, modality, number)
);

-- Rows that are always there.

insert into journal_clock (id, seen_at) values (1, 0);
insert into worklist_state (id, revision, rules, done_site, done_report) values (1, 0, 0, '', '');
insert into login_user_revision (id, revision) values (1, 0);


-- How many rows there are of each kind.

-- How many rows there are of each kind: counted as they change, because counting many millions takes too long for a
-- health check. Each change is a row of its own, so that transactions do not wait for each other; now and then the rows
-- are added up.
create table row_change (
  what text collate "C" not null,
  kind text collate "C" not null,
  sink text collate "C" not null,
  n bigint not null,
  repeats bigint not null
);

create view row_count as
  select what, kind, sink, sum(n) as n, sum(repeats) as repeats from row_change group by what, kind, sink;

-- Not 'update of' and no 'when': a trigger that names columns would keep their types from being changed.
create function message_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into row_change values ('message', new.outcome, '', 1, new.repeats);
  elsif tg_op = 'DELETE' then
    insert into row_change values ('message', old.outcome, '', -1, -old.repeats);
  elsif old.outcome <> new.outcome then
    insert into row_change values ('message', old.outcome, '', -1, -old.repeats),
      ('message', new.outcome, '', 1, new.repeats);
  elsif old.repeats <> new.repeats then
    insert into row_change values ('message', new.outcome, '', 0, new.repeats - old.repeats);
  end if;
  return null;
end
$$;

create trigger message_changed after insert or update or delete on message
  for each row execute function message_changed();

create function report_version_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into row_change values ('report', new.state, '', 1, 0);
  elsif tg_op = 'DELETE' then
    insert into row_change values ('report', old.state, '', -1, 0);
  elsif old.state <> new.state then
    insert into row_change values ('report', old.state, '', -1, 0), ('report', new.state, '', 1, 0);
  end if;
  return null;
end
$$;

create trigger report_version_changed after insert or update or delete on report_version
  for each row execute function report_version_changed();

create function delivery_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into row_change values ('delivery', new.state, new.sink, 1, 0);
  elsif tg_op = 'DELETE' then
    insert into row_change values ('delivery', old.state, old.sink, -1, 0);
  elsif old.state <> new.state then
    insert into row_change values ('delivery', old.state, old.sink, -1, 0),
      ('delivery', new.state, new.sink, 1, 0);
  end if;
  return null;
end
$$;

create trigger delivery_changed after insert or update or delete on delivery
  for each row execute function delivery_changed();

-- A message counts as received once for each version that it became, otherwise once.
create view received_count as
  select what, kind, sink, n, repeats from row_count;

create function further_version_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into row_change values ('message', 'parsed', '', 1, 0);
  elsif tg_op = 'DELETE' then
    insert into row_change values ('message', 'parsed', '', -1, 0);
  end if;
  return null;
end
$$;

create trigger further_version_changed after insert or delete on further_version
  for each row execute function further_version_changed();
