package org.radiologytrust.journal.inbox;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.radiologytrust.journal.inbox.ChangedVersions.Changed;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.PatientChange;
import org.radiologytrust.journal.inbox.PatientMerges.Merge;
import org.radiologytrust.journal.inbox.PatientMerges.Replacement;
import org.radiologytrust.journal.reviews.WorklistTable;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.journal.store.VersionStates;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Study;

/**
 * Undoes the merge of two patients. A report is the patient's with whose id it first came: all its
 * versions lose the ids of the other one. The current version of each report that loses ids, or
 * whose images are the other patient's, is audited anew.
 */
final class PatientUnlinks {
  /** The earlier studies that the audits of a version name. */
  private static final String WITH_PRIORS =
      """
      select p.run_id, s.study from run_prior p
      join job j on j.run_id = p.run_id
      join study s on s.study_instance_uid = p.study_instance_uid
      where j.version = ? order by p.run_id
      """;

  static final String NOT_MERGED =
      "no merge of the patients of the two PID is stored: if it is still to come, release this"
          + " message after it; otherwise check the reports of both patients, correct them at their"
          + " source, then discard this message";
  static final String ONE_ID =
      "both PID have the same id: send only the ids that the patients do not share";
  static final String BY_ANOTHER =
      "the patients of the two PID were merged through another id: unlink that id first (ADT^A37"
          + " with the two ids of its merge), then release this message";
  static final String MERGED_SINCE =
      "older than a merge of these patients that was received before: check which is right; release"
          + " the message if it is this one";
  static final String UNLINKED_SINCE =
      "older than an unlink (ADT^A37) of these patients that was received before: check which is"
          + " right; release the message if it is this one";

  /** How many reports a person should look at. */
  static final String TO_LOOK_AT =
      "reports that may be either patient's, since they came while the two were merged, or with the"
          + " ids of both: %d; look at the surviving patient's reports (rtl show with the id of this"
          + " message lists all), and correct them at their source";

  private final Clock clock;

  PatientUnlinks(Clock clock) {
    this.clock = clock;
  }

  private static MessageDecision refused(String reason) {
    return new MessageDecision(Outcome.QUARANTINED, reason, IntakeAlarm.PATIENT_CHANGE);
  }

  /** Whether one of these merges was undone after it was entered, as the senders say. */
  static boolean isUnlinkedAfter(Tx tx, String site, List<Replacement> merges, long said)
      throws SQLException {
    for (Replacement merge : merges) {
      Optional<Long> unlinked =
          tx.first(
              """
              select max(said_at) from patient_unlink
              where (old_value = ? and old_system = ? and value = ? and system = ?
                  or value = ? and system = ? and old_value = ? and old_system = ?)
                and (system <> '' and old_system <> '' or site = ?)
              having max(said_at) is not null
              """,
              rs -> rs.getLong(1),
              Stream.concat(
                      ids(tx, merge).stream(),
                      Stream.concat(ids(tx, merge).stream(), Stream.of(site)))
                  .toArray());
      if (unlinked.isPresent() && unlinked.get() > said) {
        return true;
      }
    }
    return false;
  }

  private static List<String> ids(Tx tx, Replacement pair) {
    return List.of(
        tx.key(pair.old().value()),
        tx.key(pair.old().system()),
        tx.key(pair.survivor().value()),
        tx.key(pair.survivor().system()));
  }

  /**
   * Two patients that were one.
   *
   * @param own ids that the message names of the patient whose ids were replaced
   * @param leaving all ids of that patient
   * @param rest ids that the message names of the other one
   * @param staying all ids of the other one
   * @param undone the merges that made them one
   */
  private record Pair(
      String site,
      List<Identifier> own,
      List<Identifier> leaving,
      List<Identifier> rest,
      List<Identifier> staying,
      List<Merge> undone) {
    /** When they became one: the first of the merges was received. */
    long since() {
      return undone.stream().mapToLong(Merge::came).min().orElseThrow();
    }

    /** When the last of the merges was entered. */
    long said() {
      return undone.stream().mapToLong(Merge::said).max().orElseThrow();
    }

    boolean isLeaving(Patient patient, String at) {
      return has(leaving, patient, at);
    }

    boolean isStaying(Patient patient, String at) {
      return has(staying, patient, at);
    }

    private boolean has(List<Identifier> ids, Patient patient, String at) {
      return ids.stream().anyMatch(id -> PatientMerges.hasId(patient, at, site, id));
    }

    /** The patient without the ids of the other one. */
    Patient without(List<Identifier> ids, Patient patient, String at) {
      return patient.identifiedBy(
          patient.identifiers().stream()
              .filter(own -> ids.stream().noneMatch(id -> PatientMerges.isOne(own, at, site, id)))
              .toList());
    }
  }

