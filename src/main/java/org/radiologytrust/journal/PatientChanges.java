package org.radiologytrust.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.radiologytrust.journal.Inbox.Outcome;
import org.radiologytrust.journal.Inbox.PatientChange;
import org.radiologytrust.journal.SqlInbox.Decision;
import org.radiologytrust.journal.SqlMessages.Key;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;

/**
 * Applies changes of patients to the stored versions, audits and resources, and has reports decided
 * again that were refused as another patient's.
 */
final class PatientChanges {
  static final String NO_REPORT = "no report of this patient is stored";
  static final String SAME = "PID-3 and MRG-1 are the same patient id";
  static final String OLDER = "older than a change of this patient that was received before";
  static final String NO_AUTHORITY =
      "no id in PID-3 has the assigning authority of MRG-1: send the surviving id with its"
          + " authority";
  static final String CIRCLE =
      "the surviving id of PID-3 was itself merged into the one of MRG-1: check the order of PID-3"
          + " and MRG-1";
  static final String ELSEWHERE =
      "the id of MRG-1 was merged into another patient before: check MRG-1";
  static final String CONTRADICTS =
      "birth date (PID-7) and sex (PID-8) both differ from those of the stored reports: check that"
          + " the ids belong to one patient; release the message if they do";

  /** All reasons that are given here. */
  static final List<String> REASONS =
      List.of(NO_REPORT, SAME, OLDER, NO_AUTHORITY, CIRCLE, ELSEWHERE, CONTRADICTS);

  private final Clock clock;

  PatientChanges(Clock clock) {
    this.clock = clock;
  }

  /**
   * Decides about a change, and applies it.
   *
   * @param key of the message
   * @param came when the message was received, in milliseconds since 1970
   * @param released whether a person has checked that the ids belong to one patient
   */
  Decision decide(Db.Tx tx, Key key, PatientChange change, long came, boolean released)
      throws SQLException {
    Locks.patients(
        tx,
        Stream.concat(change.patient().identifiers().stream(), change.replaced().stream())
            .map(Identifier::value)
            .map(tx::key)
            .toList());
    return change.replaced().isEmpty()
        ? correct(tx, key, change, came, released)
        : merge(tx, key, change, released);
  }

  private record Pair(Identifier old, Identifier survivor) {}

  private Decision merge(Db.Tx tx, Key key, PatientChange change, boolean released)
      throws SQLException {
    String site = key.site();
    List<Pair> pairs = new ArrayList<>();
    for (Identifier old : change.replaced()) {
      List<Identifier> survivors =
          change.patient().identifiers().stream().filter(id -> sameAuthority(id, old)).toList();
      if (survivors.isEmpty()) {
        return new Decision(Outcome.QUARANTINED, NO_AUTHORITY);
      }
      survivors.stream()
          .filter(id -> !id.value().equals(old.value()))
          .forEach(id -> pairs.add(new Pair(old, id)));
    }
    if (pairs.isEmpty()) {
      return new Decision(Outcome.IGNORED, SAME);
    }
    for (Pair pair : pairs) {
      String refusal = refusal(tx, site, pair);
      if (!refusal.isEmpty()) {
        return new Decision(Outcome.QUARANTINED, refusal);
      }
    }
    List<StoredVersion> affected = PatientMerges.versions(tx, site, change.replaced());
    if (!released && contradicted(tx, site, change.patient(), affected)) {
      return new Decision(Outcome.QUARANTINED, CONTRADICTS);
    }
    for (Pair pair : pairs) {
      PatientMerges.store(tx, site, pair.old, pair.survivor, clock.millis());
    }
    PatientEvents.store(
        tx, key, PatientEvents.MERGED, pairs.stream().map(Pair::old).toList(), clock.millis());
    List<Changed> changed = new ArrayList<>();
    for (StoredVersion version : affected) {
      Patient patient = version.report().patient();
      changed.add(new Changed(version, PatientMerges.known(tx, site, patient)));
    }
    store(tx, changed);
    return new Decision(Outcome.APPLIED, "");
  }

  private static boolean sameAuthority(Identifier a, Identifier b) {
    return new Identifier(a.system(), "same", "").matches(new Identifier(b.system(), "same", ""));
  }

  private static String refusal(Db.Tx tx, String site, Pair pair) throws SQLException {
    if (PatientMerges.survivors(tx, site, List.of(pair.survivor)).stream()
        .anyMatch(pair.old::matches)) {
      return CIRCLE;
    }
    List<Identifier> before = PatientMerges.survivors(tx, site, List.of(pair.old));
    List<Identifier> after = PatientMerges.survivors(tx, site, List.of(pair.survivor));
    boolean joined =
        before.isEmpty()
            || before.stream().anyMatch(pair.survivor::matches)
            || before.stream().anyMatch(id -> after.stream().anyMatch(id::matches));
    return joined ? "" : ELSEWHERE;
  }

