package org.radiologytrust.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.radiologytrust.journal.Inbox.Outcome;
import org.radiologytrust.journal.ReportIdentity.Found;
import org.radiologytrust.journal.SqlInbox.Decision;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Texts;

/** Decides whether received reports are new versions, and stores those. */
final class ReportVersions {
  private static final String TWICE =
      "two reports of the message have the same number at the same site: give each its own";
  private static final String RECEIVED_BEFORE = "this version of the report was received before";
  private static final String OLDER = "issued before the current version of the report";

  private static final String ADDS_TO_WITHDRAWN =
      "adds to a report that was withdrawn: send the whole report again";
  private static final String ADDENDUM_WITHDRAWN =
      "withdraws an addendum: send the whole report as it is now";

  /** All reasons that are given here. */
  static final List<String> REASONS =
      List.of(
          ReportIdentity.OTHER_PATIENT,
          ReportIdentity.SEVERAL,
          ADDS_TO_WITHDRAWN,
          ADDENDUM_WITHDRAWN,
          TWICE,
          RECEIVED_BEFORE,
          OLDER);

  /** The outcome of a message is the first of these that one of its reports has. */
  private static final List<Outcome> RANKS =
      List.of(Outcome.QUARANTINED, Outcome.PARSED, Outcome.DUPLICATE, Outcome.IGNORED);

  private final Clock clock;
  private final ReportIdentity identity;

  ReportVersions(Clock clock, String defaultSite) {
    this.clock = clock;
    this.identity = new ReportIdentity(defaultSite);
  }

  /** A report of the message with the ids by which it is found. */
  private record Received(Report report, ReportAliases aliases) {}

  /** The decision about one report. Nothing is stored yet. */
  private record Fate(Outcome outcome, String reason, Received received, Found found) {
    /** The received report becomes a version with another text. */
    Fate as(Report report) {
      return new Fate(outcome, reason, new Received(report, received.aliases), found);
    }

    boolean sameReport(Fate other) {
      return found.key().equals(other.found.key());
    }

    Fate refused(String why) {
      return new Fate(Outcome.QUARANTINED, why, received, found);
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
    List<Received> all = received(tx, reports);
    List<Fate> fates = new ArrayList<>();
    for (Found found : find(tx, all)) {
      Fate fate = fate(tx, all.get(fates.size()), found, came);
      fates.add(fates.stream().anyMatch(fate::sameReport) ? fate.refused(TWICE) : fate);
    }
    Fate first = fates.stream().min(Comparator.comparing(f -> RANKS.indexOf(f.outcome))).get();
    if (first.outcome == Outcome.QUARANTINED) {
      return new Decision(first.outcome, first.reason);
    }
    List<Fate> parsed = fates.stream().filter(f -> f.outcome == Outcome.PARSED).toList();
    // all before the first insert: rows of jobs come before the lock of the worklist
    for (Fate fate : parsed) {
      if (fate.found.current().isPresent()) {
        supersede(tx, fate.found.current().get());
      }
    }
    RepeatedReport.complete(
        tx,
        fates.stream()
            .filter(f -> f.outcome == Outcome.DUPLICATE)
            .map(f -> new RepeatedReport(f.found.versions().get(0), f.received.report))
            .toList());
    if (parsed.isEmpty()) {
      return new Decision(first.outcome, first.reason);
    }
    List<String> versions = new ArrayList<>();
    for (Fate fate : parsed) {
      versions.add(insert(tx, fate));
    }
    return new Decision(
        Outcome.PARSED,
        "",
        versions,
        parsed.stream().map(fate -> fate.received.report.correlationId()).toList(),
        Set.of());
  }

  /**
   * The reports with all ids by which they and their patients are known. Holds the locks of these
   * ids, so that no merge of the patients is missed.
   */
  private static List<Received> received(Db.Tx tx, List<Report> reports) throws SQLException {
    List<ReportAliases> aliases = reports.stream().map(r -> ReportAliases.of(tx, r)).toList();
    Locks.identities(
        tx,
        Stream.concat(
                aliases.stream().flatMap(a -> a.all().stream()),
                reports.stream()
                    .flatMap(r -> r.patient().identifiers().stream())
                    .map(id -> Locks.patient(tx.key(id.value()))))
            .toList());
    List<Received> all = new ArrayList<>();
    for (Report report : reports) {
      all.add(new Received(NextVersion.withKnownIds(tx, report), aliases.get(all.size())));
    }
    return all;
  }

