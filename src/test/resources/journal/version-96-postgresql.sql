-- A journal on PostgreSQL as the 66 migrations before the baseline made it, a copy of version-96-sqlite.sql; without
-- patients. Made once, by those migrations themselves (BaselineTest).
CREATE FUNCTION delivery_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION further_version_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if tg_op = 'INSERT' then
    insert into row_change values ('message', 'parsed', '', 1, 0);
  elsif tg_op = 'DELETE' then
    insert into row_change values ('message', 'parsed', '', -1, 0);
  end if;
  return null;
end
$$;
CREATE FUNCTION message_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION report_version_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE TABLE acceptance (
    name text NOT NULL COLLATE pg_catalog."C",
    number integer NOT NULL,
    running integer,
    reports integer NOT NULL,
    most_wrong double precision NOT NULL,
    least_right double precision NOT NULL,
    most_quiet integer NOT NULL,
    least_flags integer NOT NULL,
    begun_by text NOT NULL COLLATE pg_catalog."C",
    begun_at bigint NOT NULL,
    outcome text NOT NULL COLLATE pg_catalog."C",
    quiet text NOT NULL COLLATE pg_catalog."C",
    wrong_high double precision,
    right_low double precision,
    ended_by text NOT NULL COLLATE pg_catalog."C",
    ended_at bigint
);
CREATE TABLE acceptance_count (
    name text NOT NULL COLLATE pg_catalog."C",
    modality text NOT NULL COLLATE pg_catalog."C",
    check_id text NOT NULL COLLATE pg_catalog."C",
    counted text NOT NULL COLLATE pg_catalog."C",
    n integer NOT NULL
);
CREATE TABLE access_log (
    writer text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL,
    read_at bigint NOT NULL,
    username text NOT NULL COLLATE pg_catalog."C",
    line text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE archive_study (
    study_instance_uid text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    since bigint NOT NULL,
    bytes bigint NOT NULL,
    instances integer NOT NULL
);
CREATE TABLE archive_wish (
    version text NOT NULL COLLATE pg_catalog."C",
    study_instance_uid text NOT NULL COLLATE pg_catalog."C",
    since bigint NOT NULL,
    due_at bigint NOT NULL,
    attempts integer NOT NULL,
    ended integer NOT NULL,
    reason text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE audit (
    run_id text NOT NULL COLLATE pg_catalog."C",
    version text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    report_id text NOT NULL COLLATE pg_catalog."C",
    ordinal bigint NOT NULL,
    audit text NOT NULL,
    bundle text NOT NULL,
    ended_at bigint NOT NULL,
    audit_packed bytea,
    bundle_packed bytea
);
CREATE TABLE decision (
    id text NOT NULL COLLATE pg_catalog."C",
    run_id text NOT NULL COLLATE pg_catalog."C",
    problem text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    words text NOT NULL,
    username text NOT NULL COLLATE pg_catalog."C",
    decided_at bigint NOT NULL,
    images text NOT NULL,
    undoes text COLLATE pg_catalog."C",
    bundle text NOT NULL,
    ordinal bigint NOT NULL,
    bundle_packed bytea,
    answer text COLLATE pg_catalog."C",
    as_operator integer DEFAULT 0 NOT NULL,
    verdict text COLLATE pg_catalog."C",
    follows text COLLATE pg_catalog."C",
    follows_version integer,
    act text COLLATE pg_catalog."C"
);
CREATE TABLE delivery (
    id text NOT NULL COLLATE pg_catalog."C",
    sink text NOT NULL COLLATE pg_catalog."C",
    ordinal bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    payload text NOT NULL,
    attempts integer NOT NULL,
    due_at bigint NOT NULL,
    rebuilds integer DEFAULT 0 NOT NULL,
    unlinked_since bigint,
    link_due_at bigint,
    link_tries integer DEFAULT 0 NOT NULL,
    run_id text DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    claim integer DEFAULT 0 NOT NULL,
    lease_until bigint DEFAULT 0 NOT NULL,
    payload_packed bytea,
    notification text COLLATE pg_catalog."C",
    step integer,
    refused_at bigint,
    refusal text DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    answer text
);
CREATE TABLE draft_flag (
    number text NOT NULL COLLATE pg_catalog."C",
    check_name text NOT NULL COLLATE pg_catalog."C",
    mark text NOT NULL COLLATE pg_catalog."C",
    place_start integer NOT NULL,
    place_end integer NOT NULL,
    strength text NOT NULL COLLATE pg_catalog."C",
    made_at bigint NOT NULL
);
CREATE TABLE draft_outcome (
    check_name text NOT NULL COLLATE pg_catalog."C",
    strength text NOT NULL COLLATE pg_catalog."C",
    outcome text NOT NULL COLLATE pg_catalog."C",
    flags bigint NOT NULL
);
CREATE TABLE duty_flag (
    id text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    report_id text NOT NULL COLLATE pg_catalog."C",
    run_id text NOT NULL COLLATE pg_catalog."C",
    problem text NOT NULL COLLATE pg_catalog."C",
    identity text NOT NULL COLLATE pg_catalog."C",
    weight text NOT NULL COLLATE pg_catalog."C",
    found_at bigint NOT NULL,
    reminded_at bigint,
    reminders integer NOT NULL,
    passed_by text NOT NULL COLLATE pg_catalog."C",
    passed_at bigint,
    ended_at bigint,
    told text DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    told_at bigint,
    taken_back_at bigint
);
CREATE TABLE engine_start (
    version text NOT NULL COLLATE pg_catalog."C",
    started_at bigint NOT NULL
);
CREATE TABLE erased_copy (
    type text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    erasure text NOT NULL COLLATE pg_catalog."C",
    due_at bigint NOT NULL,
    tries integer NOT NULL,
    reason text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE erased_count (
    what text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    n bigint NOT NULL,
    repeats bigint NOT NULL
);
CREATE TABLE erased_delivery (
    id text NOT NULL COLLATE pg_catalog."C",
    sink text NOT NULL COLLATE pg_catalog."C",
    erasure text NOT NULL COLLATE pg_catalog."C",
    run_id text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    audited_at bigint NOT NULL
);
CREATE TABLE erased_mark (
    mark text NOT NULL COLLATE pg_catalog."C",
    erasure text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE erased_rows (
    erasure text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    n bigint NOT NULL
);
CREATE TABLE erasure (
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL,
    reason text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    requested_by text NOT NULL COLLATE pg_catalog."C",
    requested_at bigint NOT NULL,
    confirmed_by text NOT NULL COLLATE pg_catalog."C",
    ended_at bigint,
    ordinal bigint NOT NULL
);
CREATE TABLE erasure_key (
    id integer NOT NULL,
    secret bytea NOT NULL
);
CREATE TABLE feed (
    name text NOT NULL COLLATE pg_catalog."C",
    cursor_value text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE flyway_schema_history (
    installed_rank integer NOT NULL,
    version character varying(50),
    description character varying(200) NOT NULL,
    type character varying(20) NOT NULL,
    script character varying(1000) NOT NULL,
    checksum integer,
    installed_by character varying(100) NOT NULL,
    installed_on timestamp without time zone DEFAULT now() NOT NULL,
    execution_time integer NOT NULL,
    success boolean NOT NULL
);
CREATE TABLE further_version (
    channel text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    message_key text NOT NULL COLLATE pg_catalog."C",
    body_sha256 text NOT NULL COLLATE pg_catalog."C",
    place integer NOT NULL,
    version text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE job (
    run_id text NOT NULL COLLATE pg_catalog."C",
    version text NOT NULL COLLATE pg_catalog."C",
    studies text NOT NULL,
    refusal text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    due_at bigint NOT NULL,
    lease_until bigint NOT NULL,
    attempts integer NOT NULL,
    lost integer NOT NULL,
    stuck_since bigint,
    created_at bigint NOT NULL,
    steps_since bigint,
    claim integer DEFAULT 0 NOT NULL,
    other_patient text,
    alone_claim integer DEFAULT 0 NOT NULL,
    lost_alone integer DEFAULT 0 NOT NULL,
    text_only integer DEFAULT 0 NOT NULL,
    sort_at bigint DEFAULT 0 NOT NULL,
    images_parted integer DEFAULT 0 NOT NULL,
    shadow integer DEFAULT 0 NOT NULL
);
CREATE TABLE job_step (
    run_id text NOT NULL COLLATE pg_catalog."C",
    step text NOT NULL COLLATE pg_catalog."C",
    result text NOT NULL,
    result_packed bytea
);
CREATE TABLE journal_clock (
    id integer NOT NULL,
    seen_at bigint NOT NULL,
    probe bytea
);
CREATE TABLE journal_copy (
    source text NOT NULL COLLATE pg_catalog."C",
    started_at bigint NOT NULL,
    verified_at bigint
);
CREATE TABLE journal_copy_table (
    name text NOT NULL COLLATE pg_catalog."C",
    rows_copied bigint NOT NULL
);
CREATE TABLE kafka_start (
    topic text NOT NULL COLLATE pg_catalog."C",
    part integer NOT NULL,
    start_offset bigint NOT NULL,
    deaths integer NOT NULL,
    reader text DEFAULT ''::text NOT NULL
);
CREATE TABLE kept_filter (
    username text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE launch (
    id text NOT NULL COLLATE pg_catalog."C",
    answer text NOT NULL COLLATE pg_catalog."C",
    reports text NOT NULL COLLATE pg_catalog."C",
    made_at bigint NOT NULL
);
CREATE TABLE learning_note (
    decision text NOT NULL COLLATE pg_catalog."C",
    number integer NOT NULL,
    words text NOT NULL COLLATE pg_catalog."C",
    username text NOT NULL COLLATE pg_catalog."C",
    written_at bigint NOT NULL
);
CREATE TABLE lease (
    name text NOT NULL,
    owner text NOT NULL,
    node text NOT NULL,
    lease_until bigint NOT NULL
);
CREATE TABLE login_failure (
    address text NOT NULL COLLATE pg_catalog."C",
    failures bigint NOT NULL,
    since bigint NOT NULL
);
CREATE TABLE login_session (
    id text NOT NULL COLLATE pg_catalog."C",
    username text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    begun_at bigint NOT NULL,
    used_at bigint NOT NULL
);
CREATE TABLE login_session_value (
    session_id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE login_user (
    name text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    full_name text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE login_user_revision (
    id integer NOT NULL,
    revision bigint NOT NULL
);
CREATE TABLE message (
    channel text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    message_key text NOT NULL COLLATE pg_catalog."C",
    body_sha256 text NOT NULL COLLATE pg_catalog."C",
    raw bytea NOT NULL,
    received_at bigint NOT NULL,
    outcome text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    reply bytea NOT NULL,
    repeats bigint NOT NULL,
    version text COLLATE pg_catalog."C",
    pruned_at bigint,
    place text DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    read_as text COLLATE pg_catalog."C"
);
CREATE TABLE message_term (
    kind text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C",
    body_sha256 text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE notification (
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    report_id text NOT NULL COLLATE pg_catalog."C",
    run_id text NOT NULL COLLATE pg_catalog."C",
    problem text NOT NULL COLLATE pg_catalog."C",
    identity text NOT NULL COLLATE pg_catalog."C",
    weight text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    step integer NOT NULL,
    due_at bigint,
    read_at bigint,
    ended_at bigint
);
CREATE TABLE patient_change (
    value text NOT NULL COLLATE pg_catalog."C",
    system text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    changed_at bigint NOT NULL
);
CREATE TABLE patient_event (
    value text NOT NULL COLLATE pg_catalog."C",
    system text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    message text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    happened_at bigint NOT NULL
);
CREATE TABLE patient_key (
    value text NOT NULL COLLATE pg_catalog."C",
    version text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE patient_merge (
    old_value text NOT NULL COLLATE pg_catalog."C",
    old_system text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C",
    system text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    merged_at bigint NOT NULL,
    said_at bigint
);
CREATE TABLE patient_unlink (
    old_value text NOT NULL COLLATE pg_catalog."C",
    old_system text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C",
    system text NOT NULL COLLATE pg_catalog."C",
    said_at bigint NOT NULL
);
CREATE TABLE quality_flag (
    run_id text NOT NULL COLLATE pg_catalog."C",
    problem text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    report_id text NOT NULL COLLATE pg_catalog."C",
    month integer NOT NULL,
    modality text NOT NULL COLLATE pg_catalog."C",
    author text NOT NULL COLLATE pg_catalog."C",
    check_id text NOT NULL COLLATE pg_catalog."C",
    strength text NOT NULL COLLATE pg_catalog."C",
    verdict text NOT NULL COLLATE pg_catalog."C",
    username text NOT NULL COLLATE pg_catalog."C",
    decided_after bigint,
    fate text NOT NULL COLLATE pg_catalog."C",
    first_of integer NOT NULL
);
CREATE TABLE quality_report (
    site text NOT NULL COLLATE pg_catalog."C",
    report_id text NOT NULL COLLATE pg_catalog."C",
    month integer NOT NULL,
    received_at bigint NOT NULL,
    run_id text NOT NULL COLLATE pg_catalog."C",
    modality text NOT NULL COLLATE pg_catalog."C",
    author text NOT NULL COLLATE pg_catalog."C",
    unfinished text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE reading_answer (
    id text NOT NULL COLLATE pg_catalog."C",
    item text NOT NULL COLLATE pg_catalog."C",
    username text NOT NULL COLLATE pg_catalog."C",
    number integer NOT NULL,
    answer text NOT NULL COLLATE pg_catalog."C",
    answered_at bigint NOT NULL
);
CREATE TABLE reading_item (
    id text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    place integer NOT NULL,
    run_id text NOT NULL COLLATE pg_catalog."C",
    problem text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    modality text NOT NULL COLLATE pg_catalog."C",
    month integer NOT NULL,
    check_id text NOT NULL COLLATE pg_catalog."C",
    strength text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE reading_list (
    source text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    seed bigint NOT NULL,
    population integer NOT NULL,
    drawn_at bigint NOT NULL
);
CREATE TABLE row_change (
    what text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    sink text NOT NULL COLLATE pg_catalog."C",
    n bigint NOT NULL,
    repeats bigint NOT NULL
);
CREATE VIEW row_count AS
 SELECT row_change.what,
    row_change.kind,
    row_change.sink,
    sum(row_change.n) AS n,
    sum(row_change.repeats) AS repeats
   FROM row_change
  GROUP BY row_change.what, row_change.kind, row_change.sink;
CREATE VIEW received_count AS
 SELECT row_count.what,
    row_count.kind,
    row_count.sink,
    row_count.n,
    row_count.repeats
   FROM row_count;
CREATE TABLE rehearsal (
    kind text NOT NULL COLLATE pg_catalog."C",
    number integer NOT NULL,
    sha256 text NOT NULL COLLATE pg_catalog."C",
    version text NOT NULL COLLATE pg_catalog."C",
    reports integer NOT NULL,
    gained integer NOT NULL,
    lost integer NOT NULL,
    changed integer NOT NULL,
    username text NOT NULL COLLATE pg_catalog."C",
    signed_at bigint NOT NULL,
    files text NOT NULL COLLATE pg_catalog."C",
    files_packed bytea
);
CREATE TABLE reminder (
    decision text NOT NULL COLLATE pg_catalog."C",
    reminded_at bigint NOT NULL
);
CREATE TABLE report_alias (
    alias text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    report_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE report_key (
    version text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE report_version (
    id text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    report_id text NOT NULL COLLATE pg_catalog."C",
    seq integer NOT NULL,
    fingerprint text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL COLLATE pg_catalog."C",
    issued bigint,
    report text NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    superseded integer NOT NULL,
    images_missing integer NOT NULL,
    images_changed integer NOT NULL,
    received_at bigint NOT NULL,
    images_expected integer DEFAULT 0 NOT NULL,
    untouched integer DEFAULT 1 NOT NULL,
    work_class integer DEFAULT 3 NOT NULL,
    history_changed integer DEFAULT 0 NOT NULL,
    sent_patient text,
    unlinked integer DEFAULT 0 NOT NULL
);
CREATE TABLE resource (
    type text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    last_updated bigint NOT NULL,
    resource text NOT NULL,
    resource_packed bytea,
    number bigint,
    dated bigint DEFAULT 0 NOT NULL
);
CREATE TABLE resource_value (
    resource bigint NOT NULL,
    value bigint NOT NULL
);
CREATE TABLE resource_version (
    type text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    last_updated bigint NOT NULL,
    resource_packed bytea NOT NULL
);
CREATE TABLE rests_on (
    run_id text NOT NULL COLLATE pg_catalog."C",
    version text NOT NULL COLLATE pg_catalog."C",
    place integer NOT NULL,
    parted integer DEFAULT 0 NOT NULL
);
CREATE TABLE run_prior (
    run_id text NOT NULL COLLATE pg_catalog."C",
    study_instance_uid text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE search_value (
    id bigint NOT NULL,
    type text NOT NULL,
    parameter text NOT NULL,
    system text NOT NULL,
    code text NOT NULL,
    number double precision
);
CREATE TABLE sentinel (
    id text NOT NULL COLLATE pg_catalog."C",
    node text NOT NULL COLLATE pg_catalog."C",
    door text NOT NULL COLLATE pg_catalog."C",
    check_name text NOT NULL COLLATE pg_catalog."C",
    body_sha256 text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    version text COLLATE pg_catalog."C",
    sent_at bigint NOT NULL,
    ended_at bigint,
    reason text NOT NULL
);
CREATE TABLE shadow_audit (
    run_id text NOT NULL COLLATE pg_catalog."C",
    version text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    report_id text NOT NULL COLLATE pg_catalog."C",
    ordinal bigint NOT NULL,
    audit_packed bytea NOT NULL,
    ended_at bigint NOT NULL,
    flags integer NOT NULL
);
CREATE TABLE stop_answer (
    check_name text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    strength text NOT NULL COLLATE pg_catalog."C",
    number integer NOT NULL,
    answer integer NOT NULL,
    what text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    username text NOT NULL COLLATE pg_catalog."C",
    answered_at bigint NOT NULL
);
CREATE TABLE stop_breach (
    check_name text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    strength text NOT NULL COLLATE pg_catalog."C",
    number integer NOT NULL,
    words text NOT NULL COLLATE pg_catalog."C",
    began_at bigint NOT NULL,
    ended_at bigint
);
CREATE TABLE stop_look (
    name text NOT NULL COLLATE pg_catalog."C",
    looked_at bigint NOT NULL,
    judged integer NOT NULL,
    not_known integer NOT NULL
);
CREATE TABLE strength_change (
    check_name text NOT NULL COLLATE pg_catalog."C",
    modality text NOT NULL COLLATE pg_catalog."C",
    number integer NOT NULL,
    strength text NOT NULL COLLATE pg_catalog."C",
    why text NOT NULL COLLATE pg_catalog."C",
    basis text NOT NULL COLLATE pg_catalog."C",
    username text NOT NULL COLLATE pg_catalog."C",
    changed_at bigint NOT NULL
);
CREATE TABLE study (
    study_instance_uid text NOT NULL COLLATE pg_catalog."C",
    accession_number text NOT NULL COLLATE pg_catalog."C",
    study text NOT NULL,
    updated_at bigint NOT NULL,
    received_at bigint
);
CREATE TABLE study_patient (
    value text NOT NULL COLLATE pg_catalog."C",
    study_instance_uid text NOT NULL COLLATE pg_catalog."C",
    studied_on text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE worklist (
    id text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    report_id text NOT NULL COLLATE pg_catalog."C",
    rank integer NOT NULL,
    received_at bigint NOT NULL,
    family_name text NOT NULL COLLATE pg_catalog."C",
    given_name text NOT NULL COLLATE pg_catalog."C",
    accession text NOT NULL COLLATE pg_catalog."C",
    exam text NOT NULL COLLATE pg_catalog."C",
    modality text NOT NULL COLLATE pg_catalog."C",
    body_part text NOT NULL COLLATE pg_catalog."C",
    radiologist text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    problem text NOT NULL COLLATE pg_catalog."C",
    places integer NOT NULL,
    open_problems integer NOT NULL,
    problems integer NOT NULL,
    outcome text NOT NULL COLLATE pg_catalog."C",
    failure text NOT NULL COLLATE pg_catalog."C",
    claims integer NOT NULL,
    assessed integer NOT NULL,
    score integer,
    decided_by text NOT NULL COLLATE pg_catalog."C",
    decided_at bigint,
    types text NOT NULL COLLATE pg_catalog."C",
    terms text NOT NULL COLLATE pg_catalog."C",
    state text DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    sort_at bigint DEFAULT 0 NOT NULL,
    weight text DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    questions integer DEFAULT 0 NOT NULL,
    first_problem text DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    to_correct integer DEFAULT 0 NOT NULL,
    agreed_by text DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    agreed_at bigint,
    reminded integer DEFAULT 0 NOT NULL,
    corrected_version integer,
    corrected_after bigint,
    preliminary integer DEFAULT 0 NOT NULL,
    unfinished text DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    expecting integer DEFAULT 0 NOT NULL,
    still_version integer,
    since_at bigint,
    flags_since text DEFAULT ''::text NOT NULL,
    signed_at bigint,
    gone_version integer
);
CREATE TABLE worklist_state (
    id integer NOT NULL,
    revision bigint NOT NULL,
    rules integer NOT NULL,
    done_site text NOT NULL COLLATE pg_catalog."C",
    done_report text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE worklist_value (
    kind text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C",
    reports bigint NOT NULL
);
INSERT INTO acceptance VALUES ('x', 1, 1, 1, 1, 1, 1, 1, 'x', 1, 'x', 'x', 1, 1, 'x', 1);
INSERT INTO acceptance_count VALUES ('x', 'x', 'x', 'x', 1);
INSERT INTO access_log VALUES ('w', 1, 1, 'ann', '{"user":"ann"}');
INSERT INTO access_log VALUES ('w', 2, 2, 'ben', '{"user":"ben"}');
INSERT INTO archive_study VALUES ('x', 'x', 1, 1, 1);
INSERT INTO archive_wish VALUES ('x', 'x', 1, 1, 1, 1, 'x');
INSERT INTO audit VALUES ('00000000-0000-0000-0000-000000000001', 'v1', 'HOSP', 'A1', 1, '{"runId":"00000000-0000-0000-0000-000000000001","report":{"site":"HOSP","reportId":"A1","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA1","fillerOrderNumber":"FA1","accessionNumbers":["A1"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]},"studies":[],"instances":[],"claims":[{"number":1,"sentence":1,"section":"FINDINGS","type":"ABSENCE","span":{"start":0,"end":4},"text":"Clea"}],"verdicts":[{"claim":1,"label":"SUPPORTED","confidence":0.9,"confidenceBasis":"SELF_REPORTED","basis":"MODEL_WITH_IMAGE","evidence":["seen"],"findings":[]}],"checks":[],"reads":[],"omissions":[],"rewrites":[],"summaries":{"clinician":"","patient":""},"score":{"value":100,"severity":"LOW","claims":1,"supported":1,"uncertain":0,"needsReview":0,"notAssessed":0},"models":[],"outcome":"AUDITED","failure":"","unsupported":false,"note":"","notAudited":[],"started":"2026-11-24T10:00:00Z","ended":"2026-11-24T10:00:03Z","engineVersion":"0.1.0"}', '{"resourceType":"Bundle","entry":[]}', 6, NULL, NULL);
INSERT INTO audit VALUES ('00000000-0000-0000-0000-000000000002', 'v2', 'HOSP', 'A2', 2, '{"runId":"00000000-0000-0000-0000-000000000002","report":{"site":"HOSP","reportId":"A2","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA2","fillerOrderNumber":"FA2","accessionNumbers":["A2"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]},"studies":[],"instances":[],"claims":[{"number":1,"sentence":1,"section":"FINDINGS","type":"ABSENCE","span":{"start":0,"end":4},"text":"Clea"}],"verdicts":[{"claim":1,"label":"SUPPORTED","confidence":0.9,"confidenceBasis":"SELF_REPORTED","basis":"MODEL_WITH_IMAGE","evidence":["seen"],"findings":[]}],"checks":[],"reads":[],"omissions":[],"rewrites":[],"summaries":{"clinician":"","patient":""},"score":{"value":100,"severity":"LOW","claims":1,"supported":1,"uncertain":0,"needsReview":0,"notAssessed":0},"models":[],"outcome":"AUDITED","failure":"","unsupported":false,"note":"","notAudited":[],"started":"2026-11-24T10:00:00Z","ended":"2026-11-24T10:00:03Z","engineVersion":"0.1.0"}', '{"resourceType":"Bundle","entry":[]}', 6, NULL, NULL);
INSERT INTO audit VALUES ('00000000-0000-0000-0000-000000000003', 'v3', 'HOSP', 'A3', 3, '{"runId":"00000000-0000-0000-0000-000000000003","report":{"site":"HOSP","reportId":"A3","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA3","fillerOrderNumber":"FA3","accessionNumbers":["A3"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]},"studies":[],"instances":[],"claims":[{"number":1,"sentence":1,"section":"FINDINGS","type":"ABSENCE","span":{"start":0,"end":4},"text":"Clea"}],"verdicts":[{"claim":1,"label":"SUPPORTED","confidence":0.9,"confidenceBasis":"SELF_REPORTED","basis":"MODEL_WITH_IMAGE","evidence":["seen"],"findings":[]}],"checks":[],"reads":[],"omissions":[],"rewrites":[],"summaries":{"clinician":"","patient":""},"score":{"value":100,"severity":"LOW","claims":1,"supported":1,"uncertain":0,"needsReview":0,"notAssessed":0},"models":[],"outcome":"AUDITED","failure":"","unsupported":false,"note":"","notAudited":[],"started":"2026-11-24T10:00:00Z","ended":"2026-11-24T10:00:03Z","engineVersion":"0.1.0"}', '{"resourceType":"Bundle","entry":[]}', 6, NULL, NULL);
INSERT INTO audit VALUES ('00000000-0000-0000-0000-000000000004', 'v4', 'HOSP', 'A4', 4, '{"runId":"00000000-0000-0000-0000-000000000004","report":{"site":"HOSP","reportId":"A4","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA4","fillerOrderNumber":"FA4","accessionNumbers":["A4"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]},"studies":[],"instances":[],"claims":[{"number":1,"sentence":1,"section":"FINDINGS","type":"ABSENCE","span":{"start":0,"end":4},"text":"Clea"}],"verdicts":[{"claim":1,"label":"SUPPORTED","confidence":0.9,"confidenceBasis":"SELF_REPORTED","basis":"MODEL_WITH_IMAGE","evidence":["seen"],"findings":[]}],"checks":[],"reads":[],"omissions":[],"rewrites":[],"summaries":{"clinician":"","patient":""},"score":{"value":100,"severity":"LOW","claims":1,"supported":1,"uncertain":0,"needsReview":0,"notAssessed":0},"models":[],"outcome":"AUDITED","failure":"","unsupported":false,"note":"","notAudited":[],"started":"2026-11-24T10:00:00Z","ended":"2026-11-24T10:00:03Z","engineVersion":"0.1.0"}', '{"resourceType":"Bundle","entry":[]}', 6, NULL, NULL);
INSERT INTO audit VALUES ('00000000-0000-0000-0000-000000000005', 'v5', 'HOSP', 'A5', 5, '{"runId":"00000000-0000-0000-0000-000000000005","report":{"site":"HOSP","reportId":"A5","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA5","fillerOrderNumber":"FA5","accessionNumbers":["A5"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]},"studies":[],"instances":[],"claims":[{"number":1,"sentence":1,"section":"FINDINGS","type":"ABSENCE","span":{"start":0,"end":4},"text":"Clea"}],"verdicts":[{"claim":1,"label":"SUPPORTED","confidence":0.9,"confidenceBasis":"SELF_REPORTED","basis":"MODEL_WITH_IMAGE","evidence":["seen"],"findings":[]}],"checks":[],"reads":[],"omissions":[],"rewrites":[],"summaries":{"clinician":"","patient":""},"score":{"value":100,"severity":"LOW","claims":1,"supported":1,"uncertain":0,"needsReview":0,"notAssessed":0},"models":[],"outcome":"AUDITED","failure":"","unsupported":false,"note":"","notAudited":[],"started":"2026-11-24T10:00:00Z","ended":"2026-11-24T10:00:03Z","engineVersion":"0.1.0"}', '{"resourceType":"Bundle","entry":[]}', 6, NULL, NULL);
INSERT INTO audit VALUES ('00000000-0000-0000-0000-000000000006', 'v6', 'HOSP', 'A6', 6, '{"runId":"00000000-0000-0000-0000-000000000006","report":{"site":"HOSP","reportId":"A6","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA6","fillerOrderNumber":"FA6","accessionNumbers":["A6"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]},"studies":[],"instances":[],"claims":[{"number":1,"sentence":1,"section":"FINDINGS","type":"ABSENCE","span":{"start":0,"end":4},"text":"Clea"}],"verdicts":[{"claim":1,"label":"SUPPORTED","confidence":0.9,"confidenceBasis":"SELF_REPORTED","basis":"MODEL_WITH_IMAGE","evidence":["seen"],"findings":[]}],"checks":[],"reads":[],"omissions":[],"rewrites":[],"summaries":{"clinician":"","patient":""},"score":{"value":100,"severity":"LOW","claims":1,"supported":1,"uncertain":0,"needsReview":0,"notAssessed":0},"models":[],"outcome":"AUDITED","failure":"","unsupported":false,"note":"","notAudited":[],"started":"2026-11-24T10:00:00Z","ended":"2026-11-24T10:00:03Z","engineVersion":"0.1.0"}', '{"resourceType":"Bundle","entry":[]}', 6, NULL, NULL);
INSERT INTO audit VALUES ('00000000-0000-0000-0000-000000000007', 'v7', 'HOSP', 'A7', 7, '{"runId":"00000000-0000-0000-0000-000000000007","report":{"site":"HOSP","reportId":"A7","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA7","fillerOrderNumber":"FA7","accessionNumbers":["A7"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]},"studies":[],"instances":[],"claims":[{"number":1,"sentence":1,"section":"FINDINGS","type":"ABSENCE","span":{"start":0,"end":4},"text":"Clea"}],"verdicts":[{"claim":1,"label":"SUPPORTED","confidence":0.9,"confidenceBasis":"SELF_REPORTED","basis":"MODEL_WITH_IMAGE","evidence":["seen"],"findings":[]}],"checks":[],"reads":[],"omissions":[],"rewrites":[],"summaries":{"clinician":"","patient":""},"score":{"value":100,"severity":"LOW","claims":1,"supported":1,"uncertain":0,"needsReview":0,"notAssessed":0},"models":[],"outcome":"AUDITED","failure":"","unsupported":false,"note":"","notAudited":[],"started":"2026-11-24T10:00:00Z","ended":"2026-11-24T10:00:03Z","engineVersion":"0.1.0"}', '{"resourceType":"Bundle","entry":[]}', 6, NULL, NULL);
INSERT INTO audit VALUES ('00000000-0000-0007-0000-000000000031', '5c8119a5-3b8f-58a7-9ce8-bf2ea6839001', 'HOSP', 'B1', 103, '', '', 1795521601000, '\x017d546d4fdb3010fe2b913fb7555210d3faadb4d9e806296ad9bba6c9c497d6c2b12bbf00d5d4ffbe3b3b8132092a84722f3e3f77cf73fecb6cd00bc1262cef7ec3fedfbba7afee7752b001b3b033d6b3c95fe6a4073c77b15c5f3ff963a573cadb712f41c74429f0433612ac63935f7870ef3cb49818ac9e182926c5683c3ac133f75c052a79b5aa86b188dfef92cd0ebf07ace1ad54fb8ab7e49b1bc0848dbc07dd793e714dae5b69fd76ce23b6e2fd5931ccc7c39caa3b7844d787f26a7a5946c00d58d035e5b1c380192bc012dc9de235d8259955686fc9c9ae239c462af57fe4438cf0ba06e7a4d1c94f7dd21810b4f341ec17da798e577d918242e8de5953830816e224fb815c62a9da0882f47d85df423a44b38f66566fc17942da1ac195f4e49e7fa78e8dd85f732285cd2ecaf50dba14f66ffb243ae3e191e297d0f84c05bdc96a05dc8e30752bb5ef4021481f1c35b5a8a684453a1780281de7e3b361510cc7a737453ec9e9ef27c6a169a0f6c8c1eb292fc64cdde926e9a147579158a43208afe1cac18069e3a741a0ba04c13aa4194ae840ca6e969d592b2edba42bdd715210d7daa74ba381188d4e7dcd17d5c7f5b3b4a6e7ebb29a911edc8eeb48868fa3ccb13b8d004e5f0e2f0af11eac90b54fb74600f11ec56f41514765395fff59955f17e5b7a396098d0e4a1d7bceb993ae77df2683489c7da6e9def7c77eb1d916eabbcc6f2173e81c91b21aa985d49b38074255534a87893eb112e50e93b05f85d748ebd23e9b60234ddd8a3fef636cfc8d091de28c0d19476596e7abe1e9519595dc6c7d76a7019e6a51df07da9e8e9f99b116c93aea73c01e80ce517059ddaca6f3c5ec66b1ac220f1678bf4fa69571ff3ad3c2834501f5ba0e6dcb6d5410f125b5ac255dcf8edfa9b826ae3669253bd0891807c878546bc75fa739d256d8d1b048aa388f806c59cfa58e16762adc0a598487984bba760edf89989d161954df40f0b589ef58a4bf9cff5956973f881f2e557c27086dd047173eaf0b452b93c57ad9037719777720687a2f776990b87b73a5b578257c92c21ba9e12b3e7189b17c548c7276f807', '\x02c3e8ca3995e6a5807758030b54683b0ca60252ee13eaf81940812e8c3087b3a0c018b44b0967f5093a36c928045c11828ff8014d890300');
INSERT INTO audit VALUES ('00000000-0000-0007-0000-000000000032', 'ba1015eb-38cb-51aa-8ba0-f582baad0924', 'HOSP', 'B2', 105, '', '', 1795521603000, '\x02c5dc410b82301400e0bf12de0567426737830cd3581ebc8a782a12ca5b7f3edfd4b54d573393761041196e6f3eb677f81e9c5772ba66f7970dbfebdadab58c08263c8560aa9ae3056a72f95a48f3071adbf803c01454100dd160dae72c408b384c47f639a31413d6594c7896c5945169b165144a13f75aa19882cc922826b26b61119dc714f1bc555ccafc066e81b9cfd4ec575c2f45ce1b9f69f8ca6c9f69595dc8c7a76d4c603d68c4194f9e3c033048657726d341cccab0643b88d596580d0aca48a6309084c27caf02452d66a29da171dfa7a7adfa5e28d837abf3b52c795f306e11f421705c2c6a619c8299439238a57e1092344c6216877f632968829582142be5e754ca30ff9ba924ea2fad5824afc71a8104c136fc09', '\x02c3e8ca3995e6a5807758030b54683b0ca60252ee13eaf81940812e8c3087b3a0c01874340eceea13746c925108b822041ff1039a120700');
INSERT INTO decision VALUES ('00000000-0000-0001-0000-000000000001', '00000000-0000-0000-0000-000000000001', 'p', 'agree', '', '', 'ann', 9, '[]', NULL, '{"resourceType":"Bundle"}', 101, NULL, NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO decision VALUES ('00000000-0000-0001-0000-000000000002', '00000000-0000-0000-0000-000000000002', 'p', 'agree', '', '', 'ann', 9, '[]', NULL, '{"resourceType":"Bundle"}', 102, NULL, NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO decision VALUES ('00000000-0000-0002-0000-000000000031', '00000000-0000-0007-0000-000000000031', 'side-order.e99a10b105d1', 'agree', '', '', 'ann', 1795521602000, '[]', NULL, '', 104, '\x02c3e8ca3995e6a5807758030b54703b2cb61600', NULL, 0, 'right', NULL, NULL, NULL);
INSERT INTO decision VALUES ('00000000-0000-0002-0000-000000000032', '00000000-0000-0007-0000-000000000032', 'side-order.e99a10b105d1', 'learning', '', '', 'ann', 1795521604000, '[]', NULL, '', 106, '\x02c3e8ca3995e6a5807758030b54703b2cb61600', NULL, 0, 'right', NULL, NULL, NULL);
INSERT INTO delivery VALUES ('00000000-0000-0000-0000-000000000001', 'fhir', 1, 'pending', '', '', 1, 0, 0, NULL, NULL, 0, '00000000-0000-0000-0000-000000000001', 0, 0, NULL, NULL, NULL, NULL, '', NULL);
INSERT INTO delivery VALUES ('00000000-0000-0000-0000-000000000002', 'fhir', 2, 'sent', '', '{"payload":2}', 1, 0, 0, NULL, NULL, 0, '00000000-0000-0000-0000-000000000002', 0, 0, NULL, NULL, NULL, NULL, '', NULL);
INSERT INTO delivery VALUES ('00000000-0000-0000-0000-000000000003', 'fhir', 3, 'sent', '', '{"payload":3}', 1, 0, 0, NULL, NULL, 0, '00000000-0000-0000-0000-000000000003', 0, 0, NULL, NULL, NULL, NULL, '', NULL);
INSERT INTO delivery VALUES ('00000000-0000-0000-0000-000000000004', 'fhir', 4, 'sent', '', '{"payload":4}', 1, 0, 0, NULL, NULL, 0, '00000000-0000-0000-0000-000000000004', 0, 0, NULL, NULL, NULL, NULL, '', NULL);
INSERT INTO delivery VALUES ('00000000-0000-0000-0000-000000000005', 'fhir', 5, 'sent', '', '{"payload":5}', 1, 0, 0, NULL, NULL, 0, '00000000-0000-0000-0000-000000000005', 0, 0, NULL, NULL, NULL, NULL, '', NULL);
INSERT INTO delivery VALUES ('00000000-0000-0000-0000-000000000006', 'fhir', 6, 'sent', '', '{"payload":6}', 1, 0, 0, NULL, NULL, 0, '00000000-0000-0000-0000-000000000006', 0, 0, NULL, NULL, NULL, NULL, '', NULL);
INSERT INTO delivery VALUES ('00000000-0000-0000-0000-000000000007', 'fhir', 7, 'sent', '', '{"payload":7}', 1, 0, 0, NULL, NULL, 0, '00000000-0000-0000-0000-000000000007', 0, 0, NULL, NULL, NULL, NULL, '', NULL);
INSERT INTO delivery VALUES ('00000000-0000-0007-0000-000000000031', 'fhir', 103, 'pending', '', '', 0, 1795521601000, 0, NULL, NULL, 0, '00000000-0000-0007-0000-000000000031', 0, 0, NULL, NULL, NULL, NULL, '', NULL);
INSERT INTO delivery VALUES ('00000000-0000-0007-0000-000000000031', 'kafka', 103, 'pending', '', '', 0, 1795521601000, 0, NULL, NULL, 0, '00000000-0000-0007-0000-000000000031', 0, 0, NULL, NULL, NULL, NULL, '', NULL);
INSERT INTO delivery VALUES ('00000000-0000-0002-0000-000000000031', 'fhir', 104, 'pending', '', '', 0, 1795521602000, 0, NULL, NULL, 0, '00000000-0000-0007-0000-000000000031', 0, 0, NULL, NULL, NULL, NULL, '', NULL);
INSERT INTO delivery VALUES ('00000000-0000-0007-0000-000000000032', 'fhir', 105, 'pending', '', '', 0, 1795521603000, 0, NULL, NULL, 0, '00000000-0000-0007-0000-000000000032', 0, 0, NULL, NULL, NULL, NULL, '', NULL);
INSERT INTO delivery VALUES ('00000000-0000-0007-0000-000000000032', 'kafka', 105, 'pending', '', '', 0, 1795521603000, 0, NULL, NULL, 0, '00000000-0000-0007-0000-000000000032', 0, 0, NULL, NULL, NULL, NULL, '', NULL);
INSERT INTO delivery VALUES ('00000000-0000-0002-0000-000000000032', 'fhir', 106, 'pending', '', '', 0, 1795521604000, 0, NULL, NULL, 0, '00000000-0000-0007-0000-000000000032', 0, 0, NULL, NULL, NULL, NULL, '', NULL);
INSERT INTO draft_flag VALUES ('x', 'x', 'x', 1, 1, 'x', 1);
INSERT INTO draft_outcome VALUES ('x', 'x', 'x', 1);
INSERT INTO duty_flag VALUES ('x', 'x', 'x', 'x', 'x', 'x', 'x', 1, 1, 1, 'x', 1, 1, 'x', 1, 1);
INSERT INTO engine_start VALUES ('x', 1);
INSERT INTO erased_copy VALUES ('x', 'x', 'x', 1, 1, 'x');
INSERT INTO erased_count VALUES ('report', 'checked_only', 1, 0);
INSERT INTO erased_count VALUES ('message', 'parsed', 1, 0);
INSERT INTO erased_delivery VALUES ('x', 'x', 'x', 'x', 'x', 1);
INSERT INTO erased_mark VALUES ('734111c1ea1ce71fea49c0090434ec3a09529deff0fd88899282cdb8c58fd328', '430620fb-3a15-471a-ac38-7c436342b564');
INSERT INTO erased_mark VALUES ('9c84fb954dc631a083d808100efa3a422ba5723d2e10571f18ed09d76fbb2802', '430620fb-3a15-471a-ac38-7c436342b564');
INSERT INTO erased_mark VALUES ('30f07491f72c9e0484a1098516ac5ab42eab6d7aacba47e6761b52914f047476', '430620fb-3a15-471a-ac38-7c436342b564');
INSERT INTO erased_rows VALUES ('430620fb-3a15-471a-ac38-7c436342b564', 'audit', 1);
INSERT INTO erased_rows VALUES ('430620fb-3a15-471a-ac38-7c436342b564', 'decision', 1);
INSERT INTO erased_rows VALUES ('430620fb-3a15-471a-ac38-7c436342b564', 'delivery', 3);
INSERT INTO erased_rows VALUES ('430620fb-3a15-471a-ac38-7c436342b564', 'job', 1);
INSERT INTO erased_rows VALUES ('430620fb-3a15-471a-ac38-7c436342b564', 'job_step', 1);
INSERT INTO erased_rows VALUES ('430620fb-3a15-471a-ac38-7c436342b564', 'message', 1);
INSERT INTO erased_rows VALUES ('430620fb-3a15-471a-ac38-7c436342b564', 'message_term', 4);
INSERT INTO erased_rows VALUES ('430620fb-3a15-471a-ac38-7c436342b564', 'patient_key', 1);
INSERT INTO erased_rows VALUES ('430620fb-3a15-471a-ac38-7c436342b564', 'quality_flag', 1);
INSERT INTO erased_rows VALUES ('430620fb-3a15-471a-ac38-7c436342b564', 'quality_report', 1);
INSERT INTO erased_rows VALUES ('430620fb-3a15-471a-ac38-7c436342b564', 'report_alias', 2);
INSERT INTO erased_rows VALUES ('430620fb-3a15-471a-ac38-7c436342b564', 'report_key', 1);
INSERT INTO erased_rows VALUES ('430620fb-3a15-471a-ac38-7c436342b564', 'report_version', 1);
INSERT INTO erased_rows VALUES ('430620fb-3a15-471a-ac38-7c436342b564', 'resource', 1);
INSERT INTO erased_rows VALUES ('430620fb-3a15-471a-ac38-7c436342b564', 'study', 1);
INSERT INTO erased_rows VALUES ('430620fb-3a15-471a-ac38-7c436342b564', 'study_patient', 1);
INSERT INTO erased_rows VALUES ('430620fb-3a15-471a-ac38-7c436342b564', 'worklist', 1);
INSERT INTO erasure VALUES ('430620fb-3a15-471a-ac38-7c436342b564', 'report', '', 'art. 17', 'done', 'ann', 1795521606000, 'ben', 1795521606000, 108);
INSERT INTO erasure_key VALUES (1, '\xaf1309b0171e9967ea4f4a1c3ee3c559a71cd1e186272762251f30d6f1acc2af');
INSERT INTO feed VALUES ('pacs', 'B3');
INSERT INTO flyway_schema_history VALUES (1, '1', 'journal', 'SQL', 'V1__journal.sql', -1527938649, 'hapi', '2026-12-02 16:58:09.474006', 26, true);
INSERT INTO flyway_schema_history VALUES (2, '2', 'operator', 'SQL', 'V2__operator.sql', -697796182, 'hapi', '2026-12-02 16:58:09.507494', 9, true);
INSERT INTO flyway_schema_history VALUES (3, '3', 'retention', 'SQL', 'V3__retention.sql', 319680655, 'hapi', '2026-12-02 16:58:09.523995', 12, true);
INSERT INTO flyway_schema_history VALUES (4, '4', 'outcomes', 'SQL', 'V4__outcomes.sql', 126953064, 'hapi', '2026-12-02 16:58:09.545431', 5, true);
INSERT INTO flyway_schema_history VALUES (5, '5', 'search', 'SQL', 'V5__search.sql', 1296771100, 'hapi', '2026-12-02 16:58:09.555641', 4, true);
INSERT INTO flyway_schema_history VALUES (6, '6', 'clock', 'SQL', 'V6__clock.sql', 2097338557, 'hapi', '2026-12-02 16:58:09.569744', 9, true);
INSERT INTO flyway_schema_history VALUES (7, '7', 'delivery rebuilds', 'SQL', 'V7__delivery_rebuilds.sql', 499521752, 'hapi', '2026-12-02 16:58:09.582636', 9, true);
INSERT INTO flyway_schema_history VALUES (8, '11', 'delivery links', 'SQL', 'V11__delivery_links.sql', 1517370776, 'hapi', '2026-12-02 16:58:09.595513', 10, true);
INSERT INTO flyway_schema_history VALUES (9, '12', 'kafka start', 'SQL', 'V12__kafka_start.sql', -1832082574, 'hapi', '2026-12-02 16:58:09.611161', 4, true);
INSERT INTO flyway_schema_history VALUES (10, '14', 'late images', 'SQL', 'V14__late_images.sql', 1825002545, 'hapi', '2026-12-02 16:58:09.623634', 4, true);
INSERT INTO flyway_schema_history VALUES (11, '15', 'claims', 'SQL', 'V15__claims.sql', -1932428823, 'hapi', '2026-12-02 16:58:09.632714', 1, true);
INSERT INTO flyway_schema_history VALUES (12, '16', 'worklist', 'SQL', 'V16__worklist.sql', -821491058, 'hapi', '2026-12-02 16:58:09.640348', 17, true);
INSERT INTO flyway_schema_history VALUES (13, '17', 'worklist order', 'SQL', 'V17__worklist_order.sql', -120486471, 'hapi', '2026-12-02 16:58:09.670629', 7, true);
INSERT INTO flyway_schema_history VALUES (14, '18', 'nodes', 'SQL', 'V18__nodes.sql', -1623979162, 'hapi', '2026-12-02 16:58:09.683678', 8, true);
INSERT INTO flyway_schema_history VALUES (15, '19', 'logins', 'SQL', 'V19__logins.sql', 486717680, 'hapi', '2026-12-02 16:58:09.697776', 21, true);
INSERT INTO flyway_schema_history VALUES (16, '20', 'compact', 'SQL', 'V20__compact.sql', -1908032645, 'hapi', '2026-12-02 16:58:09.726559', 21, true);
INSERT INTO flyway_schema_history VALUES (17, '21', 'kafka readers', 'SQL', 'V21__kafka_readers.sql', -104202343, 'hapi', '2026-12-02 16:58:09.754567', 2, true);
INSERT INTO flyway_schema_history VALUES (18, '22', 'journal copy', 'SQL', 'V22__journal_copy.sql', -645961639, 'hapi', '2026-12-02 16:58:09.763578', 3, true);
INSERT INTO flyway_schema_history VALUES (19, '24', 'claim order', 'SQL', 'V24__claim_order.sql', -1797091799, 'hapi', '2026-12-02 16:58:09.774856', 5, true);
INSERT INTO flyway_schema_history VALUES (20, '26', 'row count', 'SQL', 'V26__row_count.sql', 1045843288, 'hapi', '2026-12-02 16:58:09.785501', 12, true);
INSERT INTO flyway_schema_history VALUES (21, '27', 'further version', 'SQL', 'V27__further_version.sql', 1710571252, 'hapi', '2026-12-02 16:58:09.803102', 7, true);
INSERT INTO flyway_schema_history VALUES (22, '29', 'received count', 'SQL', 'V29__received_count.sql', -525936448, 'hapi', '2026-12-02 16:58:09.814441', 10, true);
INSERT INTO flyway_schema_history VALUES (23, '30', 'report alias', 'SQL', 'V30__report_alias.sql', 1073518223, 'hapi', '2026-12-02 16:58:09.827719', 1, true);
INSERT INTO flyway_schema_history VALUES (24, '32', 'message terms', 'SQL', 'V32__message_terms.sql', 909092396, 'hapi', '2026-12-02 16:58:09.840108', 9, true);
INSERT INTO flyway_schema_history VALUES (25, '33', 'message search', 'SQL', 'V33__message_search.sql', 304401984, 'hapi', '2026-12-02 16:58:09.87384', 4, true);
INSERT INTO flyway_schema_history VALUES (26, '35', 'patients', 'SQL', 'V35__patients.sql', 1850214658, 'hapi', '2026-12-02 16:58:09.889083', 7, true);
INSERT INTO flyway_schema_history VALUES (27, '38', 'patient event', 'SQL', 'V38__patient_event.sql', 152778782, 'hapi', '2026-12-02 16:58:09.904477', 5, true);
INSERT INTO flyway_schema_history VALUES (28, '39', 'read as', 'SQL', 'V39__read_as.sql', 327369986, 'hapi', '2026-12-02 16:58:09.922904', 3, true);
INSERT INTO flyway_schema_history VALUES (29, '40', 'other patient', 'SQL', 'V40__other_patient.sql', -1518298692, 'hapi', '2026-12-02 16:58:09.934103', 2, true);
INSERT INTO flyway_schema_history VALUES (30, '41', 'runs alone', 'SQL', 'V41__runs_alone.sql', -387377021, 'hapi', '2026-12-02 16:58:09.941749', 2, true);
INSERT INTO flyway_schema_history VALUES (31, '42', 'outcomes', 'SQL', 'V42__outcomes.sql', -247129036, 'hapi', '2026-12-02 16:58:09.953267', 10, true);
INSERT INTO flyway_schema_history VALUES (32, '43', 'notification', 'SQL', 'V43__notification.sql', -750924095, 'hapi', '2026-12-02 16:58:09.974286', 6, true);
INSERT INTO flyway_schema_history VALUES (33, '45', 'worklist order', 'SQL', 'V45__worklist_order.sql', -1272290301, 'hapi', '2026-12-02 16:58:09.986198', 1, true);
INSERT INTO flyway_schema_history VALUES (34, '46', 'full name', 'SQL', 'V46__full_name.sql', -1378097609, 'hapi', '2026-12-02 16:58:09.997119', 3, true);
INSERT INTO flyway_schema_history VALUES (35, '47', 'desk', 'SQL', 'V47__desk.sql', -1091773119, 'hapi', '2026-12-02 16:58:10.002872', 5, true);
INSERT INTO flyway_schema_history VALUES (36, '48', 'learning note', 'SQL', 'V48__learning_note.sql', 1885794297, 'hapi', '2026-12-02 16:58:10.010904', 7, true);
INSERT INTO flyway_schema_history VALUES (37, '49', 'report became final', 'SQL', 'V49__report_became_final.sql', 1941063633, 'hapi', '2026-12-02 16:58:10.022347', 3, true);
INSERT INTO flyway_schema_history VALUES (38, '50', 'draft flag', 'SQL', 'V50__draft_flag.sql', -784280121, 'hapi', '2026-12-02 16:58:10.027604', 13, true);
INSERT INTO flyway_schema_history VALUES (39, '51', 'text first', 'SQL', 'V51__text_first.sql', 343014145, 'hapi', '2026-12-02 16:58:10.044941', 7, true);
INSERT INTO flyway_schema_history VALUES (40, '53', 'work order', 'SQL', 'V53__work_order.sql', 917275062, 'hapi', '2026-12-02 16:58:10.057345', 2, true);
INSERT INTO flyway_schema_history VALUES (41, '54', 'earlier reports', 'SQL', 'V54__earlier_reports.sql', -273067506, 'hapi', '2026-12-02 16:58:10.061833', 3, true);
INSERT INTO flyway_schema_history VALUES (42, '56', 'erasure', 'SQL', 'V56__erasure.sql', 1678114649, 'hapi', '2026-12-02 16:58:10.069796', 9, true);
INSERT INTO flyway_schema_history VALUES (43, '57', 'unlink', 'SQL', 'V57__unlink.sql', 372500083, 'hapi', '2026-12-02 16:58:10.09027', 2, true);
INSERT INTO flyway_schema_history VALUES (44, '58', 'evidence', 'SQL', 'V58__evidence.sql', -538090051, 'hapi', '2026-12-02 16:58:10.095429', 1, true);
INSERT INTO flyway_schema_history VALUES (45, '59', 'archive', 'SQL', 'V59__archive.sql', -1032721976, 'hapi', '2026-12-02 16:58:10.098803', 5, true);
INSERT INTO flyway_schema_history VALUES (46, '60', 'priors', 'SQL', 'V60__priors.sql', -585418507, 'hapi', '2026-12-02 16:58:10.107951', 3, true);
INSERT INTO flyway_schema_history VALUES (47, '62', 'resource history', 'SQL', 'V62__resource_history.sql', 244155806, 'hapi', '2026-12-02 16:58:10.115619', 5, true);
INSERT INTO flyway_schema_history VALUES (48, '63', 'quality', 'SQL', 'V63__quality.sql', 1151852885, 'hapi', '2026-12-02 16:58:10.124766', 4, true);
INSERT INTO flyway_schema_history VALUES (49, '64', 'readings', 'SQL', 'V64__readings.sql', 1363489229, 'hapi', '2026-12-02 16:58:10.13384', 3, true);
INSERT INTO flyway_schema_history VALUES (50, '66', 'shadow', 'SQL', 'V66__shadow.sql', -1690256523, 'hapi', '2026-12-02 16:58:10.139848', 6, true);
INSERT INTO flyway_schema_history VALUES (51, '69', 'strength change', 'SQL', 'V69__strength_change.sql', -1359212511, 'hapi', '2026-12-02 16:58:10.14925', 1, true);
INSERT INTO flyway_schema_history VALUES (52, '70', 'rehearsal', 'SQL', 'V70__rehearsal.sql', 1999718896, 'hapi', '2026-12-02 16:58:10.158076', 3, true);
INSERT INTO flyway_schema_history VALUES (53, '71', 'engine start', 'SQL', 'V71__engine_start.sql', 1900930002, 'hapi', '2026-12-02 16:58:10.165499', 3, true);
INSERT INTO flyway_schema_history VALUES (54, '72', 'sentinel', 'SQL', 'V72__sentinel.sql', 813284858, 'hapi', '2026-12-02 16:58:10.171594', 9, true);
INSERT INTO flyway_schema_history VALUES (55, '75', 'history of a type', 'SQL', 'V75__history_of_a_type.sql', 1915593867, 'hapi', '2026-12-02 16:58:10.182575', 1, true);
INSERT INTO flyway_schema_history VALUES (56, '76', 'acceptance', 'SQL', 'V76__acceptance.sql', 1081698224, 'hapi', '2026-12-02 16:58:10.186246', 7, true);
INSERT INTO flyway_schema_history VALUES (57, '78', 'stop breach', 'SQL', 'V78__stop_breach.sql', -124392120, 'hapi', '2026-12-02 16:58:10.197826', 9, true);
INSERT INTO flyway_schema_history VALUES (58, '82', 'quality index', 'SQL', 'V82__quality_index.sql', 622380774, 'hapi', '2026-12-02 16:58:10.210381', 2, true);
INSERT INTO flyway_schema_history VALUES (59, '86', 'refused delivery', 'SQL', 'V86__refused_delivery.sql', -1895925784, 'hapi', '2026-12-02 16:58:10.221698', 2, true);
INSERT INTO flyway_schema_history VALUES (60, '90', 'patient key version', 'SQL', 'V90__patient_key_version.sql', 2000920062, 'hapi', '2026-12-02 16:58:10.22673', 1, true);
INSERT INTO flyway_schema_history VALUES (61, '92', 'duty told', 'SQL', 'V92__duty_told.sql', -1520672030, 'hapi', '2026-12-02 16:58:10.233532', 2, true);
INSERT INTO flyway_schema_history VALUES (62, '94', 'agreed again', 'SQL', 'V94__agreed_again.sql', 1349036889, 'hapi', '2026-12-02 16:58:10.237786', 6, true);
INSERT INTO flyway_schema_history VALUES (63, '95', 'flag age', 'SQL', 'V95__flag_age.sql', -946160774, 'hapi', '2026-12-02 16:58:10.247981', 2, true);
INSERT INTO flyway_schema_history VALUES (64, '96', 'decided together', 'SQL', 'V96__decided_together.sql', 1686933627, 'hapi', '2026-12-02 16:58:10.253622', 6, true);
INSERT INTO further_version VALUES ('x', 'x', 'x', 'x', 1, 'x');
INSERT INTO job VALUES ('00000000-0000-0000-0000-000000000001', 'v1', '[]', '', 'done', 0, 0, 0, 0, NULL, 1, 6, 0, NULL, 0, 0, 0, 0, 0, 0);
INSERT INTO job VALUES ('00000000-0000-0000-0000-000000000002', 'v2', '[]', '', 'done', 0, 0, 0, 0, NULL, 2, 6, 0, NULL, 0, 0, 0, 0, 0, 0);
INSERT INTO job VALUES ('00000000-0000-0000-0000-000000000003', 'v3', '[]', '', 'done', 0, 0, 0, 0, NULL, 3, 6, 0, NULL, 0, 0, 0, 0, 0, 0);
INSERT INTO job VALUES ('00000000-0000-0000-0000-000000000004', 'v4', '[]', '', 'done', 0, 0, 0, 0, NULL, 4, 6, 0, NULL, 0, 0, 0, 0, 0, 0);
INSERT INTO job VALUES ('00000000-0000-0000-0000-000000000005', 'v5', '[]', '', 'done', 0, 0, 0, 0, NULL, 5, 6, 0, NULL, 0, 0, 0, 0, 0, 0);
INSERT INTO job VALUES ('00000000-0000-0000-0000-000000000006', 'v6', '[]', '', 'done', 0, 0, 0, 0, NULL, 6, 6, 0, NULL, 0, 0, 0, 0, 0, 0);
INSERT INTO job VALUES ('00000000-0000-0000-0000-000000000007', 'v7', '[]', '', 'done', 0, 0, 0, 0, NULL, 7, 6, 0, NULL, 0, 0, 0, 0, 0, 0);
INSERT INTO job VALUES ('00000000-0000-0007-0000-000000000031', '5c8119a5-3b8f-58a7-9ce8-bf2ea6839001', '[]', '', 'done', 1795521601000, 1795521901000, 0, 0, NULL, 1795521601000, 1795521601000, 1, NULL, 0, 0, 0, 1795608001000, 0, 0);
INSERT INTO job VALUES ('00000000-0000-0007-0000-000000000032', 'ba1015eb-38cb-51aa-8ba0-f582baad0924', '[]', '', 'done', 1795521603000, 1795521903000, 0, 0, NULL, 1795521603000, 1795521603000, 1, NULL, 0, 0, 0, 1795608003000, 0, 0);
INSERT INTO job VALUES ('s-run', '00000000-0000-0003-0000-000000000001', '[]', '', 'ready', 0, 0, 0, 0, NULL, 1, NULL, 0, NULL, 0, 0, 0, 0, 0, 0);
INSERT INTO job_step VALUES ('00000000-0000-0000-0000-000000000001', 'claims', '{"claims":1}', NULL);
INSERT INTO job_step VALUES ('00000000-0000-0000-0000-000000000002', 'claims', '{"claims":2}', NULL);
INSERT INTO job_step VALUES ('00000000-0000-0000-0000-000000000003', 'claims', '{"claims":3}', NULL);
INSERT INTO job_step VALUES ('00000000-0000-0000-0000-000000000004', 'claims', '{"claims":4}', NULL);
INSERT INTO job_step VALUES ('00000000-0000-0000-0000-000000000005', 'claims', '{"claims":5}', NULL);
INSERT INTO job_step VALUES ('00000000-0000-0000-0000-000000000006', 'claims', '{"claims":6}', NULL);
INSERT INTO job_step VALUES ('00000000-0000-0000-0000-000000000007', 'claims', '{"claims":7}', NULL);
INSERT INTO job_step VALUES ('00000000-0000-0007-0000-000000000031', 'claims', '', '\x018b567232548a0500');
INSERT INTO job_step VALUES ('00000000-0000-0007-0000-000000000032', 'claims', '', '\x028b567232528a0500');
INSERT INTO job_step VALUES ('s-run', 'claims', '[]', NULL);
INSERT INTO journal_clock VALUES (1, 1795521606000, NULL);
INSERT INTO journal_copy VALUES ('714080efea80c8b9cb3b129685e389408b0a90d0f7d2c645dce707c939dca251', 1796230690544, 1796230690881);
INSERT INTO journal_copy_table VALUES ('acceptance', 1);
INSERT INTO journal_copy_table VALUES ('acceptance_count', 1);
INSERT INTO journal_copy_table VALUES ('archive_study', 1);
INSERT INTO journal_copy_table VALUES ('archive_wish', 1);
INSERT INTO journal_copy_table VALUES ('audit', 9);
INSERT INTO journal_copy_table VALUES ('decision', 4);
INSERT INTO journal_copy_table VALUES ('delivery', 13);
INSERT INTO journal_copy_table VALUES ('draft_flag', 1);
INSERT INTO journal_copy_table VALUES ('draft_outcome', 1);
INSERT INTO journal_copy_table VALUES ('duty_flag', 1);
INSERT INTO journal_copy_table VALUES ('engine_start', 1);
INSERT INTO journal_copy_table VALUES ('erased_copy', 1);
INSERT INTO journal_copy_table VALUES ('erased_count', 2);
INSERT INTO journal_copy_table VALUES ('erased_delivery', 1);
INSERT INTO journal_copy_table VALUES ('erased_mark', 3);
INSERT INTO journal_copy_table VALUES ('erased_rows', 17);
INSERT INTO journal_copy_table VALUES ('erasure', 1);
INSERT INTO journal_copy_table VALUES ('erasure_key', 1);
INSERT INTO journal_copy_table VALUES ('feed', 1);
INSERT INTO journal_copy_table VALUES ('further_version', 1);
INSERT INTO journal_copy_table VALUES ('job', 10);
INSERT INTO journal_copy_table VALUES ('job_step', 10);
INSERT INTO journal_copy_table VALUES ('journal_clock', 1);
INSERT INTO journal_copy_table VALUES ('kafka_start', 1);
INSERT INTO journal_copy_table VALUES ('kept_filter', 1);
INSERT INTO journal_copy_table VALUES ('launch', 1);
INSERT INTO journal_copy_table VALUES ('learning_note', 1);
INSERT INTO journal_copy_table VALUES ('lease', 1);
INSERT INTO journal_copy_table VALUES ('message', 9);
INSERT INTO journal_copy_table VALUES ('message_term', 22);
INSERT INTO journal_copy_table VALUES ('notification', 1);
INSERT INTO journal_copy_table VALUES ('patient_change', 1);
INSERT INTO journal_copy_table VALUES ('patient_event', 1);
INSERT INTO journal_copy_table VALUES ('patient_key', 7);
INSERT INTO journal_copy_table VALUES ('patient_merge', 1);
INSERT INTO journal_copy_table VALUES ('patient_unlink', 1);
INSERT INTO journal_copy_table VALUES ('quality_flag', 2);
INSERT INTO journal_copy_table VALUES ('quality_report', 9);
INSERT INTO journal_copy_table VALUES ('reading_answer', 1);
INSERT INTO journal_copy_table VALUES ('reading_item', 1);
INSERT INTO journal_copy_table VALUES ('reading_list', 1);
INSERT INTO journal_copy_table VALUES ('rehearsal', 1);
INSERT INTO journal_copy_table VALUES ('reminder', 1);
INSERT INTO journal_copy_table VALUES ('report_alias', 4);
INSERT INTO journal_copy_table VALUES ('report_key', 2);
INSERT INTO journal_copy_table VALUES ('report_version', 11);
INSERT INTO journal_copy_table VALUES ('resource', 9);
INSERT INTO journal_copy_table VALUES ('resource_value', 12);
INSERT INTO journal_copy_table VALUES ('resource_version', 1);
INSERT INTO journal_copy_table VALUES ('rests_on', 1);
INSERT INTO journal_copy_table VALUES ('run_prior', 1);
INSERT INTO journal_copy_table VALUES ('search_value', 16);
INSERT INTO journal_copy_table VALUES ('sentinel', 1);
INSERT INTO journal_copy_table VALUES ('shadow_audit', 1);
INSERT INTO journal_copy_table VALUES ('stop_answer', 1);
INSERT INTO journal_copy_table VALUES ('stop_breach', 1);
INSERT INTO journal_copy_table VALUES ('stop_look', 1);
INSERT INTO journal_copy_table VALUES ('strength_change', 1);
INSERT INTO journal_copy_table VALUES ('study', 2);
INSERT INTO journal_copy_table VALUES ('study_patient', 2);
INSERT INTO journal_copy_table VALUES ('worklist', 9);
INSERT INTO journal_copy_table VALUES ('worklist_state', 1);
INSERT INTO journal_copy_table VALUES ('worklist_value', 6);
INSERT INTO kafka_start VALUES ('x', 1, 1, 1, 'x');
INSERT INTO kept_filter VALUES ('x', 'x');
INSERT INTO launch VALUES ('x', 'x', 'x', 1);
INSERT INTO learning_note VALUES ('00000000-0000-0002-0000-000000000032', 1, 'A note.', 'ann', 1);
INSERT INTO lease VALUES ('x', 'x', 'x', 1);
INSERT INTO login_failure VALUES ('a', 1, 1);
INSERT INTO login_session VALUES ('s', 'ann', 'h', 1, 1);
INSERT INTO login_session_value VALUES ('s', 'k', 'v');
INSERT INTO login_user VALUES ('ann', 'reviewer', 'h', '');
INSERT INTO login_user_revision VALUES (1, 0);
INSERT INTO message VALUES ('hl7', 'HOSP', 'HOSP|RIS|k1', 'ca0df2c95aa144c1d0ff2ff3c8f967fdc1de9ef0c4120b3726416701b519d619', '\x4d53487c6d31', 1, 'parsed', '', '\x4141', 0, 'v1', NULL, '', NULL);
INSERT INTO message VALUES ('hl7', 'HOSP', 'HOSP|RIS|k2', '29c1b289e7522195b362e44f54e05470b69ad20540ab60a18a05e5bf6951f13d', '\x4d53487c6d32', 2, 'parsed', '', '\x4141', 0, 'v2', NULL, '', NULL);
INSERT INTO message VALUES ('hl7', 'HOSP', 'HOSP|RIS|k3', '153812ae5fea0b73a011bf28bd7cea93644437c3fe3260b7b2d7e1e2f9f46bde', '\x4d53487c6d33', 3, 'parsed', '', '\x4141', 0, 'v3', NULL, '', NULL);
INSERT INTO message VALUES ('hl7', 'HOSP', 'HOSP|RIS|k4', '2396a1256ac4b1c6849c931ddb8018bdd984bb2383be21bb819a33b95d8d603f', '\x4d53487c6d34', 4, 'parsed', '', '\x4141', 0, 'v4', NULL, '', NULL);
INSERT INTO message VALUES ('hl7', 'HOSP', 'HOSP|RIS|k5', 'b5f2031eb62e37c6d38287b38f83afeaed2665f0424eb3c29c1a38a596a13d57', '\x4d53487c6d35', 5, 'parsed', '', '\x4141', 0, 'v5', NULL, '', NULL);
INSERT INTO message VALUES ('hl7', 'HOSP', 'HOSP|RIS|k6', 'e341fcc488934e2578956254b5b7de15bdcc07eca1ae5d9877aeaaae523e6e19', '\x4d53487c6d36', 6, 'parsed', '', '\x4141', 0, 'v6', NULL, '', NULL);
INSERT INTO message VALUES ('hl7', 'HOSP', 'HOSP|RIS|k7', '018c267d72f6381a2ec828ada8fb4995323745e5dce6222890ebac36f5323e68', '\x4d53487c6d37', 7, 'parsed', '', '\x4141', 0, 'v7', NULL, '', NULL);
INSERT INTO message VALUES ('hl7', 'HOSP', 'HOSP|RIS|B1', '1d076705b8fca5b1c7560cc467a30ee8b9e67171e889f568cf842241b9f8d78b', '\x4d53487c4231', 1795521601000, 'parsed', '', '\x4141', 0, '5c8119a5-3b8f-58a7-9ce8-bf2ea6839001', NULL, '', 'report');
INSERT INTO message VALUES ('hl7', 'HOSP', 'HOSP|RIS|B2', 'e4718f19a2795e5d064b013131b7b12ef1adfe06574b14c5f68f8dfa594bbeff', '\x4d53487c4232', 1795521603000, 'parsed', '', '\x4141', 0, 'ba1015eb-38cb-51aa-8ba0-f582baad0924', NULL, '', 'report');
INSERT INTO message_term VALUES ('accession', 'B1', '1d076705b8fca5b1c7560cc467a30ee8b9e67171e889f568cf842241b9f8d78b');
INSERT INTO message_term VALUES ('accession', 'B2', 'e4718f19a2795e5d064b013131b7b12ef1adfe06574b14c5f68f8dfa594bbeff');
INSERT INTO message_term VALUES ('control_id', 'B1', '1d076705b8fca5b1c7560cc467a30ee8b9e67171e889f568cf842241b9f8d78b');
INSERT INTO message_term VALUES ('control_id', 'B2', 'e4718f19a2795e5d064b013131b7b12ef1adfe06574b14c5f68f8dfa594bbeff');
INSERT INTO message_term VALUES ('control_id', 'K1', 'ca0df2c95aa144c1d0ff2ff3c8f967fdc1de9ef0c4120b3726416701b519d619');
INSERT INTO message_term VALUES ('control_id', 'K2', '29c1b289e7522195b362e44f54e05470b69ad20540ab60a18a05e5bf6951f13d');
INSERT INTO message_term VALUES ('control_id', 'K3', '153812ae5fea0b73a011bf28bd7cea93644437c3fe3260b7b2d7e1e2f9f46bde');
INSERT INTO message_term VALUES ('control_id', 'K4', '2396a1256ac4b1c6849c931ddb8018bdd984bb2383be21bb819a33b95d8d603f');
INSERT INTO message_term VALUES ('control_id', 'K5', 'b5f2031eb62e37c6d38287b38f83afeaed2665f0424eb3c29c1a38a596a13d57');
INSERT INTO message_term VALUES ('control_id', 'K6', 'e341fcc488934e2578956254b5b7de15bdcc07eca1ae5d9877aeaaae523e6e19');
INSERT INTO message_term VALUES ('control_id', 'K7', '018c267d72f6381a2ec828ada8fb4995323745e5dce6222890ebac36f5323e68');
INSERT INTO message_term VALUES ('correlation', '0235D9BD-0773-5519-92F6-5DE7C8F4B2BB', 'e4718f19a2795e5d064b013131b7b12ef1adfe06574b14c5f68f8dfa594bbeff');
INSERT INTO message_term VALUES ('correlation', '1FA5AC48-2A4B-59AA-A00F-9606400A7B0E', '1d076705b8fca5b1c7560cc467a30ee8b9e67171e889f568cf842241b9f8d78b');
INSERT INTO message_term VALUES ('mrn', 'MRN-B1', '1d076705b8fca5b1c7560cc467a30ee8b9e67171e889f568cf842241b9f8d78b');
INSERT INTO message_term VALUES ('mrn', 'MRN-B2', 'e4718f19a2795e5d064b013131b7b12ef1adfe06574b14c5f68f8dfa594bbeff');
INSERT INTO message_term VALUES ('mrn', 'MRN1', '018c267d72f6381a2ec828ada8fb4995323745e5dce6222890ebac36f5323e68');
INSERT INTO message_term VALUES ('mrn', 'MRN1', '153812ae5fea0b73a011bf28bd7cea93644437c3fe3260b7b2d7e1e2f9f46bde');
INSERT INTO message_term VALUES ('mrn', 'MRN1', '2396a1256ac4b1c6849c931ddb8018bdd984bb2383be21bb819a33b95d8d603f');
INSERT INTO message_term VALUES ('mrn', 'MRN1', '29c1b289e7522195b362e44f54e05470b69ad20540ab60a18a05e5bf6951f13d');
INSERT INTO message_term VALUES ('mrn', 'MRN1', 'b5f2031eb62e37c6d38287b38f83afeaed2665f0424eb3c29c1a38a596a13d57');
INSERT INTO message_term VALUES ('mrn', 'MRN1', 'ca0df2c95aa144c1d0ff2ff3c8f967fdc1de9ef0c4120b3726416701b519d619');
INSERT INTO message_term VALUES ('mrn', 'MRN1', 'e341fcc488934e2578956254b5b7de15bdcc07eca1ae5d9877aeaaae523e6e19');
INSERT INTO notification VALUES ('x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 1, 1, 1, 1, 1);
INSERT INTO patient_change VALUES ('x', 'x', 'x', 1);
INSERT INTO patient_event VALUES ('x', 'x', 'x', 'x', 'x', 1);
INSERT INTO patient_key VALUES ('MRN1', 'v1');
INSERT INTO patient_key VALUES ('MRN1', 'v2');
INSERT INTO patient_key VALUES ('MRN1', 'v3');
INSERT INTO patient_key VALUES ('MRN1', 'v6');
INSERT INTO patient_key VALUES ('MRN1', 'v7');
INSERT INTO patient_key VALUES ('MRN-B1', '5c8119a5-3b8f-58a7-9ce8-bf2ea6839001');
INSERT INTO patient_key VALUES ('MRN-B2', 'ba1015eb-38cb-51aa-8ba0-f582baad0924');
INSERT INTO patient_merge VALUES ('x', 'x', 'x', 'x', 'x', 'x', 1, 1);
INSERT INTO patient_unlink VALUES ('x', 'x', 'x', 'x', 'x', 1);
INSERT INTO quality_flag VALUES ('00000000-0000-0007-0000-000000000031', 'side-order.e99a10b105d1', 'HOSP', 'B1', 202611, 'DX', '', 'side-order', 'tell', 'right', 'ann', 1000, 'to-correct', 2);
INSERT INTO quality_flag VALUES ('00000000-0000-0007-0000-000000000032', 'side-order.e99a10b105d1', 'HOSP', 'B2', 202611, 'DX', '', 'side-order', 'tell', 'right', 'ann', 1000, 'to-correct', 2);
INSERT INTO quality_report VALUES ('HOSP', 'A1', 197001, 1, '00000000-0000-0000-0000-000000000001', 'DX', '', '');
INSERT INTO quality_report VALUES ('HOSP', 'A2', 197001, 2, '00000000-0000-0000-0000-000000000002', 'DX', '', '');
INSERT INTO quality_report VALUES ('HOSP', 'A3', 197001, 3, '00000000-0000-0000-0000-000000000003', 'DX', '', '');
INSERT INTO quality_report VALUES ('HOSP', 'A4', 197001, 4, '00000000-0000-0000-0000-000000000004', 'DX', '', '');
INSERT INTO quality_report VALUES ('HOSP', 'A5', 197001, 5, '00000000-0000-0000-0000-000000000005', 'DX', '', '');
INSERT INTO quality_report VALUES ('HOSP', 'A6', 197001, 6, '00000000-0000-0000-0000-000000000006', 'DX', '', '');
INSERT INTO quality_report VALUES ('HOSP', 'A7', 197001, 7, '00000000-0000-0000-0000-000000000007', 'DX', '', '');
INSERT INTO quality_report VALUES ('HOSP', 'B1', 202611, 1795521601000, '00000000-0000-0007-0000-000000000031', 'DX', '', '');
INSERT INTO quality_report VALUES ('HOSP', 'B2', 202611, 1795521603000, '00000000-0000-0007-0000-000000000032', 'DX', '', '');
INSERT INTO reading_answer VALUES ('x', 'x', 'x', 1, 'x', 1);
INSERT INTO reading_item VALUES ('x', 'x', 'x', 'x', 1, 'x', 'x', 'x', 'x', 1, 'x', 'x');
INSERT INTO reading_list VALUES ('x', 'x', 'x', 1, 1, 1);
INSERT INTO rehearsal VALUES ('strengths', 1, 'aa', '0.2.0', 1, 0, 0, 0, 'ann', 1, '{"a":"b"}', NULL);
INSERT INTO reminder VALUES ('x', 1);
INSERT INTO report_alias VALUES ('filler:FB1', 'HOSP', 'B1');
INSERT INTO report_alias VALUES ('placer:PB1', 'HOSP', 'B1');
INSERT INTO report_alias VALUES ('filler:FB2', 'HOSP', 'B2');
INSERT INTO report_alias VALUES ('placer:PB2', 'HOSP', 'B2');
INSERT INTO report_key VALUES ('5c8119a5-3b8f-58a7-9ce8-bf2ea6839001', 'accession', 'B1');
INSERT INTO report_key VALUES ('ba1015eb-38cb-51aa-8ba0-f582baad0924', 'accession', 'B2');
INSERT INTO report_version VALUES ('v1', 'HOSP', 'A1', 1, '', 'FINAL', NULL, '{"site":"HOSP","reportId":"A1","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA1","fillerOrderNumber":"FA1","accessionNumbers":["A1"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]}', 'audited', '', 0, 0, 0, 1, 0, 1, 3, 0, NULL, 0);
INSERT INTO report_version VALUES ('v2', 'HOSP', 'A2', 1, '', 'FINAL', NULL, '{"site":"HOSP","reportId":"A2","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA2","fillerOrderNumber":"FA2","accessionNumbers":["A2"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]}', 'audited', '', 0, 0, 0, 2, 0, 1, 3, 0, NULL, 0);
INSERT INTO report_version VALUES ('v3', 'HOSP', 'A3', 1, '', 'FINAL', NULL, '{"site":"HOSP","reportId":"A3","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA3","fillerOrderNumber":"FA3","accessionNumbers":["A3"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]}', 'audited', '', 0, 0, 0, 3, 0, 1, 3, 0, NULL, 0);
INSERT INTO report_version VALUES ('v4', 'HOSP', 'A4', 1, '', 'FINAL', NULL, '{"site":"HOSP","reportId":"A4","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA4","fillerOrderNumber":"FA4","accessionNumbers":["A4"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]}', 'audited', '', 0, 0, 0, 4, 0, 1, 3, 0, NULL, 0);
INSERT INTO report_version VALUES ('v5', 'HOSP', 'A5', 1, '', 'FINAL', NULL, '{"site":"HOSP","reportId":"A5","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA5","fillerOrderNumber":"FA5","accessionNumbers":["A5"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]}', 'audited', '', 0, 0, 0, 5, 0, 1, 3, 0, NULL, 0);
INSERT INTO report_version VALUES ('v6', 'HOSP', 'A6', 1, '', 'FINAL', NULL, '{"site":"HOSP","reportId":"A6","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA6","fillerOrderNumber":"FA6","accessionNumbers":["A6"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]}', 'audited', '', 0, 0, 0, 6, 0, 1, 3, 0, NULL, 0);
INSERT INTO report_version VALUES ('v7', 'HOSP', 'A7', 1, '', 'FINAL', NULL, '{"site":"HOSP","reportId":"A7","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PA7","fillerOrderNumber":"FA7","accessionNumbers":["A7"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Clear lungs.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]}', 'audited', '', 0, 0, 0, 7, 0, 1, 3, 0, NULL, 0);
INSERT INTO report_version VALUES ('v8', 'HOSP', 'A8', 1, '', 'FINAL', NULL, '{}', 'audited', '', 0, 0, 0, 8, 0, 1, 3, 0, NULL, 0);
INSERT INTO report_version VALUES ('5c8119a5-3b8f-58a7-9ce8-bf2ea6839001', 'HOSP', 'B1', 1, '77c12d2472a5870e4cd201e1b031f43022122a3cc7f3f9e88d4c1b82bf39dbc6', 'FINAL', 1795514400000, '{"site":"HOSP","reportId":"B1","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN-B1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PB1","fillerOrderNumber":"FB1","accessionNumbers":["B1"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Left lung clear.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]}', 'checked_only', '', 0, 0, 0, 1795521601000, 0, 0, 3, 0, '{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN-B1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""}', 0);
INSERT INTO report_version VALUES ('ba1015eb-38cb-51aa-8ba0-f582baad0924', 'HOSP', 'B2', 1, '77c12d2472a5870e4cd201e1b031f43022122a3cc7f3f9e88d4c1b82bf39dbc6', 'FINAL', 1795514400000, '{"site":"HOSP","reportId":"B2","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN-B2","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"order":{"placerOrderNumber":"PB2","fillerOrderNumber":"FB2","accessionNumbers":["B2"],"studyInstanceUids":[],"procedure":{"system":"L","code":"XR","display":"XR chest"},"modality":"DX","bodyPart":"CHEST","laterality":""},"text":"Left lung clear.","hints":[],"status":"FINAL","issued":"2026-11-24T10:00:00Z","effective":"2026-11-24T10:00:00Z","reference":"","confidentiality":"N","pilot":false,"notAudited":[]}', 'checked_only', '', 0, 0, 0, 1795521603000, 0, 0, 3, 0, '{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN-B2","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""}', 0);
INSERT INTO report_version VALUES ('00000000-0000-0003-0000-000000000001', 'RTL-SENTINEL', 'S1', 1, '', 'FINAL', NULL, '{}', 'awaiting_images', '', 0, 0, 0, 1, 0, 1, 3, 0, NULL, 0);
INSERT INTO resource VALUES ('Observation', '00000000-0000-0000-0000-000000000001', 1, 1, '{"resourceType":"Observation","effectiveDateTime":"2026-01-01T00:00:00Z"}', NULL, 1, 0);
INSERT INTO resource VALUES ('Observation', '00000000-0000-0000-0000-000000000002', 1, 2, '{"resourceType":"Observation","effectiveDateTime":"2026-01-02T00:00:00Z"}', NULL, 2, 0);
INSERT INTO resource VALUES ('Observation', '00000000-0000-0000-0000-000000000003', 1, 3, '{"resourceType":"Observation","effectiveDateTime":"2026-01-03T00:00:00Z"}', NULL, 3, 0);
INSERT INTO resource VALUES ('Observation', '00000000-0000-0000-0000-000000000004', 1, 4, '{"resourceType":"Observation","effectiveDateTime":"2026-01-04T00:00:00Z"}', NULL, 4, 0);
INSERT INTO resource VALUES ('Observation', '00000000-0000-0000-0000-000000000005', 1, 5, '{"resourceType":"Observation","effectiveDateTime":"2026-01-05T00:00:00Z"}', NULL, 5, 1767571200000);
INSERT INTO resource VALUES ('Observation', '00000000-0000-0000-0000-000000000006', 1, 6, '{"resourceType":"Observation","effectiveDateTime":"2026-01-06T00:00:00Z"}', NULL, 6, 1767657600000);
INSERT INTO resource VALUES ('Observation', '00000000-0000-0000-0000-000000000007', 1, 7, '{"resourceType":"Observation","effectiveDateTime":"2026-01-07T00:00:00Z"}', NULL, 7, 1767744000000);
INSERT INTO resource VALUES ('Observation', '00000000-0000-0007-0000-000000000031', 2, 1795521606000, '', '\x0223a62b670005ba30c21cce820263d0be239c1522f820a41070d5063eb4a71600', 9, 1770076800000);
INSERT INTO resource VALUES ('Observation', '00000000-0000-0007-0000-000000000032', 1, 1795521603000, '', '\x0223a62b670005ba30c21cce820263d06137382b44d041484621e0aa0d7c684f2d00', 13, 1769990400000);
INSERT INTO resource_value VALUES (1, 8);
INSERT INTO resource_value VALUES (2, 8);
INSERT INTO resource_value VALUES (3, 8);
INSERT INTO resource_value VALUES (4, 8);
INSERT INTO resource_value VALUES (5, 8);
INSERT INTO resource_value VALUES (6, 8);
INSERT INTO resource_value VALUES (7, 8);
INSERT INTO resource_value VALUES (9, 11);
INSERT INTO resource_value VALUES (9, 12);
INSERT INTO resource_value VALUES (13, 14);
INSERT INTO resource_value VALUES (13, 15);
INSERT INTO resource_value VALUES (13, 16);
INSERT INTO resource_version VALUES ('Observation', '00000000-0000-0007-0000-000000000031', 1, 1795521601000, '\x01ab562a4a2dce2f2d4a4e0da92c4855b252f24f2a4e2d2a4b2cc9cccf53d251ca4c010a1940812e8c3087b3a0c0d810a836352d2d35b924b32cd525b12435243317649a91819199ae81111085181858815194522d00');
INSERT INTO rests_on VALUES ('x', 'x', 1, 1);
INSERT INTO row_change VALUES ('delivery', 'pending', 'fhir', 1, 0);
INSERT INTO row_change VALUES ('delivery', 'sent', 'fhir', 1, 0);
INSERT INTO row_change VALUES ('delivery', 'sent', 'fhir', 1, 0);
INSERT INTO row_change VALUES ('delivery', 'sent', 'fhir', 1, 0);
INSERT INTO row_change VALUES ('delivery', 'sent', 'fhir', 1, 0);
INSERT INTO row_change VALUES ('delivery', 'sent', 'fhir', 1, 0);
INSERT INTO row_change VALUES ('delivery', 'sent', 'fhir', 1, 0);
INSERT INTO row_change VALUES ('delivery', 'pending', 'fhir', 1, 0);
INSERT INTO row_change VALUES ('delivery', 'pending', 'kafka', 1, 0);
INSERT INTO row_change VALUES ('delivery', 'pending', 'fhir', 1, 0);
INSERT INTO row_change VALUES ('delivery', 'pending', 'fhir', 1, 0);
INSERT INTO row_change VALUES ('delivery', 'pending', 'kafka', 1, 0);
INSERT INTO row_change VALUES ('delivery', 'pending', 'fhir', 1, 0);
INSERT INTO row_change VALUES ('message', 'parsed', '', 1, 0);
INSERT INTO row_change VALUES ('message', 'parsed', '', 1, 0);
INSERT INTO row_change VALUES ('message', 'parsed', '', 1, 0);
INSERT INTO row_change VALUES ('message', 'parsed', '', 1, 0);
INSERT INTO row_change VALUES ('message', 'parsed', '', 1, 0);
INSERT INTO row_change VALUES ('message', 'parsed', '', 1, 0);
INSERT INTO row_change VALUES ('message', 'parsed', '', 1, 0);
INSERT INTO row_change VALUES ('message', 'parsed', '', 1, 0);
INSERT INTO row_change VALUES ('message', 'parsed', '', 1, 0);
INSERT INTO row_change VALUES ('message', 'parsed', '', 1, 0);
INSERT INTO row_change VALUES ('report', 'audited', '', 1, 0);
INSERT INTO row_change VALUES ('report', 'audited', '', 1, 0);
INSERT INTO row_change VALUES ('report', 'audited', '', 1, 0);
INSERT INTO row_change VALUES ('report', 'audited', '', 1, 0);
INSERT INTO row_change VALUES ('report', 'audited', '', 1, 0);
INSERT INTO row_change VALUES ('report', 'audited', '', 1, 0);
INSERT INTO row_change VALUES ('report', 'audited', '', 1, 0);
INSERT INTO row_change VALUES ('report', 'audited', '', 1, 0);
INSERT INTO row_change VALUES ('report', 'checked_only', '', 1, 0);
INSERT INTO row_change VALUES ('report', 'checked_only', '', 1, 0);
INSERT INTO row_change VALUES ('report', 'awaiting_images', '', 1, 0);
INSERT INTO run_prior VALUES ('x', 'x');
INSERT INTO search_value VALUES (1, 'Observation', '_id', '', '00000000-0000-0000-0000-000000000001', NULL);
INSERT INTO search_value VALUES (2, 'Observation', '_id', '', '00000000-0000-0000-0000-000000000002', NULL);
INSERT INTO search_value VALUES (3, 'Observation', '_id', '', '00000000-0000-0000-0000-000000000003', NULL);
INSERT INTO search_value VALUES (4, 'Observation', '_id', '', '00000000-0000-0000-0000-000000000004', NULL);
INSERT INTO search_value VALUES (5, 'Observation', '_id', '', '00000000-0000-0000-0000-000000000005', NULL);
INSERT INTO search_value VALUES (6, 'Observation', '_id', '', '00000000-0000-0000-0000-000000000006', NULL);
INSERT INTO search_value VALUES (7, 'Observation', '_id', '', '00000000-0000-0000-0000-000000000007', NULL);
INSERT INTO search_value VALUES (8, 'Observation', 'status', '', 'final', NULL);
INSERT INTO search_value VALUES (9, 'Observation', '_id', '', '00000000-0000-0007-0000-000000000031', NULL);
INSERT INTO search_value VALUES (10, 'Observation', 'accession', '', 'b1', NULL);
INSERT INTO search_value VALUES (11, 'Observation', 'patient:identifier', 'urn:oid:1.2.3', 'MRN-B1', NULL);
INSERT INTO search_value VALUES (12, 'Observation', 'subject:identifier', 'urn:oid:1.2.3', 'MRN-B1', NULL);
INSERT INTO search_value VALUES (13, 'Observation', '_id', '', '00000000-0000-0007-0000-000000000032', NULL);
INSERT INTO search_value VALUES (14, 'Observation', 'accession', '', 'b2', NULL);
INSERT INTO search_value VALUES (15, 'Observation', 'patient:identifier', 'urn:oid:1.2.3', 'MRN-B2', NULL);
INSERT INTO search_value VALUES (16, 'Observation', 'subject:identifier', 'urn:oid:1.2.3', 'MRN-B2', NULL);
INSERT INTO sentinel VALUES ('00000000-0000-0003-0000-000000000001', 'n1', 'mllp', 'side-order', 'aa', 'received', '00000000-0000-0003-0000-000000000001', 1, NULL, '');
INSERT INTO shadow_audit VALUES ('x', 'x', 'x', 'x', 1, '\x41', 1, 1);
INSERT INTO stop_answer VALUES ('x', 'x', 'x', 1, 1, 'x', 'x', 'x', 1);
INSERT INTO stop_breach VALUES ('x', 'x', 'x', 1, 'x', 1, 1);
INSERT INTO stop_look VALUES ('x', 1, 1, 1);
INSERT INTO strength_change VALUES ('side-order', 'CT', 1, 'ask', 'w', 'b', 'ann', 1);
INSERT INTO study VALUES ('1.2.1', 'B1', '{"studyInstanceUid":"1.2.1","accessionNumber":"B1","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN-B1","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"studyDate":"2026-11-24","studyDescription":"CHEST","stable":true,"instances":[{"sopInstanceUid":"9.1","seriesInstanceUid":"1.2.9","sopClassUid":"1.2.840.10008.5.1.4.1.1.1.1","modality":"DX","bodyPartExamined":"CHEST","laterality":"","imageLaterality":"","viewPosition":"PA","instanceNumber":1,"numberOfFrames":1,"storeId":"store-9.1"}]}', 1795521601000, 1795521601000);
INSERT INTO study VALUES ('1.2.2', 'B2', '{"studyInstanceUid":"1.2.2","accessionNumber":"B2","patient":{"identifiers":[{"system":"urn:oid:1.2.3","value":"MRN-B2","type":"MR"}],"familyName":"Doe","givenName":"Jane","birthDate":"1961-02-03","sex":"FEMALE","reference":""},"studyDate":"2026-11-24","studyDescription":"CHEST","stable":true,"instances":[{"sopInstanceUid":"9.2","seriesInstanceUid":"1.2.9","sopClassUid":"1.2.840.10008.5.1.4.1.1.1.1","modality":"DX","bodyPartExamined":"CHEST","laterality":"","imageLaterality":"","viewPosition":"PA","instanceNumber":1,"numberOfFrames":1,"storeId":"store-9.2"}]}', 1795521603000, 1795521603000);
INSERT INTO study_patient VALUES ('MRN-B1', '1.2.1', '2026-11-24');
INSERT INTO study_patient VALUES ('MRN-B2', '1.2.2', '2026-11-24');
INSERT INTO worklist VALUES ('d26825a9-0dfd-47aa-8f84-5d2e354dd5d8', 'HOSP', 'A1', 9, 1, 'Doe', 'Jane', 'A1', 'XR chest', 'DX', 'CHEST', '', '', '', 0, 0, 0, 'AUDITED', '', 1, 1, 100, '', NULL, '', ' a1 mrn1 doe jane ', 'no_flag', -1, '', 0, '', 0, '', NULL, 0, NULL, NULL, 0, '', 0, NULL, 1, '', NULL, NULL);
INSERT INTO worklist VALUES ('b0f40846-b5c4-4536-ae62-8cc402b5c279', 'HOSP', 'A2', 9, 2, 'Doe', 'Jane', 'A2', 'XR chest', 'DX', 'CHEST', '', '', '', 0, 0, 0, 'AUDITED', '', 1, 1, 100, '', NULL, '', ' a2 mrn1 doe jane ', 'no_flag', -2, '', 0, '', 0, '', NULL, 0, NULL, NULL, 0, '', 0, NULL, 2, '', NULL, NULL);
INSERT INTO worklist VALUES ('7edd25af-8cfc-404d-a998-58108f9e8e5c', 'HOSP', 'A3', 9, 3, 'Doe', 'Jane', 'A3', 'XR chest', 'DX', 'CHEST', '', '', '', 0, 0, 0, 'AUDITED', '', 1, 1, 100, '', NULL, '', ' a3 mrn1 doe jane ', '', -3, '', 0, '', 0, '', NULL, 0, NULL, NULL, 0, '', 0, NULL, 3, '', NULL, NULL);
INSERT INTO worklist VALUES ('1bfe131b-c417-432b-99ab-fb2c37aed1d0', 'HOSP', 'A4', 9, 4, 'Doe', 'Jane', 'A4', 'XR chest', 'DX', 'CHEST', '', '', '', 0, 0, 0, 'AUDITED', '', 1, 1, 100, '', NULL, '', ' a4 mrn1 doe jane ', 'no_flag', -4, '', 0, '', 0, '', NULL, 0, NULL, NULL, 0, '', 0, NULL, 4, '', NULL, NULL);
INSERT INTO worklist VALUES ('4ccdd03f-9f51-4282-bfcb-dd8d05780fa0', 'HOSP', 'A5', 9, 5, 'Doe', 'Jane', 'A5', 'XR chest', 'DX', 'CHEST', '', '', '', 0, 0, 0, 'AUDITED', '', 1, 1, 100, '', NULL, '', ' a5 mrn1 doe jane ', 'no_flag', -5, '', 0, '', 0, '', NULL, 0, NULL, NULL, 0, '', 0, NULL, 5, '', NULL, NULL);
INSERT INTO worklist VALUES ('492b6af5-9abd-4873-89bb-238991a1d75e', 'HOSP', 'A6', 9, 6, 'Doe', 'Jane', 'A6', 'XR chest', 'DX', 'CHEST', '', '', '', 0, 0, 0, 'AUDITED', '', 1, 1, 100, '', NULL, '', ' a6 mrn1 doe jane ', 'no_flag', -6, '', 0, '', 0, '', NULL, 0, NULL, NULL, 0, '', 0, NULL, 6, '', NULL, NULL);
INSERT INTO worklist VALUES ('b3899f6f-84a6-409a-a4f8-5951b884ab92', 'HOSP', 'A7', 9, 7, 'Doe', 'Jane', 'A7', 'XR chest', 'DX', 'CHEST', '', '', '', 0, 0, 0, 'AUDITED', '', 1, 1, 100, '', NULL, '', ' a7 mrn1 doe jane ', 'no_flag', -7, '', 0, '', 0, '', NULL, 0, NULL, NULL, 0, '', 0, NULL, 7, '', NULL, NULL);
INSERT INTO worklist VALUES ('eb5d27e7-f896-4fe4-b7ec-28c1bdf8922d', 'HOSP', 'B1', 6, 1795521601000, 'Doe', 'Jane', 'B1', 'XR chest', 'DX', 'CHEST', '', 'side-order', 'Correct the side.', 1, 0, 1, 'CHECKED_ONLY', '', 1, 1, NULL, 'ann', 1795521602000, ' side-order ', ' b1 mrn-b1 doe jane ', 'to_correct', 1795521601000, 'contradiction', 0, '{"kind":"side-order","quote":"Left","place":"findings","other":"","otherPlace":"","value":"“Right knee”","action":"Correct the side."}', 1, 'ann', 1795521602000, 0, NULL, NULL, 0, '', 0, NULL, 1795521601000, '{"9748023114a4":1795521601000}', NULL, NULL);
INSERT INTO worklist VALUES ('d906b69e-ef6f-4bcb-9dd2-2c3a2fb8c18f', 'HOSP', 'B2', 6, 1795521603000, 'Doe', 'Jane', 'B2', 'XR chest', 'DX', 'CHEST', '', 'side-order', 'Correct the side.', 1, 0, 1, 'CHECKED_ONLY', '', 1, 1, NULL, 'ann', 1795521604000, ' side-order ', ' b2 mrn-b2 doe jane ', 'to_correct', 1795521603000, 'contradiction', 0, '{"kind":"side-order","quote":"Left","place":"findings","other":"","otherPlace":"","value":"“Right knee”","action":"Correct the side."}', 1, 'ann', 1795521604000, 0, NULL, NULL, 0, '', 0, NULL, 1795521603000, '{"9748023114a4":1795521603000}', NULL, NULL);
INSERT INTO worklist_state VALUES (1, 17, 8, '', '');
INSERT INTO worklist_value VALUES ('body_part', 'CHEST', 9);
INSERT INTO worklist_value VALUES ('state', 'no_flag', 7);
INSERT INTO worklist_value VALUES ('site', 'HOSP', 9);
INSERT INTO worklist_value VALUES ('modality', 'DX', 9);
INSERT INTO worklist_value VALUES ('type', 'side-order', 2);
INSERT INTO worklist_value VALUES ('state', 'to_correct', 2);
ALTER TABLE ONLY acceptance_count
    ADD CONSTRAINT acceptance_count_pkey PRIMARY KEY (name, modality, check_id, counted);
ALTER TABLE ONLY acceptance
    ADD CONSTRAINT acceptance_number_key UNIQUE (number);
ALTER TABLE ONLY acceptance
    ADD CONSTRAINT acceptance_pkey PRIMARY KEY (name);
ALTER TABLE ONLY acceptance
    ADD CONSTRAINT acceptance_running_key UNIQUE (running);
ALTER TABLE ONLY access_log
    ADD CONSTRAINT access_log_pkey PRIMARY KEY (writer, number);
ALTER TABLE ONLY archive_study
    ADD CONSTRAINT archive_study_pkey PRIMARY KEY (study_instance_uid);
ALTER TABLE ONLY archive_wish
    ADD CONSTRAINT archive_wish_pkey PRIMARY KEY (version, study_instance_uid);
ALTER TABLE ONLY audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (run_id);
ALTER TABLE ONLY decision
    ADD CONSTRAINT decision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (id, sink);
ALTER TABLE ONLY draft_flag
    ADD CONSTRAINT draft_flag_pkey PRIMARY KEY (number, check_name, mark);
ALTER TABLE ONLY draft_outcome
    ADD CONSTRAINT draft_outcome_pkey PRIMARY KEY (check_name, strength, outcome);
ALTER TABLE ONLY duty_flag
    ADD CONSTRAINT duty_flag_pkey PRIMARY KEY (id);
ALTER TABLE ONLY engine_start
    ADD CONSTRAINT engine_start_pkey PRIMARY KEY (version);
ALTER TABLE ONLY erased_copy
    ADD CONSTRAINT erased_copy_pkey PRIMARY KEY (type, id);
ALTER TABLE ONLY erased_count
    ADD CONSTRAINT erased_count_pkey PRIMARY KEY (what, kind);
ALTER TABLE ONLY erased_delivery
    ADD CONSTRAINT erased_delivery_pkey PRIMARY KEY (id, sink);
ALTER TABLE ONLY erased_mark
    ADD CONSTRAINT erased_mark_pkey PRIMARY KEY (mark);
ALTER TABLE ONLY erased_rows
    ADD CONSTRAINT erased_rows_pkey PRIMARY KEY (erasure, name);
ALTER TABLE ONLY erasure_key
    ADD CONSTRAINT erasure_key_pkey PRIMARY KEY (id);
ALTER TABLE ONLY erasure
    ADD CONSTRAINT erasure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY feed
    ADD CONSTRAINT feed_pkey PRIMARY KEY (name);
ALTER TABLE ONLY flyway_schema_history
    ADD CONSTRAINT flyway_schema_history_pk PRIMARY KEY (installed_rank);
ALTER TABLE ONLY further_version
    ADD CONSTRAINT further_version_pkey PRIMARY KEY (channel, site, message_key, body_sha256, place);
ALTER TABLE ONLY job
    ADD CONSTRAINT job_pkey PRIMARY KEY (run_id);
ALTER TABLE ONLY job_step
    ADD CONSTRAINT job_step_pkey PRIMARY KEY (run_id, step);
ALTER TABLE ONLY journal_clock
    ADD CONSTRAINT journal_clock_pkey PRIMARY KEY (id);
ALTER TABLE ONLY journal_copy
    ADD CONSTRAINT journal_copy_pkey PRIMARY KEY (source);
ALTER TABLE ONLY journal_copy_table
    ADD CONSTRAINT journal_copy_table_pkey PRIMARY KEY (name);
ALTER TABLE ONLY kafka_start
    ADD CONSTRAINT kafka_start_pkey PRIMARY KEY (topic, part);
ALTER TABLE ONLY kept_filter
    ADD CONSTRAINT kept_filter_pkey PRIMARY KEY (username);
ALTER TABLE ONLY launch
    ADD CONSTRAINT launch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY learning_note
    ADD CONSTRAINT learning_note_pkey PRIMARY KEY (decision, number);
ALTER TABLE ONLY lease
    ADD CONSTRAINT lease_pkey PRIMARY KEY (name);
ALTER TABLE ONLY login_failure
    ADD CONSTRAINT login_failure_pkey PRIMARY KEY (address);
ALTER TABLE ONLY login_session
    ADD CONSTRAINT login_session_pkey PRIMARY KEY (id);
ALTER TABLE ONLY login_session_value
    ADD CONSTRAINT login_session_value_pkey PRIMARY KEY (session_id, kind);
ALTER TABLE ONLY login_user
    ADD CONSTRAINT login_user_pkey PRIMARY KEY (name);
ALTER TABLE ONLY login_user_revision
    ADD CONSTRAINT login_user_revision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY message
    ADD CONSTRAINT message_pkey PRIMARY KEY (channel, site, message_key, body_sha256);
ALTER TABLE ONLY message_term
    ADD CONSTRAINT message_term_pkey PRIMARY KEY (kind, value, body_sha256);
ALTER TABLE ONLY notification
    ADD CONSTRAINT notification_pkey PRIMARY KEY (id);
ALTER TABLE ONLY patient_change
    ADD CONSTRAINT patient_change_pkey PRIMARY KEY (value, system, site);
ALTER TABLE ONLY patient_event
    ADD CONSTRAINT patient_event_pkey PRIMARY KEY (value, system, site, message);
ALTER TABLE ONLY patient_key
    ADD CONSTRAINT patient_key_pkey PRIMARY KEY (value, version);
ALTER TABLE ONLY patient_merge
    ADD CONSTRAINT patient_merge_pkey PRIMARY KEY (old_value, old_system, site, value, system);
ALTER TABLE ONLY patient_unlink
    ADD CONSTRAINT patient_unlink_pkey PRIMARY KEY (old_value, old_system, site, value, system);
ALTER TABLE ONLY quality_flag
    ADD CONSTRAINT quality_flag_pkey PRIMARY KEY (run_id, problem);
ALTER TABLE ONLY quality_report
    ADD CONSTRAINT quality_report_pkey PRIMARY KEY (site, report_id);
ALTER TABLE ONLY reading_answer
    ADD CONSTRAINT reading_answer_item_username_number_key UNIQUE (item, username, number);
ALTER TABLE ONLY reading_answer
    ADD CONSTRAINT reading_answer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY reading_item
    ADD CONSTRAINT reading_item_pkey PRIMARY KEY (id);
ALTER TABLE ONLY reading_item
    ADD CONSTRAINT reading_item_source_name_kind_place_key UNIQUE (source, name, kind, place);
ALTER TABLE ONLY reading_list
    ADD CONSTRAINT reading_list_pkey PRIMARY KEY (source, name, kind);
ALTER TABLE ONLY rehearsal
    ADD CONSTRAINT rehearsal_pkey PRIMARY KEY (kind, number);
ALTER TABLE ONLY reminder
    ADD CONSTRAINT reminder_pkey PRIMARY KEY (decision);
ALTER TABLE ONLY report_alias
    ADD CONSTRAINT report_alias_pkey PRIMARY KEY (alias, site, report_id);
ALTER TABLE ONLY report_key
    ADD CONSTRAINT report_key_pkey PRIMARY KEY (version, kind, value);
ALTER TABLE ONLY report_version
    ADD CONSTRAINT report_version_pkey PRIMARY KEY (id);
ALTER TABLE ONLY report_version
    ADD CONSTRAINT report_version_site_report_id_seq_key UNIQUE (site, report_id, seq);
ALTER TABLE ONLY resource
    ADD CONSTRAINT resource_pkey PRIMARY KEY (type, id);
ALTER TABLE ONLY resource_value
    ADD CONSTRAINT resource_value_pkey PRIMARY KEY (resource, value);
ALTER TABLE ONLY resource_version
    ADD CONSTRAINT resource_version_pkey PRIMARY KEY (type, id, version);
ALTER TABLE ONLY rests_on
    ADD CONSTRAINT rests_on_pkey PRIMARY KEY (run_id, version);
ALTER TABLE ONLY run_prior
    ADD CONSTRAINT run_prior_pkey PRIMARY KEY (run_id, study_instance_uid);
ALTER TABLE ONLY search_value
    ADD CONSTRAINT search_value_pkey PRIMARY KEY (id);
ALTER TABLE ONLY search_value
    ADD CONSTRAINT search_value_type_parameter_code_system_key UNIQUE (type, parameter, code, system);
ALTER TABLE ONLY sentinel
    ADD CONSTRAINT sentinel_pkey PRIMARY KEY (id);
ALTER TABLE ONLY shadow_audit
    ADD CONSTRAINT shadow_audit_pkey PRIMARY KEY (run_id);
ALTER TABLE ONLY stop_answer
    ADD CONSTRAINT stop_answer_pkey PRIMARY KEY (check_name, kind, strength, number, answer);
ALTER TABLE ONLY stop_breach
    ADD CONSTRAINT stop_breach_pkey PRIMARY KEY (check_name, kind, strength, number);
ALTER TABLE ONLY stop_look
    ADD CONSTRAINT stop_look_pkey PRIMARY KEY (name);
ALTER TABLE ONLY strength_change
    ADD CONSTRAINT strength_change_pkey PRIMARY KEY (check_name, modality, number);
ALTER TABLE ONLY study_patient
    ADD CONSTRAINT study_patient_pkey PRIMARY KEY (value, study_instance_uid);
ALTER TABLE ONLY study
    ADD CONSTRAINT study_pkey PRIMARY KEY (study_instance_uid);
ALTER TABLE ONLY worklist
    ADD CONSTRAINT worklist_pkey PRIMARY KEY (id);
ALTER TABLE ONLY worklist
    ADD CONSTRAINT worklist_report_id_site_key UNIQUE (report_id, site);
ALTER TABLE ONLY worklist_state
    ADD CONSTRAINT worklist_state_pkey PRIMARY KEY (id);
ALTER TABLE ONLY worklist_value
    ADD CONSTRAINT worklist_value_pkey PRIMARY KEY (kind, value);
CREATE INDEX access_log_read ON access_log USING brin (read_at);
CREATE INDEX archive_study_since ON archive_study USING btree (state, since);
CREATE INDEX archive_wish_due ON archive_wish USING btree (due_at) WHERE (ended = 0);
CREATE INDEX audit_ordinal ON audit USING btree (ordinal);
CREATE INDEX audit_report ON audit USING btree (site, report_id, ordinal);
CREATE INDEX audit_version ON audit USING btree (version, ordinal);
CREATE INDEX decision_answer ON decision USING btree (answer) WHERE (answer IS NOT NULL);
CREATE INDEX decision_learning ON decision USING btree (decided_at) WHERE (kind = 'learning'::text);
CREATE UNIQUE INDEX decision_ordinal ON decision USING btree (ordinal);
CREATE INDEX decision_run ON decision USING btree (run_id, ordinal);
CREATE INDEX decision_undoes ON decision USING btree (undoes) WHERE (undoes IS NOT NULL);
CREATE INDEX delivery_claimed ON delivery USING btree (sink, lease_until) WHERE (lease_until > 0);
CREATE INDEX delivery_dead ON delivery USING btree (ordinal) WHERE (state = 'dead'::text);
CREATE INDEX delivery_due ON delivery USING btree (sink, state, due_at);
CREATE INDEX delivery_link_due ON delivery USING btree (sink, link_due_at) WHERE (link_due_at IS NOT NULL);
CREATE INDEX delivery_newest ON delivery USING btree (ordinal, sink);
CREATE INDEX delivery_notification ON delivery USING btree (notification) WHERE (notification IS NOT NULL);
CREATE INDEX delivery_pending ON delivery USING btree (sink, state, ordinal) WHERE (state = 'pending'::text);
CREATE INDEX delivery_refused ON delivery USING btree (sink, ordinal) WHERE ((state = 'pending'::text) AND (refused_at IS NOT NULL));
CREATE INDEX delivery_run ON delivery USING btree (run_id, sink, ordinal);
CREATE INDEX draft_flag_made ON draft_flag USING btree (made_at);
CREATE UNIQUE INDEX duty_flag_current ON duty_flag USING btree (site, report_id, identity) WHERE (ended_at IS NULL);
CREATE INDEX duty_flag_found ON duty_flag USING btree (found_at);
CREATE INDEX duty_flag_run ON duty_flag USING btree (run_id);
CREATE INDEX erased_copy_due ON erased_copy USING btree (due_at);
CREATE INDEX erased_copy_of ON erased_copy USING btree (erasure);
CREATE INDEX erased_delivery_of ON erased_delivery USING btree (erasure);
CREATE INDEX erasure_requested ON erasure USING btree (requested_at);
CREATE INDEX flyway_schema_history_s_idx ON flyway_schema_history USING btree (success);
CREATE INDEX further_version_version ON further_version USING btree (version);
CREATE INDEX job_claimed ON job USING btree (created_at, run_id) WHERE (state = ANY (ARRAY[('ready'::character varying)::text, ('running'::character varying)::text]));
CREATE INDEX job_due ON job USING btree (state, due_at);
CREATE INDEX job_order ON job USING btree (sort_at, run_id) WHERE (state = ANY (ARRAY[('ready'::character varying)::text, ('running'::character varying)::text]));
CREATE INDEX job_steps_kept ON job USING btree (steps_since) WHERE (steps_since IS NOT NULL);
CREATE INDEX job_suspect ON job USING btree (state, lost_alone, created_at, run_id) WHERE (lost > 0);
CREATE INDEX job_text ON job USING btree (state, sort_at, run_id) WHERE (text_only = 1);
CREATE INDEX job_version ON job USING btree (version);
CREATE INDEX launch_made ON launch USING btree (made_at);
CREATE INDEX login_session_begun ON login_session USING btree (begun_at);
CREATE INDEX login_session_user ON login_session USING btree (username, used_at);
CREATE INDEX message_body ON message USING btree (body_sha256);
CREATE INDEX message_feed ON message USING btree (channel, site, received_at);
CREATE INDEX message_kept ON message USING btree (outcome, received_at) WHERE (pruned_at IS NULL);
CREATE INDEX message_outcome ON message USING btree (outcome, repeats);
CREATE INDEX message_quarantined ON message USING btree (received_at) WHERE (outcome = 'quarantined'::text);
CREATE INDEX message_received ON message USING btree (received_at, body_sha256);
CREATE INDEX message_site ON message USING btree (site, received_at, body_sha256);
CREATE INDEX message_version ON message USING btree (version) WHERE (version IS NOT NULL);
CREATE UNIQUE INDEX notification_open ON notification USING btree (site, report_id, kind, identity) WHERE (ended_at IS NULL);
CREATE INDEX notification_run ON notification USING btree (run_id);
CREATE INDEX notification_unread ON notification USING btree (due_at) WHERE ((read_at IS NULL) AND (ended_at IS NULL));
CREATE INDEX patient_event_message ON patient_event USING btree (message);
CREATE INDEX patient_key_version ON patient_key USING btree (version);
CREATE INDEX quality_flag_figures ON quality_flag USING btree (check_id, strength, verdict, fate, first_of, month, site, modality, author, username, decided_after);
CREATE INDEX quality_flag_month ON quality_flag USING btree (month, site, modality, author, check_id, strength, verdict, username, fate, first_of, decided_after);
CREATE INDEX quality_flag_report ON quality_flag USING btree (site, report_id);
CREATE INDEX quality_report_month ON quality_report USING btree (month, site, modality, author, unfinished);
CREATE INDEX quality_report_received ON quality_report USING btree (received_at);
CREATE INDEX reading_item_run ON reading_item USING btree (run_id);
CREATE INDEX report_key_similar ON report_key USING btree (ltrim(upper(value), '0'::text)) WHERE (kind = 'accession'::text);
CREATE INDEX report_key_value ON report_key USING btree (kind, value);
CREATE INDEX report_version_final ON report_version USING btree (received_at) WHERE ((seq > 1) AND (status = ANY (ARRAY[('FINAL'::character varying)::text, ('AMENDED'::character varying)::text, ('CORRECTED'::character varying)::text, ('APPENDED'::character varying)::text])));
CREATE INDEX report_version_history ON report_version USING btree (received_at, id) WHERE (history_changed > 0);
CREATE INDEX report_version_images ON report_version USING btree (received_at) WHERE (images_changed > 0);
CREATE INDEX report_version_report_id ON report_version USING btree (report_id);
CREATE INDEX report_version_state ON report_version USING btree (state, received_at);
CREATE INDEX report_version_work ON report_version USING btree (state, received_at, id, untouched, images_changed);
CREATE INDEX resource_dated ON resource USING btree (type, dated, id);
CREATE UNIQUE INDEX resource_number ON resource USING btree (number);
CREATE INDEX resource_updated ON resource USING btree (type, last_updated, id);
CREATE INDEX resource_value_value ON resource_value USING btree (value, resource);
CREATE INDEX resource_version_updated ON resource_version USING btree (type, last_updated, id, version);
CREATE INDEX rests_on_version ON rests_on USING btree (version, run_id);
CREATE INDEX run_prior_study ON run_prior USING btree (study_instance_uid);
CREATE INDEX search_value_number ON search_value USING btree (type, parameter, number) WHERE (number IS NOT NULL);
CREATE INDEX sentinel_body ON sentinel USING btree (body_sha256);
CREATE INDEX sentinel_newest ON sentinel USING btree (node, sent_at);
CREATE INDEX sentinel_sent ON sentinel USING btree (sent_at);
CREATE INDEX sentinel_version ON sentinel USING btree (version);
CREATE UNIQUE INDEX shadow_audit_ordinal ON shadow_audit USING btree (ordinal);
CREATE INDEX shadow_audit_report ON shadow_audit USING btree (site, report_id, ordinal);
CREATE INDEX shadow_audit_version ON shadow_audit USING btree (version);
CREATE INDEX study_accession ON study USING btree (accession_number);
CREATE INDEX study_patient_study ON study_patient USING btree (study_instance_uid);
CREATE INDEX worklist_order ON worklist USING btree (rank, received_at DESC, id);
CREATE INDEX worklist_place ON worklist USING btree (rank, sort_at, id);
CREATE INDEX worklist_received ON worklist USING btree (received_at);
CREATE INDEX worklist_to_correct ON worklist USING btree (agreed_at) WHERE (agreed_at IS NOT NULL);
CREATE TRIGGER delivery_changed AFTER INSERT OR DELETE OR UPDATE ON delivery FOR EACH ROW EXECUTE FUNCTION delivery_changed();
CREATE TRIGGER further_version_changed AFTER INSERT OR DELETE ON further_version FOR EACH ROW EXECUTE FUNCTION further_version_changed();
CREATE TRIGGER message_changed AFTER INSERT OR DELETE OR UPDATE ON message FOR EACH ROW EXECUTE FUNCTION message_changed();
CREATE TRIGGER report_version_changed AFTER INSERT OR DELETE OR UPDATE ON report_version FOR EACH ROW EXECUTE FUNCTION report_version_changed();
ALTER TABLE ONLY login_session_value
    ADD CONSTRAINT login_session_value_session_id_fkey FOREIGN KEY (session_id) REFERENCES login_session(id) ON DELETE CASCADE;
