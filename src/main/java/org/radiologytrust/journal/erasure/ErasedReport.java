package org.radiologytrust.journal.erasure;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.journal.erasure.Erasures.DraftNumbers;
import org.radiologytrust.journal.erasure.OtherAudits.OtherRun;
import org.radiologytrust.journal.inbox.ErasedContent;
import org.radiologytrust.journal.inbox.MessageKey;
import org.radiologytrust.journal.inbox.PatientMerges;
import org.radiologytrust.journal.inbox.ReportKey;
import org.radiologytrust.journal.inbox.StoredVersion;
import org.radiologytrust.journal.quality.QualityTable;
import org.radiologytrust.journal.reviews.WorklistTable;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.journal.store.VersionStates;

/** Deletes a report with everything that follows from it, in one transaction. */
final class ErasedReport {
  private static final String BUSY =
      "another report was audited with words of this one just now: try again";

  private final Tx tx;
  private final String erasure;
  private final long now;
  private final Set<ReportKey> together;
  private final Tally tally = new Tally();

  /**
   * @param erasure id of the request; empty for a plan
   * @param together the reports that are erased with this one; their audits need not be made again
   */
  ErasedReport(Tx tx, String erasure, long now, Set<ReportKey> together) {
    this.tx = tx;
    this.erasure = erasure;
    this.now = now;
    this.together = together;
  }

  /**
   * Deletes the report.
   *
   * @throws ErasureRefusedException if that is not possible now
   */
  Tally delete(ReportKey key, DraftNumbers drafts) throws SQLException {
    List<StoredVersion> seen = StoredVersion.of(tx, key);
    Locks.patients(tx, patientKeys(seen));
    List<String> locked =
        Stream.concat(Stream.of(key.reportId()), quoting(seen).stream().map(OtherRun::reportId))
            .toList();
    Locks.reports(tx, locked);
    List<StoredVersion> versions = StoredVersion.of(tx, key);
    if (versions.isEmpty()) {
      return tally;
    }
    ErasedContent content = ErasedContent.ensured(tx);
    for (StoredVersion version : versions) {
      content.add(tx, erasure, version.report());
    }
    ErasedMessages messages = new ErasedMessages(tx, erasure, tally, now);
    Set<MessageKey> sent = messages.of(versions);
    sent.addAll(messages.alsoAbout(versions));
    List<String> runs = ErasedRuns.of(tx, versions.stream().map(StoredVersion::id).toList());
    // rows of job before those of report_version
    for (StoredVersion version : versions) {
      tally.delete(tx, "job", "delete from job where version = ?", version.id());
    }
    for (StoredVersion version : versions) {
      delete(version, drafts);
    }
    Locks.order(tx);
    List<OtherRun> quotes = quoting(versions);
    if (!locked.containsAll(quotes.stream().map(OtherRun::reportId).toList())) {
      throw new ErasureRefusedException(BUSY);
    }
    ErasedRuns erased = new ErasedRuns(tx, erasure, tally, now);
    erased.delete(runs);
    OtherAudits.again(tx, erased, tally, quotes);
    for (StoredVersion version : versions) {
      tally.delete(tx, "rests_on", "delete from rests_on where version = ?", version.id());
    }
    messages.delete(sent);
    new ErasedStudies(tx, tally).delete(versions);
    tally.delete(
        tx,
        "report_alias",
        "delete from report_alias where site = ? and report_id = ?",
        key.site(),
        key.reportId());
    QualityTable.remove(tx, key.site(), key.reportId()).forEach(tally::count);
    Optional<String> row = WorklistTable.remove(tx, key.site(), key.reportId());
    if (row.isPresent()) {
      tally.count("worklist", 1);
      tally.delete(
          tx,
          "launch",
          "delete from launch where ' ' || reports || ' ' like ?",
          "% " + row.get() + " %");
    }
    tally.report();
    return tally;
  }

  private List<String> patientKeys(List<StoredVersion> versions) {
    return versions.stream()
        .flatMap(v -> PatientMerges.idKeys(tx, v.report().patient()).stream())
        .distinct()
        .toList();
  }

  /** Deletes a version with what it is found by. It stays counted. */
  private void delete(StoredVersion version, DraftNumbers drafts) throws SQLException {
    String id = version.id();
    for (String number : drafts.apply(version.report())) {
      tally.delete(tx, "draft_flag", "delete from draft_flag where number = ?", number);
    }
    String state =
        tx.first("select state from report_version where id = ?", rs -> rs.getString(1), id)
            .orElseThrow();
    // what was not audited yet will not be
    ErasedCounts.add(
        tx, "report", VersionStates.OPEN_STATES.contains(state) ? "not_auditable" : state, 1);
    tally.delete(tx, "report_version", "delete from report_version where id = ?", id);
    tally.delete(tx, "report_key", "delete from report_key where version = ?", id);
    tally.delete(tx, "archive_wish", "delete from archive_wish where version = ?", id);
    tally.delete(tx, "patient_key", "delete from patient_key where version = ?", id);
  }

  /** The audits of the patient's other reports that rest on one of these versions or its images. */
  private List<OtherRun> quoting(List<StoredVersion> versions) throws SQLException {
    return OtherAudits.quoting(
        tx,
        versions.stream().map(StoredVersion::id).collect(Collectors.toSet()),
        new ErasedStudies(tx, tally).of(versions),
        together);
  }
}
