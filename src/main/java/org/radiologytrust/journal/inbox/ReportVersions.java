package org.radiologytrust.journal.inbox;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.ReportIdentity.Found;
import org.radiologytrust.journal.inbox.VersionRules.Verdict;
import org.radiologytrust.journal.reviews.WorklistTable;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.journal.store.VersionStates;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Texts;

/** Decides whether received reports are new versions, and stores those. */
final class ReportVersions {
  /** The outcome of a message is the first of these that one of its reports has. */
  private static final List<Outcome> RANKS =
      List.of(Outcome.QUARANTINED, Outcome.PARSED, Outcome.DUPLICATE, Outcome.IGNORED);

  private final Clock clock;
  private final ReportIdentity identity;
  private final IntakeLimits limits;

  ReportVersions(Clock clock, String defaultSite, IntakeLimits limits) {
    this.clock = clock;
    this.limits = limits;
    this.identity = new ReportIdentity(defaultSite, limits.reportsOfNumber());
  }

  /**
   * A report of the message with the ids by which it is found.
   *
   * @param sent its patient as the message has it
   */
  private record Received(Report report, ReportAliases aliases, Patient sent) {}

  /**
   * The decision about one report. Nothing is stored yet.
   *
   * @param version the received report, or what it becomes with the version before
   * @param alsoText whether it is refused for another reason, and its text names another patient
   */
  private record Fate(
      Verdict verdict, Received received, Found found, Report version, boolean alsoText) {
    Outcome outcome() {
      return verdict.outcome();
    }

    boolean sameReport(Fate other) {
      return found.key().equals(other.found.key());
    }

    Fate twice() {
      Verdict twice = new Verdict(Outcome.QUARANTINED, ReportRule.TWICE);
      return new Fate(twice, received, found, version, alsoText);
    }

    /** Why it is refused or left out, and what a person should look at. */
    List<ReportRule> rules() {
      List<ReportRule> rules = new ArrayList<>();
      if (verdict.rule() != null) {
        rules.add(verdict.rule());
      }
      if (alsoText) {
        rules.add(ReportRule.TEXT_OF_ANOTHER);
      }
      boolean taken = outcome() == Outcome.PARSED;
      if ((taken || outcome() == Outcome.QUARANTINED) && received.report.future() != null) {
        rules.add(ReportRule.FUTURE);
      }
      if (taken) {
        rules.addAll(found.warnings());
      }
      return rules;
    }
  }

  /**
   * Decides about all reports of a message together. If a rule refuses one, the message is
   * quarantined whole, because it has one state and is sent again as a whole. Otherwise it is
   * parsed if any report became a version, else a duplicate, else ignored.
   *
   * @param came when the message was received, in milliseconds since 1970
   * @param heldFor the reason for which it was in quarantine when a person released it; empty for a
   *     new message
   */
  MessageDecision decide(Tx tx, List<Report> reports, long came, String heldFor)
      throws SQLException {
    List<Received> all = received(tx, reports, Math.min(came, clock.millis()));
    List<Fate> fates = new ArrayList<>();
    for (Found found : find(tx, all)) {
      Fate fate = fate(tx, all.get(fates.size()), found, came, heldFor);
      fates.add(fates.stream().anyMatch(fate::sameReport) ? fate.twice() : fate);
    }
    Fate first = fates.stream().min(Comparator.comparing(f -> RANKS.indexOf(f.outcome()))).get();
    if (first.outcome() == Outcome.QUARANTINED) {
      // all reasons: who releases the message answers all of them
      return decision(
          first.outcome(),
          fates.stream()
              .filter(f -> f.outcome() == Outcome.QUARANTINED)
              .flatMap(f -> f.rules().stream()),
          List.of(),
          List.of());
    }
    List<Fate> parsed = fates.stream().filter(f -> f.outcome() == Outcome.PARSED).toList();
    // all before the first insert: rows of jobs come before the lock of the worklist
    for (Fate fate : parsed) {
      if (fate.found.current().isPresent()) {
        supersede(tx, fate.found.current().get());
      }
    }
    RepeatedReport.complete(
        tx,
        fates.stream()
            .filter(f -> f.outcome() == Outcome.DUPLICATE)
            .map(
                f ->
                    new RepeatedReport(
                        f.found.versions().get(0), f.received.report, f.received.aliases))
            .toList());
    if (parsed.isEmpty()) {
      return decision(first.outcome(), first.rules().stream(), List.of(), List.of());
    }
    List<String> versions = new ArrayList<>();
    for (Fate fate : parsed) {
      versions.add(insert(tx, fate));
    }
    return decision(
        Outcome.PARSED,
        parsed.stream().flatMap(fate -> fate.rules().stream()),
        versions,
        parsed.stream().map(fate -> fate.version.correlationId()).toList());
  }