  /**
   * Decides about a message, and applies it.
   *
   * @param said when the sender says that the patients were unlinked
   * @param overruled whether a person has said that it counts though a merge is newer
   */
  MessageDecision decide(Tx tx, MessageKey key, PatientChange change, long said, boolean overruled)
      throws SQLException {
    String site = key.site();
    List<Identifier> one = change.changed().get(0).patient().identifiers();
    List<Identifier> other = change.changed().get(1).patient().identifiers();
    if (PatientMerges.anyMatch(one, other)) {
      return refused(ONE_ID);
    }
    // reports that come with one of these ids are decided before, or after
    List<Identifier> named = Stream.concat(one.stream(), other.stream()).toList();
    Locks.patients(
        tx,
        PatientMerges.linked(tx, site, named, List.of()).stream()
            .map(id -> tx.key(id.value()))
            .toList());
    List<Identifier> ofOne = PatientMerges.survivors(tx, site, one);
    List<Identifier> ofOther = PatientMerges.survivors(tx, site, other);
    boolean first = PatientMerges.anyMatch(ofOne, other);
    boolean second = PatientMerges.anyMatch(ofOther, one);
    if (first == second) {
      return refused(first || PatientMerges.anyMatch(ofOne, ofOther) ? BY_ANOTHER : NOT_MERGED);
    }
    List<Identifier> own = first ? one : other;
    List<Identifier> rest = first ? other : one;
    List<Merge> undone = PatientMerges.joining(tx, site, own, rest);
    Pair pair =
        new Pair(
            site,
            own,
            PatientMerges.linked(tx, site, own, undone),
            rest,
            PatientMerges.linked(tx, site, rest, undone),
            undone);
    if (PatientMerges.anyMatch(pair.leaving, pair.staying)) {
      return refused(BY_ANOTHER);
    }
    if (said < pair.said() && !overruled) {
      return refused(MERGED_SINCE);
    }
    return undo(tx, key, pair, said);
  }

  private MessageDecision undo(Tx tx, MessageKey key, Pair pair, long said) throws SQLException {
    for (Merge merge : pair.undone) {
      PatientMerges.delete(tx, merge);
      remember(tx, merge.site(), new Replacement(merge.old(), merge.survivor()), said);
    }
    for (Identifier own : pair.own) {
      for (Identifier rest : pair.rest) {
        remember(tx, pair.site, new Replacement(own, rest), said);
      }
    }
    List<Identifier> named = Stream.concat(pair.own.stream(), pair.rest.stream()).toList();
    PatientEvents.store(tx, key, PatientEvents.UNLINKED, named, clock.millis());
    List<StoredVersion> versions =
        ChangedVersions.locked(
            tx, pair.site, Stream.concat(pair.leaving.stream(), pair.staying.stream()).toList());
    Map<ReportKey, List<StoredVersion>> reports = new LinkedHashMap<>();
    versions.stream()
        .sorted(Comparator.comparingInt(StoredVersion::seq))
        .forEach(v -> reports.computeIfAbsent(v.key(), report -> new ArrayList<>()).add(v));
    List<Changed> changed = new ArrayList<>();
    int doubtful = 0;
    for (List<StoredVersion> report : reports.values()) {
      Owner owner = Owner.of(pair, report);
      boolean doubt = owner.doubtful;
      for (StoredVersion version : report) {
        Patient patient = patient(pair, owner, version);
        if (owner.leaves && wasCorrected(tx, pair, version, pair.staying)) {
          // what a correction of its own patient has changed cannot be told apart
          doubt |= version.sent() == null || wasCorrected(tx, pair, version, pair.leaving);
          patient = version.sent() == null ? patient : patient.corrected(version.sent());
        }
        changed.add(new Changed(version, patient));
      }
      doubtful += doubt ? 1 : 0;
    }
    auditAnew(tx, pair, changed);
    ChangedVersions.store(tx, changed, clock.millis());
    // their images may be found, or refused, from now on
    for (ReportKey report : reports.keySet()) {
      WorklistTable.update(tx, report.site(), report.reportId());
    }
    return doubtful == 0
        ? new MessageDecision(Outcome.APPLIED, "")
        : new MessageDecision(
            Outcome.APPLIED, TO_LOOK_AT.formatted(doubtful), IntakeAlarm.PATIENT_CHANGE);
  }

  private static void remember(Tx tx, String site, Replacement pair, long said)
      throws SQLException {
    List<Object> values = new ArrayList<>(ids(tx, pair));
    values.add(site);
    values.add(said);
    tx.update(
        """
        insert into patient_unlink (old_value, old_system, value, system, site, said_at)
        values (?, ?, ?, ?, ?, ?)
        on conflict (old_value, old_system, site, value, system) do update set
          said_at = case when excluded.said_at > patient_unlink.said_at
            then excluded.said_at else patient_unlink.said_at end
        """,
        values.toArray());
  }