  /** Whether birth date and sex both contradict those of a stored report. */
  private static boolean contradicted(
      Db.Tx tx, String site, Patient survivor, List<StoredVersion> affected) throws SQLException {
    List<Patient> surviving = new ArrayList<>();
    surviving.add(survivor);
    PatientMerges.versions(tx, site, survivor.identifiers())
        .forEach(version -> surviving.add(version.report().patient()));
    return affected.stream()
        .map(version -> version.report().patient())
        .anyMatch(old -> surviving.stream().anyMatch(other -> bothDiffer(old, other)));
  }

  private static boolean bothDiffer(Patient a, Patient b) {
    return a.birthDate() != null
        && b.birthDate() != null
        && !a.birthDate().equals(b.birthDate())
        && a.sex().contradicts(b.sex());
  }

  private Decision correct(Db.Tx tx, Key key, PatientChange change, long came, boolean released)
      throws SQLException {
    String site = key.site();
    Patient now = change.patient();
    List<StoredVersion> affected = PatientMerges.versions(tx, site, now.identifiers());
    if (affected.isEmpty()) {
      return new Decision(Outcome.IGNORED, NO_REPORT);
    }
    long at = change.at() == null ? Math.min(came, clock.millis()) : change.at().toEpochMilli();
    if (newest(tx, site, now.identifiers()) > at) {
      return new Decision(Outcome.IGNORED, OLDER);
    }
    if (!released && affected.stream().anyMatch(v -> bothDiffer(v.report().patient(), now))) {
      return new Decision(Outcome.QUARANTINED, CONTRADICTS);
    }
    for (Identifier id : now.identifiers()) {
      tx.update(
          """
          insert into patient_change (value, system, site, changed_at) values (?, ?, ?, ?)
          on conflict (value, system, site) do update set changed_at = excluded.changed_at
          """,
          tx.key(id.value()),
          tx.key(id.system()),
          site,
          at);
    }
    PatientEvents.store(tx, key, PatientEvents.CORRECTED, now.identifiers(), clock.millis());
    store(
        tx,
        affected.stream()
            .map(version -> new Changed(version, version.report().patient().corrected(now)))
            .toList());
    return new Decision(Outcome.APPLIED, "");
  }

  private static long newest(Db.Tx tx, String site, List<Identifier> ids) throws SQLException {
    long newest = Long.MIN_VALUE;
    for (Identifier id : ids) {
      newest =
          Math.max(
              newest,
              tx.first(
                      """
                      select changed_at from patient_change
                      where value = ? and system = ? and site = ?
                      """,
                      rs -> rs.getLong(1),
                      tx.key(id.value()),
                      tx.key(id.system()),
                      site)
                  .orElse(Long.MIN_VALUE));
    }
    return newest;
  }

  /** A version with the patient that it has from now on. */
  private record Changed(StoredVersion version, Patient patient) {
    boolean isNew() {
      return !patient.equals(version.report().patient());
    }

    boolean isNewId() {
      return !patient.identifiers().equals(version.report().patient().identifiers());
    }
  }

  private void store(Db.Tx tx, List<Changed> all) throws SQLException {
    List<Changed> changed = all.stream().filter(Changed::isNew).toList();
    Locks.reports(tx, changed.stream().map(c -> c.version.reportId()).toList());
    for (Changed one : changed) {
      tx.update(
          """
          update report_version set report = ?,
            images_changed = images_changed + case
              when superseded = 0 and (images_missing = 1 or state in %s) then 1 else 0 end
          where id = ?
          """
              .formatted(SqlCounters.OPEN),
          StoredJson.write(one.version.report().toBuilder().patient(one.patient).build()),
          one.version.id());
      PatientMerges.index(tx, one.version.id(), one.patient);
    }
    Locks.order(tx);
    Set<ReportAliases.Key> reports = new LinkedHashSet<>();
    for (Changed one : changed) {
      audits(tx, one);
      if (one.isNewId()) {
        SqlOutbox.linkAgain(tx, one.version.id(), clock.millis());
      }
      reports.add(one.version.key());
    }
    for (ReportAliases.Key report : reports) {
      WorklistTable.update(tx, report.site(), report.reportId());
    }
  }

  /** What is published about an audit later, such as a decision, has the new patient too. */
  private static void audits(Db.Tx tx, Changed one) throws SQLException {
    List<Audit> audits =
        tx.list(
            "select audit, audit_packed from audit where version = ?",
            rs -> StoredJson.read(PackedText.read(rs, "audit"), Audit.class),
            one.version.id());
    for (Audit audit : audits) {
      Audit now =
          audit.toBuilder().report(audit.report().toBuilder().patient(one.patient).build()).build();
      tx.update(
          "update audit set audit = '', audit_packed = ? where run_id = ?",
          PackedText.of(StoredJson.write(now)),
          audit.runId().toString());
    }
    Patient old = one.version.report().patient();
    for (Identifier added : one.patient.identifiers()) {
      if (!old.identifiers().contains(added)) {
        SearchValues.alsoFoundBy(tx, old.identifiers(), added);
      }
    }
  }
}
