package org.radiologytrust.journal.erasure;

import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.radiologytrust.journal.erasure.OtherAudits.OtherRun;
import org.radiologytrust.journal.inbox.MessageKey;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Study;

/** Deletes what is stored of a patient beside the reports: the last step of an erasure. */
final class ErasedPatient {
  private final Tx tx;
  private final String erasure;
  private final long now;
  private final Tally tally = new Tally();

  /**
   * What is found by reading whole tables, which takes too long while others wait.
   *
   * @param studies of the patient
   * @param runs of other patients' reports whose images are the patient's
   */
  record Beside(List<Study> studies, List<OtherRun> runs) {
    static Beside of(Tx tx, List<Identifier> ids) throws SQLException {
      return new Beside(ErasedStudies.ofPatient(tx, ids), OtherAudits.ofImages(tx, ids));
    }
  }

  ErasedPatient(Tx tx, String erasure, long now) {
    this.tx = tx;
    this.erasure = erasure;
    this.now = now;
  }

  /**
   * Deletes merges, corrections, messages without a report, and studies.
   *
   * @param ids all ids of the patient
   * @param site of the ids that have no assigning authority
   * @param sites where the patient's reports are from: at other sites the number may be somebody
   *     else's
   * @param beside what was found before
   */
  Tally delete(List<Identifier> ids, String site, Collection<String> sites, Beside beside)
      throws SQLException {
    List<String> values = ids.stream().map(id -> tx.key(id.value())).toList();
    Locks.patients(tx, values);
    Locks.reports(tx, beside.runs.stream().map(OtherRun::reportId).toList());
    OtherAudits.forgetImages(tx, tally, beside.runs, now);
    Locks.order(tx);
    OtherAudits.again(tx, new ErasedRuns(tx, erasure, tally, now), tally, beside.runs);
    ErasedMessages messages = new ErasedMessages(tx, erasure, tally, now);
    Set<MessageKey> found = new LinkedHashSet<>(messages.ofPatient(values, sites));
    for (Identifier id : ids) {
      found.addAll(messages.changed(id, site));
    }
    messages.delete(found);
    for (Identifier id : ids) {
      delete(id, site);
    }
    new ErasedStudies(tx, tally).deleteFound(beside.studies);
    return tally;
  }

  private void delete(Identifier id, String site) throws SQLException {
    String value = tx.key(id.value());
    String system = tx.key(id.system());
    for (String table : List.of("patient_merge", "patient_unlink")) {
      tally.delete(
          tx,
          table,
          """
          delete from %s
          where (old_value = ? and old_system = ? or value = ? and system = ?)
            and (? <> '' or site = ?)
          """
              .formatted(table),
          value,
          system,
          value,
          system,
          system,
          tx.key(site));
    }
    for (String table : List.of("patient_change", "patient_event")) {
      tally.delete(
          tx,
          table,
          "delete from " + table + " where value = ? and system = ? and (? <> '' or site = ?)",
          value,
          system,
          system,
          tx.key(site));
    }
  }
}