  private static MessageDecision decision(
      Outcome outcome, Stream<ReportRule> rules, List<String> versions, List<UUID> correlations) {
    List<ReportRule> all = rules.distinct().toList();
    return new MessageDecision(
        outcome,
        all.stream().map(rule -> rule.words).collect(Collectors.joining("; ")),
        versions,
        correlations,
        all.stream().flatMap(rule -> rule.alarm().stream()).collect(Collectors.toSet()));
  }

  /**
   * The reports with all ids by which they and their patients are known, and without times that are
   * still to come. Holds the locks of these ids, so that no merge of the patients is missed.
   */
  private List<Received> received(Tx tx, List<Report> reports, long came) throws SQLException {
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
      Report timed = VersionOrder.withoutFuture(report, came, limits.future());
      all.add(
          new Received(
              NextVersion.withKnownIds(tx, timed), aliases.get(all.size()), report.patient()));
    }
    return all;
  }

  /**
   * Finds the reports of all, and locks them. With the locks of their ids nobody else finds or adds
   * a new report by one of them. One that is stored may have got a version by another of its ids
   * until it was locked, so it is read again.
   */
  private List<Found> find(Tx tx, List<Received> all) throws SQLException {
    List<Found> found = identify(tx, all);
    lock(tx, found);
    if (tx.shared() && found.stream().anyMatch(f -> f.current().isPresent())) {
      found = identify(tx, all);
      lock(tx, found);
    }
    return found;
  }

  private List<Found> identify(Tx tx, List<Received> all) throws SQLException {
    List<Found> found = new ArrayList<>();
    Map<ReportKey, Report> taken = new HashMap<>();
    for (Received one : all) {
      Found next = identity.find(tx, one.report, one.aliases, taken);
      found.add(next);
      if (next.versions().isEmpty()) {
        taken.putIfAbsent(next.key(), one.report);
      }
    }
    return found;
  }

  private static void lock(Tx tx, List<Found> found) throws SQLException {
    Locks.reports(tx, found.stream().map(f -> f.key().reportId()).toList());
  }

  private Fate fate(Tx tx, Received received, Found found, long came, String heldFor)
      throws SQLException {
    VersionRules rules = new VersionRules(received.report, found, came, heldFor, limits.future());
    Verdict verdict = rules.decide();
    boolean alsoText =
        verdict.outcome() == Outcome.QUARANTINED
            && verdict.rule() != ReportRule.TEXT_OF_ANOTHER
            && rules.textIsOfAnother();
    Report version =
        verdict.outcome() == Outcome.PARSED
            ? NextVersion.after(tx, found.current(), received.report)
            : received.report;
    return new Fate(verdict, received, found, version, alsoText);
  }

  private void supersede(Tx tx, StoredVersion version) throws SQLException {
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
            .formatted(VersionStates.OPEN),
        version.id());
  }

  /** Stores the version and returns its id. */
  private String insert(Tx tx, Fate fate) throws SQLException {
    String site = fate.found.key().site();
    String reportId = fate.found.key().reportId();
    int seq = fate.found.current().map(current -> current.seq() + 1).orElse(1);
    Report report = fate.version;
    String id =
        Texts.uuid5(String.join("|", site, reportId, seq + "", report.fingerprint())).toString();
    tx.update(
        """
        insert into report_version (id, site, report_id, seq, fingerprint, status, issued, report,
          state, reason, superseded, images_missing, images_changed, received_at, work_class,
          sent_patient)
        values (?, ?, ?, ?, ?, ?, ?, ?, 'awaiting_images', '', 0, 0, 0, ?, ?, ?)
        """,
        id,
        site,
        reportId,
        seq,
        report.fingerprint(),
        report.status().name(),
        report.issued() == null ? null : report.issued().toEpochMilli(),
        StoredJson.write(report),
        clock.millis(),
        WorkClass.of(report).ordinal(),
        StoredJson.write(fate.received.sent));
    StudyKeys.index(tx, id, report);
    fate.received.aliases.store(tx, fate.found.key());
    PatientMerges.index(tx, id, report.patient());
    WorklistTable.update(tx, site, reportId);
    return id;
  }
}
