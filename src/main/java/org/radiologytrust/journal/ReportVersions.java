package org.radiologytrust.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.Inbox.Outcome;
import org.radiologytrust.journal.SqlInbox.Decision;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Texts;

/** Decides whether received reports are new versions, and stores those. */
final class ReportVersions {
  private static final String OTHER_PATIENT =
      "an earlier message has this accession or filler number for another patient: check PID-3";
  private static final String TWICE =
      "two reports of the message have the same number at the same site: give each its own";
  private static final String RECEIVED_BEFORE = "this version of the report was received before";
  private static final String OLDER = "issued before the current version of the report";

  /** All reasons that are given here. */
  static final List<String> REASONS = List.of(OTHER_PATIENT, TWICE, RECEIVED_BEFORE, OLDER);

  /** The outcome of a message is the first of these that one of its reports has. */
  private static final List<Outcome> RANKS =
      List.of(Outcome.QUARANTINED, Outcome.PARSED, Outcome.DUPLICATE, Outcome.IGNORED);

  private final Clock clock;
  private final String defaultSite;

  ReportVersions(Clock clock, String defaultSite) {
    this.clock = clock;
    this.defaultSite = defaultSite;
  }

  /** The decision about one report. Nothing is stored yet. */
  private record Fate(
      Outcome outcome,
      String reason,
      String site,
      String reportId,
      Optional<Version> current,
      Report report) {
    boolean sameReport(Fate other) {
      return site.equals(other.site) && reportId.equals(other.reportId);
    }
  }

  /**
   * Decides about all reports of a message together. If a rule refuses one, the message is
   * quarantined whole, because it has one state and is sent again as a whole. Otherwise it is
   * parsed if any report became a version, else a duplicate, else ignored.
   *
   * @param came when the message was received, in milliseconds since 1970
   */
  Decision decide(Db.Tx tx, List<Report> reports, long came) throws SQLException {
    lock(tx, reports);
    List<Fate> fates = new ArrayList<>();
    for (Report report : reports) {
      Fate fate = fate(tx, report, came);
      fates.add(fates.stream().anyMatch(fate::sameReport) ? refused(fate, TWICE) : fate);
    }
    Fate first = fates.stream().min(Comparator.comparing(f -> RANKS.indexOf(f.outcome))).get();
    if (first.outcome != Outcome.PARSED) {
      return new Decision(first.outcome, first.reason);
    }
    List<Fate> parsed = fates.stream().filter(f -> f.outcome == Outcome.PARSED).toList();
    // all before the first insert: rows of jobs come before the lock of the worklist
    for (Fate fate : parsed) {
      if (fate.current.isPresent()) {
        supersede(tx, fate.current.get());
      }
    }
    List<String> versions = new ArrayList<>();
    for (Fate fate : parsed) {
      versions.add(insert(tx, fate));
    }
    return new Decision(Outcome.PARSED, "", versions);
  }

  private static Fate refused(Fate fate, String reason) {
    return new Fate(
        Outcome.QUARANTINED, reason, fate.site, fate.reportId, fate.current, fate.report);
  }

  /** In one order, so that two messages with the same reports do not wait for each other. */
  private static void lock(Db.Tx tx, List<Report> reports) throws SQLException {
    for (String id : reports.stream().map(r -> tx.key(r.reportId())).distinct().sorted().toList()) {
      Locks.report(tx, id);
    }
  }

  /** A stored version. */
  private record Version(
      String id, String site, int seq, @Nullable Instant issued, Report report, long came) {
    /**
     * Whether this version was released after the other report. Compares the times of issue if both
     * have one, otherwise the times of receipt.
     */
    boolean isAfter(Report other, long otherCame) {
      return issued != null && other.issued() != null
          ? other.issued().isBefore(issued)
          : otherCame < came;
    }
  }

