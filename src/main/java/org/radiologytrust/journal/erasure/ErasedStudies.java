package org.radiologytrust.journal.erasure;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.radiologytrust.journal.inbox.StoredVersion;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;

/**
 * Deletes what the journal knows of studies. The images are not here; a study that another report
 * of its patient names stays.
 */
final class ErasedStudies {
  private final Tx tx;
  private final Tally tally;

  ErasedStudies(Tx tx, Tally tally) {
    this.tx = tx;
    this.tally = tally;
  }

  /** Deletes the studies of a report that are of its patient; its own keys are deleted already. */
  void delete(List<StoredVersion> versions) throws SQLException {
    for (StoredVersion version : versions) {
      for (Study study : of(version)) {
        delete(study);
      }
    }
  }

  /** The UIDs of the studies of a report that are of its patient. */
  List<String> of(List<StoredVersion> versions) throws SQLException {
    Set<String> uids = new LinkedHashSet<>();
    for (StoredVersion version : versions) {
      of(version).forEach(study -> uids.add(study.studyInstanceUid()));
    }
    return List.copyOf(uids);
  }

  private List<Study> of(StoredVersion version) throws SQLException {
    Order order = version.report().order();
    List<Study> named = new ArrayList<>();
    for (String uid : order.studyInstanceUids()) {
      named.addAll(named("study_instance_uid", uid));
    }
    for (String accession : order.accessionNumbers()) {
      named.addAll(named("accession_number", accession));
    }
    return named.stream()
        .filter(study -> study.patient().sharesIdentifier(version.report().patient()))
        .toList();
  }

  private List<Study> named(String column, String value) throws SQLException {
    return value.isEmpty()
        ? List.of()
        : tx.list(
            "select study from study where " + column + " = ?",
            rs -> StoredJson.read(rs.getString(1), Study.class),
            tx.key(value));
  }

  /** Deletes a study unless a report of its patient names it. */
  private void delete(Study study) throws SQLException {
    String uid = tx.key(study.studyInstanceUid());
    boolean named =
        tx
            .list(
                """
                select v.report from report_version v where v.id in (
                  select k.version from report_key k
                  where k.kind = 'uid' and k.value = ?
                    or k.kind = 'accession' and k.value = ? and k.value <> '')
                """,
                rs -> StoredJson.read(rs.getString(1), Report.class).patient(),
                uid,
                tx.key(study.accessionNumber()))
            .stream()
            .anyMatch(study.patient()::sharesIdentifier);
    if (!named) {
      tally.delete(
          tx, "study_patient", "delete from study_patient where study_instance_uid = ?", uid);
      tally.delete(tx, "study", "delete from study where study_instance_uid = ?", uid);
      // whoever brings studies from the archive deletes it in the image store too
      tx.update(
          "update archive_study set state = 'leaving', since = 0 where study_instance_uid = ?",
          uid);
    }
  }

  /** The studies of a patient. Reads the whole table. */
  static List<Study> ofPatient(Tx tx, List<Identifier> ids) throws SQLException {
    List<Study> found = new ArrayList<>();
    for (Identifier id : ids) {
      tx
          .list(
              "select study from study where replace(study, ?, '') <> study",
              rs -> StoredJson.read(rs.getString(1), Study.class),
              "\"value\":" + StoredJson.write(id.value()))
          .stream()
          .filter(study -> study.patient().identifiers().stream().anyMatch(id::matches))
          .forEach(found::add);
    }
    return found;
  }

  /** Deletes studies that were found before. */
  void deleteFound(List<Study> studies) throws SQLException {
    for (Study study : studies) {
      delete(study);
    }
  }
}
