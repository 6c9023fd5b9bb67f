package org.radiologytrust.journal.work;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.radiologytrust.journal.inbox.PatientMerges;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.Signal;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.journal.store.VersionStates;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;

/** {@link StudyStore} in SQL. */
public final class SqlStudyStore implements StudyStore {
  /** More studies are not compared: a dummy number is shared by any number of patients. */
  private static final int COMPARED = 50;

  private static final Pattern WILDCARD = Pattern.compile("[*?\\\\]");

  /** Leaves out what is still being brought from an archive, or deleted again. */
  private static final String HERE =
      """
      not exists (
        select 1 from archive_study a
        where a.study_instance_uid = s.study_instance_uid and a.state <> 'here')
      """;

  private static final String OF_PATIENT =
      """
      select s.study from (
        select study_instance_uid, max(studied_on) as day from study_patient
        where value in (%s) and studied_on <= ?
        group by study_instance_uid order by day desc, study_instance_uid limit ?) p
      join study s on s.study_instance_uid = p.study_instance_uid
      where %s
      order by p.day desc, p.study_instance_uid
      """;

  private final Db db;
  private final Clock clock;
  private final Signal signal;

  SqlStudyStore(Db db, Clock clock, Signal signal) {
    this.signal = signal;
    this.db = db;
    this.clock = clock;
  }

  @Override
  public void storeStudy(Study study, String feed, String cursor) {
    db.write(
        tx -> {
          store(tx, study, clock.millis());
          SqlFeedCursors.store(tx, feed, cursor);
          return null;
        });
    signal.raise();
  }

  @Override
  public boolean storeStudy(Study study, String feed, String from, String to) {
    boolean stored =
        db.write(
            tx -> {
              if (!SqlFeedCursors.move(tx, feed, from, to)) {
                return false;
              }
              store(tx, study, clock.millis());
              return true;
            });
    signal.raise();
    return stored;
  }

  /**
   * Stores a study in place of what was known of it.
   *
   * @param now milliseconds
   */
  public static void store(Tx tx, Study study, long now) throws SQLException {
    String uid = tx.key(study.studyInstanceUid());
    String accession = tx.key(study.accessionNumber());
    // the study may have had another accession number by mistake
    String before =
        tx.first(
                "select accession_number from study where study_instance_uid = ?",
                rs -> rs.getString(1),
                uid)
            .orElse("");
    tx.update(
        """
        insert into study (study_instance_uid, accession_number, study, updated_at, received_at)
        values (?, ?, ?, ?, ?)
        on conflict (study_instance_uid) do update set
          accession_number = excluded.accession_number, study = excluded.study,
          updated_at = excluded.updated_at
        """,
        uid,
        accession,
        StoredJson.write(study),
        now,
        now);
    tx.update("delete from study_patient where study_instance_uid = ?", uid);
    for (String id : PatientMerges.idKeys(tx, study.patient())) {
      tx.update(
          "insert into study_patient (value, study_instance_uid, studied_on) values (?, ?, ?)",
          id,
          uid,
          study.studyDate() == null ? "" : study.studyDate().toString());
    }
    for (String named : List.of(accession, before)) {
      changed(tx, "accession", named);
    }
    changed(tx, "uid", uid);
  }

  /** Marks the versions that name a stored study, as when the study has changed. */
  public static void changed(Tx tx, String uid) throws SQLException {
    Optional<String> accession =
        tx.first(
            "select accession_number from study where study_instance_uid = ?",
            rs -> rs.getString(1),
            uid);
    if (accession.isPresent()) {
      changed(tx, "accession", accession.get());
    }
    changed(tx, "uid", uid);
  }

  /**
   * Marks the current versions that name the study, except those that were audited with all images.
   */
  private static void changed(Tx tx, String kind, String value) throws SQLException {
    if (!value.isEmpty()) {
      tx.update(
          """
          update report_version set images_changed = images_changed + 1
          where %s
            and id in (select version from report_key where kind = ? and value = ?)
          """
              .formatted(VersionStates.LOOKS_FOR_IMAGES),
          kind,
          value);
    }
  }

  @Override
  public List<Study> studiesOf(Report report) {
    return db.read(
        tx -> {
          TreeMap<String, Study> found = new TreeMap<>();
          for (String uid : report.order().studyInstanceUids()) {
            collect(tx, "study_instance_uid", uid, found);
          }
          for (String accession : report.order().accessionNumbers()) {
            collect(tx, "accession_number", accession, found);
          }
          List<Study> studies = new ArrayList<>();
          for (Study study : found.values()) {
            Patient patient = PatientMerges.known(tx, tx.key(report.site()), study.patient());
            studies.add(study.of(patient));
          }
          return List.copyOf(studies);
        });
  }

  @Override
  public List<Study> ofPatient(Report report, LocalDate until) {
    return db.read(
        tx -> {
          String site = tx.key(report.site());
          Patient patient = PatientMerges.known(tx, site, report.patient());
          List<Object> values = new ArrayList<>(PatientMerges.idKeys(tx, plain(patient)));
          if (values.isEmpty()) {
            return List.of();
          }
          String of = OF_PATIENT.formatted(Placeholders.of(values.size()), HERE);
          values.add(until.toString());
          values.add(COMPARED);
          List<Study> studies = new ArrayList<>();
          for (Study study :
              tx.list(of, rs -> StoredJson.read(rs.getString(1), Study.class), values.toArray())) {
            Patient known = PatientMerges.known(tx, site, study.patient());
            if (patient.sharesIdentifier(known)) {
              studies.add(study.of(known));
            }
          }
          return List.copyOf(studies);
        });
  }

  /** Without identifiers that some archives take for a pattern. */
  private static Patient plain(Patient patient) {
    return patient.identifiedBy(
        patient.identifiers().stream()
            .filter(id -> !id.value().isBlank() && !WILDCARD.matcher(id.value()).find())
            .toList());
  }

  @Override
  public Optional<Instant> came(String studyInstanceUid) {
    return db.read(
        tx ->
            tx.first(
                """
                select received_at from study
                where study_instance_uid = ? and received_at is not null
                """,
                rs -> Instant.ofEpochMilli(rs.getLong(1)),
                tx.key(studyInstanceUid)));
  }

  private static void collect(Tx tx, String column, String value, TreeMap<String, Study> into)
      throws SQLException {
    if (!value.isEmpty()) {
      tx.list(
              "select study from study s where s." + column + " = ? and " + HERE,
              rs -> StoredJson.read(rs.getString(1), Study.class),
              tx.key(value))
          .forEach(study -> into.put(study.studyInstanceUid(), study));
    }
  }
}
