package org.radiologytrust.journal.inbox;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.radiologytrust.journal.results.AuditedPatient;
import org.radiologytrust.journal.results.SqlOutbox;
import org.radiologytrust.journal.reviews.WorklistTable;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.journal.store.VersionStates;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;

/** Report versions whose patient a message changes, with all that follows from them. */
final class ChangedVersions {
  private ChangedVersions() {}

  /** A version with the patient that it has from now on. */
  record Changed(StoredVersion version, Patient patient) {
    boolean isNew() {
      return !patient.equals(version.report().patient());
    }

    boolean isNewId() {
      return !patient.identifiers().equals(version.report().patient().identifiers());
    }
  }

  /** The versions of a patient. Nobody else changes their reports until the commit. */
  static List<StoredVersion> locked(Tx tx, String site, List<Identifier> ids) throws SQLException {
    List<StoredVersion> found = PatientMerges.versions(tx, site, ids);
    Locks.reports(tx, found.stream().map(StoredVersion::reportId).distinct().toList());
    // another node may have changed them until they were locked
    return tx.shared() ? PatientMerges.versions(tx, site, ids) : found;
  }

  static void store(Tx tx, List<Changed> all, long now) throws SQLException {
    List<Changed> changed = all.stream().filter(Changed::isNew).toList();
    for (Changed one : changed) {
      tx.update(
          """
          update report_version set report = ?,
            images_changed = images_changed + case when %s then 1 else 0 end
          where id = ?
          """
              .formatted(VersionStates.LOOKS_FOR_IMAGES),
          StoredJson.write(one.version.report().toBuilder().patient(one.patient).build()),
          one.version.id());
      PatientMerges.indexAnew(tx, one.version.id(), one.patient);
    }
    Locks.order(tx);
    Set<ReportKey> reports = new LinkedHashSet<>();
    Set<String> rested = new TreeSet<>();
    for (Changed one : changed) {
      AuditedPatient.change(tx, one.version.id(), one.patient);
      rested.add(one.version.id());
      if (one.isNewId()) {
        SqlOutbox.linkAgain(tx, one.version.id(), now);
      }
      reports.add(one.version.key());
    }
    Map<Patient, List<StoredVersion>> ofPatient =
        changed.stream().collect(groupingBy(Changed::patient, mapping(Changed::version, toList())));
    for (List<StoredVersion> versions : ofPatient.values()) {
      rested.addAll(PatientHistory.later(tx, versions));
    }
    PatientHistory.changed(tx, rested);
    PatientHistory.part(tx, changed.stream().map(one -> one.version.id()).toList());
    for (ReportKey report : reports) {
      WorklistTable.update(tx, report.site(), report.reportId());
    }
  }
}