  /**
   * Finds the reports of all, and locks them. With the locks of their ids nobody else finds or adds
   * a new report by one of them. One that is stored may have got a version by another of its ids
   * until it was locked, so it is read again.
   */
  private List<Found> find(Db.Tx tx, List<Received> all) throws SQLException {
    List<Found> found = identify(tx, all);
    lock(tx, found);
    if (tx.dialect().shared() && found.stream().anyMatch(f -> f.current().isPresent())) {
      found = identify(tx, all);
      lock(tx, found);
    }
    return found;
  }

  private List<Found> identify(Db.Tx tx, List<Received> all) throws SQLException {
    List<Found> found = new ArrayList<>();
    for (Received one : all) {
      found.add(identity.find(tx, one.report, one.aliases));
    }
    return found;
  }

  private static void lock(Db.Tx tx, List<Found> found) throws SQLException {
    Locks.reports(tx, found.stream().map(f -> f.key().reportId()).toList());
  }

  private Fate fate(Db.Tx tx, Received received, Found found, long came) throws SQLException {
    Fate fate = fate(received, found, came);
    if (fate.outcome != Outcome.PARSED) {
      return fate;
    }
    return fate.as(NextVersion.after(tx, found.current(), received.report));
  }

  private static Fate fate(Received received, Found found, long came) {
    Report report = received.report;
    if (!found.refusal().isEmpty()) {
      return new Fate(Outcome.QUARANTINED, found.refusal(), received, found);
    }
    if (report.addendum() && report.status().withdrawn()) {
      return new Fate(Outcome.QUARANTINED, ADDENDUM_WITHDRAWN, received, found);
    }
    if (found.versions().isEmpty()) {
      return new Fate(Outcome.PARSED, "", received, found);
    }
    if (report.addendum()) {
      return addendum(received, found, found.versions().get(0).report());
    }
    if (RepeatedReport.isKnown(found.versions(), report)) {
      return new Fate(Outcome.DUPLICATE, RECEIVED_BEFORE, received, found);
    }
    return isOlder(found.versions(), report, came)
        ? new Fate(Outcome.IGNORED, OLDER, received, found)
        : new Fate(Outcome.PARSED, "", received, found);
  }

  /** Compares with the newest whole report: addenda that came since do not make others older. */
  private static boolean isOlder(List<StoredVersion> versions, Report report, long came) {
    return versions.stream()
        .filter(v -> v.report().addenda().isEmpty())
        .findFirst()
        .filter(
            whole ->
                whole.isAfter(report, came)
                    && report.status().stage() <= whole.report().status().stage())
        .isPresent();
  }

  /** An addendum is never too old: it adds what the current version does not say. */
  private static Fate addendum(Received received, Found found, Report current) {
    if (current.status().withdrawn()) {
      return new Fate(Outcome.QUARANTINED, ADDS_TO_WITHDRAWN, received, found);
    }
    return AddendumMerge.contains(current.text(), received.report.text())
        ? new Fate(Outcome.DUPLICATE, RECEIVED_BEFORE, received, found)
        : new Fate(Outcome.PARSED, "", received, found);
  }

  private void supersede(Db.Tx tx, StoredVersion version) throws SQLException {
    tx.update(
        """
        update job set state = 'dropped', steps_since = ?
        where version = ? and state in ('ready', 'running')
        """,
        clock.millis(),
        version.id());
    tx.update("update report_version set superseded = 1 where id = ?", version.id());
    tx.update(
        """
        update report_version set state = 'superseded', reason = 'superseded before its audit ended'
        where id = ? and state in %s
        """
            .formatted(SqlCounters.OPEN),
        version.id());
  }

  /** Stores the version and returns its id. */
  private String insert(Db.Tx tx, Fate fate) throws SQLException {
    String site = fate.found.key().site();
    String reportId = fate.found.key().reportId();
    int seq = fate.found.current().map(current -> current.seq() + 1).orElse(1);
    Report report = fate.received.report;
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
    NewRows.insert(
        tx,
        "report_key",
        "version, kind, value",
        Stream.concat(
                keys(tx, id, "uid", report.order().studyInstanceUids()),
                keys(tx, id, "accession", report.order().accessionNumbers()))
            .toList());
    fate.received.aliases.store(tx, fate.found.key());
    PatientMerges.index(tx, id, report.patient());
    WorklistTable.update(tx, site, reportId);
    return id;
  }

  private static Stream<List<String>> keys(
      Db.Tx tx, String version, String kind, List<String> values) {
    return values.stream()
        .filter(value -> !value.isEmpty())
        .map(value -> List.of(version, kind, tx.key(value)));
  }
}
