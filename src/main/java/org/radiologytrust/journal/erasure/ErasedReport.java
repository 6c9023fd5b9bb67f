package org.radiologytrust.journal.erasure;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.journal.erasure.Erasures.DraftNumbers;
import org.radiologytrust.journal.inbox.ErasedContent;
import org.radiologytrust.journal.inbox.MessageKey;
import org.radiologytrust.journal.inbox.PatientMerges;
import org.radiologytrust.journal.inbox.ReportKey;
import org.radiologytrust.journal.inbox.StoredVersion;
import org.radiologytrust.journal.reviews.WorklistTable;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.journal.store.VersionStates;
import org.radiologytrust.model.Audit;

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
        Stream.concat(
                Stream.of(key.reportId()), quoting(seen).stream().map(quote -> quote.reportId))
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
    List<Quote> quotes = quoting(versions);
    if (!locked.containsAll(quotes.stream().map(quote -> quote.reportId).toList())) {
      throw new ErasureRefusedException(BUSY);
    }
    ErasedRuns erased = new ErasedRuns(tx, erasure, tally, now);
    erased.delete(runs);
    auditAgain(erased, quotes);
    messages.delete(sent);
    new ErasedStudies(tx, tally).delete(versions);
    tally.delete(
        tx,
        "report_alias",
        "delete from report_alias where site = ? and report_id = ?",
        key.site(),
        key.reportId());
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
    tally.delete(tx, "patient_key", "delete from patient_key where version = ?", id);
  }

  /**
   * An audit of another report that has words of an erased version.
   *
   * @param reportId of the other report
   */
  private record Quote(String run, String version, String site, String reportId) {
    static Quote of(ResultSet rs) throws SQLException {
      return new Quote(
          rs.getString("run_id"),
          rs.getString("version"),
          rs.getString("site"),
          rs.getString("report_id"));
    }

    ReportKey key() {
      return new ReportKey(site, reportId);
    }

    boolean isOf(Tx tx, Set<String> versions) throws SQLException {
      return tx.first(
              "select audit, audit_packed from audit where run_id = ?",
              rs -> StoredJson.read(PackedText.read(rs, "audit"), Audit.class),
              run)
          .filter(
              audit ->
                  audit.earlier().stream().anyMatch(earlier -> versions.contains(earlier.id())))
          .isPresent();
    }
  }

  /** The audits of the patient's other reports that rest on one of these versions. */
  private List<Quote> quoting(List<StoredVersion> versions) throws SQLException {
    List<String> patients = patientKeys(versions);
    if (patients.isEmpty()) {
      return List.of();
    }
    Set<String> ids = versions.stream().map(StoredVersion::id).collect(Collectors.toSet());
    List<Quote> quotes = new ArrayList<>();
    for (Quote other :
        tx.list(
            """
            select a.run_id, a.version, a.site, a.report_id from audit a
            where a.version in (select k.version from patient_key k where k.value in (%s))
            """
                .formatted(Placeholders.of(patients.size())),
            Quote::of,
            patients.toArray())) {
      if (!together.contains(other.key()) && other.isOf(tx, ids)) {
        quotes.add(other);
      }
    }
    return quotes;
  }

  /**
   * Deletes audits of other reports, and has these reports audited again. Their rows in {@code job}
   * stay, so that the new run gets another id.
   */
  private void auditAgain(ErasedRuns erased, List<Quote> quotes) throws SQLException {
    erased.delete(quotes.stream().map(quote -> quote.run).toList());
    for (Quote quote : quotes) {
      tx.update(
          """
          update report_version set state = 'awaiting_images', untouched = 1,
            images_changed = images_changed + 1
          where id = ? and superseded = 0 and not exists (
            select 1 from job j where j.version = report_version.id and j.state in ('ready', 'running'))
          """,
          quote.version);
      WorklistTable.update(tx, quote.site, quote.reportId);
      tx.first(
              "select id from worklist where site = ? and report_id = ?",
              rs -> UUID.fromString(rs.getString(1)),
              quote.site,
              quote.reportId)
          .ifPresent(tally::resting);
    }
  }
}