  /**
   * Whose a report is.
   *
   * @param leaves whether it is the patient's whose ids were replaced
   * @param doubtful whether a person should look at it
   */
  private record Owner(boolean leaves, boolean doubtful) {
    /**
     * The first version that came with the ids of one patient alone decides. Of a first version
     * from before an upgrade, which has the ids of both, the merge has most likely added one.
     *
     * @param report its versions, oldest first
     */
    static Owner of(Pair pair, List<StoredVersion> report) {
      List<Boolean> said = new ArrayList<>();
      boolean guessed = false;
      for (StoredVersion version : report) {
        Patient sent = version.sent() == null ? version.report().patient() : version.sent();
        boolean leaving = pair.isLeaving(sent, version.site());
        boolean staying = pair.isStaying(sent, version.site());
        if (leaving != staying) {
          said.add(leaving);
        } else if (version.sent() == null && version.seq() == 1) {
          said.add(true);
          guessed = true;
        }
      }
      boolean leaves = !said.isEmpty() && said.get(0);
      boolean meanwhile = !leaves && report.get(0).came() >= pair.since();
      return new Owner(leaves, guessed || meanwhile || said.isEmpty() || said.contains(!leaves));
    }
  }

  private static Patient patient(Pair pair, Owner owner, StoredVersion version) {
    Patient patient = version.report().patient();
    Patient own = pair.without(owner.leaves ? pair.staying : pair.leaving, patient, version.site());
    // a version that names the other patient alone
    return own.identifiers().isEmpty()
        ? patient.identifiedBy(owner.leaves ? pair.own : pair.rest)
        : own;
  }

  /** Whether a correction of the patient with these ids has changed the report since the merge. */
  private static boolean wasCorrected(Tx tx, Pair pair, StoredVersion version, List<Identifier> ids)
      throws SQLException {
    long since = Math.max(pair.since(), version.came());
    for (Identifier id : ids) {
      if (PatientEvents.corrected(tx, tx.key(id.value()), tx.key(id.system()), pair.site)
          .filter(at -> at >= since)
          .isPresent()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Has current versions audited anew that are another patient's from now on, or whose images are,
   * and marks the runs that read such images. A run that is under way read what was true before: it
   * stores nothing.
   */
  private void auditAnew(Tx tx, Pair pair, List<Changed> all) throws SQLException {
    List<String> anew = new ArrayList<>();
    List<String> others = new ArrayList<>();
    List<String> mixed = new ArrayList<>();
    for (Changed one : all) {
      List<String> runs = withImagesOfTheOther(tx, pair, one);
      mixed.addAll(runs);
      if (!one.version().superseded()) {
        (one.isNewId() || !runs.isEmpty() ? anew : others).add(one.version().id());
      }
    }
    for (String run : mixed) {
      tx.update("update job set images_parted = 1 where run_id = ?", run);
    }
    for (String version : anew) {
      tx.update(
          """
          update job set state = 'dropped', steps_since = ?
          where version = ? and state in ('ready', 'running')
          """,
          clock.millis(),
          version);
    }
    for (String version : anew) {
      tx.update(
          """
          update report_version set unlinked = unlinked + 1, images_changed = images_changed + 1,
            untouched = case when state = 'awaiting_images' then 1 else 0 end,
            state = 'awaiting_images', reason = ''
          where id = ?
          """,
          version);
    }
    for (String version : others) {
      tx.update(
          "update report_version set images_changed = images_changed + 1 where id = ? and "
              + VersionStates.LOOKS_FOR_IMAGES,
          version);
    }
  }

  /** The runs of a version that read images of the patient whose it is not. */
  private static List<String> withImagesOfTheOther(Tx tx, Pair pair, Changed one)
      throws SQLException {
    record Run(String id, List<Study> studies) {}
    String site = one.version().site();
    boolean leaves = pair.isLeaving(one.patient(), site);
    List<Run> runs =
        new ArrayList<>(
            tx.list(
                "select run_id, studies from job where version = ? and studies <> '[]' order by run_id",
                rs ->
                    new Run(
                        rs.getString("run_id"),
                        StoredJson.read(
                            rs.getString("studies"), new TypeReference<List<Study>>() {})),
                one.version().id()));
    runs.addAll(
        tx.list(
            WITH_PRIORS,
            rs ->
                new Run(
                    rs.getString("run_id"),
                    List.of(StoredJson.read(rs.getString("study"), Study.class))),
            one.version().id()));
    return runs.stream()
        .filter(
            run -> run.studies.stream().anyMatch(s -> pair.isLeaving(s.patient(), site) != leaves))
        .map(Run::id)
        .distinct()
        .toList();
  }
}