  private Fate fate(Db.Tx tx, Report report, long came) throws SQLException {
    String site = tx.key(report.site());
    String reportId = tx.key(report.reportId());
    List<Version> versions = versions(tx, report, site, reportId);
    if (versions.isEmpty()) {
      return new Fate(Outcome.PARSED, "", site, reportId, Optional.empty(), report);
    }
    Version current = versions.get(0);
    Outcome outcome = Outcome.PARSED;
    String reason = "";
    if (current.report.patient().contradicts(report.patient())) {
      outcome = Outcome.QUARANTINED;
      reason = OTHER_PATIENT;
    } else if (known(versions, report)) {
      outcome = Outcome.DUPLICATE;
      reason = RECEIVED_BEFORE;
    } else if (current.isAfter(report, came)
        && report.status().stage() <= current.report.status().stage()) {
      outcome = Outcome.IGNORED;
      reason = OLDER;
    }
    return new Fate(outcome, reason, current.site, reportId, Optional.of(current), report);
  }

  private static boolean known(List<Version> versions, Report report) {
    return versions.get(0).report.saysTheSameAs(report)
        || versions.stream()
            .filter(v -> v.issued != null && v.issued.equals(report.issued()))
            .anyMatch(v -> v.report.saysTheSameAs(report));
  }

  /**
   * All versions of the report, the current one first. A message without a site gets the default
   * site. It then also matches a report of another site with the same report id and patient. So a
   * report sent by HL7, which names a facility, and by FHIR, which names none, is one report.
   */
  private List<Version> versions(Db.Tx tx, Report report, String site, String reportId)
      throws SQLException {
    List<Version> all =
        tx.list(
            """
            select id, site, seq, issued, report, received_at from report_version
            where report_id = ? order by seq desc
            """,
            rs -> {
              long issued = rs.getLong(4);
              return new Version(
                  rs.getString(1),
                  rs.getString(2),
                  rs.getInt(3),
                  rs.wasNull() ? null : Instant.ofEpochMilli(issued),
                  StoredJson.read(rs.getString(5), Report.class),
                  rs.getLong(6));
            },
            reportId);
    List<Version> ofSite = all.stream().filter(v -> v.site.equals(site)).toList();
    if (!ofSite.isEmpty()) {
      return ofSite;
    }
    List<String> sites =
        all.stream()
            .filter(v -> report.site().equals(defaultSite) || v.site.equals(defaultSite))
            .filter(v -> v.report.patient().sharesIdentifier(report.patient()))
            .map(Version::site)
            .distinct()
            .toList();
    return sites.size() == 1
        ? all.stream().filter(v -> v.site.equals(sites.get(0))).toList()
        : List.of();
  }

  private void supersede(Db.Tx tx, Version version) throws SQLException {
    tx.update(
        """
        update job set state = 'dropped', steps_since = ?
        where version = ? and state in ('ready', 'running')
        """,
        clock.millis(),
        version.id);
    tx.update("update report_version set superseded = 1 where id = ?", version.id);
    tx.update(
        """
        update report_version set state = 'superseded', reason = 'superseded before its audit ended'
        where id = ? and state in %s
        """
            .formatted(SqlCounters.OPEN),
        version.id);
  }

  /** Stores the version and returns its id. */
  private String insert(Db.Tx tx, Fate fate) throws SQLException {
    String site = fate.site;
    String reportId = fate.reportId;
    int seq = fate.current.map(current -> current.seq + 1).orElse(1);
    Report report = fate.report;
    String id =
        Texts.uuid5(String.join("|", site, reportId, seq + "", report.fingerprint())).toString();
    tx.update(
        """
        insert into report_version (id, site, report_id, seq, fingerprint, status, issued, report,
          state, reason, superseded, images_missing, images_changed, received_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, 'awaiting_images', '', 0, 0, 0, ?)
        """,
        id,
        site,
        reportId,
        seq,
        report.fingerprint(),
        report.status().name(),
        report.issued() == null ? null : report.issued().toEpochMilli(),
        StoredJson.write(report),
        clock.millis());
    for (String uid : report.order().studyInstanceUids()) {
      key(tx, id, "uid", uid);
    }
    for (String accession : report.order().accessionNumbers()) {
      key(tx, id, "accession", accession);
    }
    WorklistTable.update(tx, site, reportId);
    return id;
  }

  private static void key(Db.Tx tx, String id, String kind, String value) throws SQLException {
    if (!value.isEmpty()) {
      tx.update(
          "insert into report_key (version, kind, value) values (?, ?, ?) on conflict do nothing",
          id,
          kind,
          tx.key(value));
    }
  }
}
