package org.radiologytrust.journal.reviews;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.journal.notifications.SqlNotifications;
import org.radiologytrust.journal.results.SqlResourceStore;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.Signals;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.OtherPatient;
import org.radiologytrust.model.Report;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Decision.Kind;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.SamePatient;

/** {@link Reviews} in SQL. */
final class SqlReviews implements Reviews {
  private final Db db;
  private final Clock clock;
  private final Signals signals;
  private final SqlNotifications notifications;

  SqlReviews(Db db, Clock clock, Signals signals, SqlNotifications notifications) {
    this.notifications = notifications;
    this.db = db;
    this.clock = clock;
    this.signals = signals;
  }

  private record Key(String site, String report) {}

  private static Optional<Key> key(Tx tx, UUID report) throws SQLException {
    return tx.first(
        "select site, report_id from worklist where id = ?",
        rs -> new Key(rs.getString("site"), rs.getString("report_id")),
        report.toString());
  }

  @Override
  public Optional<History> find(UUID report) {
    return db.read(
        tx -> {
          Optional<Key> key = key(tx, report);
          if (key.isEmpty()) {
            return Optional.empty();
          }
          String site = key.get().site;
          String id = key.get().report;
          return Optional.of(
              new History(
                  report,
                  versions(tx, site, id),
                  SqlDecisions.ofReport(tx, site, id),
                  WorklistTable.reminders(tx, site, id),
                  ChangedEvidence.ofReport(tx, site, id)));
        });
  }

  private static List<Version> versions(Tx tx, String site, String report) throws SQLException {
    record Stored(String id, Version version) {}
    List<Stored> stored =
        tx.list(
            """
            select v.id, v.seq, v.report, v.reason, v.received_at, %s, %s
            from report_version v
            where v.site = ? and v.report_id = ? order by v.seq desc
            """
                .formatted(WorklistTable.EXPECTING, WorklistTable.STATE_OF),
            rs ->
                new Stored(
                    rs.getString("id"),
                    new Version(
                        rs.getInt("seq"),
                        StoredJson.read(rs.getString("report"), Report.class),
                        rs.getString("state"),
                        rs.getString("reason"),
                        Expected.values()[rs.getInt("expecting")],
                        Instant.ofEpochMilli(rs.getLong("received_at")),
                        List.of())),
            site,
            report);
    List<Version> versions = new ArrayList<>();
    for (Stored next : stored) {
      List<Audit> audits =
          tx.list(
              "select audit, audit_packed from audit where version = ? order by ordinal desc",
              rs -> StoredJson.read(PackedText.read(rs, "audit"), Audit.class),
              next.id);
      Version v = next.version;
      versions.add(
          new Version(
              v.number(), v.report(), v.state(), v.reason(), v.expecting(), v.received(), audits));
    }
    return versions;
  }

  @Override
  public Outcome decide(UUID report, List<Made> made, Publisher publisher, List<String> sinks) {
    Outcome outcome =
        db.write(
            tx -> {
              Optional<Key> key = key(tx, report);
              if (key.isEmpty()) {
                return Outcome.UNKNOWN;
              }
              Locks.report(tx, key.get().report);
              Optional<Decision> before = SqlDecisions.find(tx, made.get(0).decision().id());
              if (before.isPresent()) {
                return isSame(before.get(), made.get(0).decision())
                    ? Outcome.STORED
                    : Outcome.UNKNOWN;
              }
              return decide(tx, key.get(), made, publisher, sinks);
            });
    if (outcome == Outcome.STORED) {
      signals.deliveries().raise();
      if (made.get(0).decision().problem().equals(Problem.OTHER_PATIENT)) {
        signals.reports().raise();
      }
    }
    return outcome;
  }

  @Override
  public int remind(Duration urgent, Duration other) {
    int all = 0;
    int given;
    do {
      given = db.write(tx -> new Reminders(tx, clock.millis(), notifications).give(urgent, other));
      all += given;
    } while (given > 0);
    return all;
  }

  @Override
  public OtherPatient confirmed(UUID version, OtherPatient found) {
    return db.read(tx -> SqlSamePatient.confirmed(tx, version.toString(), found));
  }

  /** Whether a decision is the stored one, sent again because its answer was lost. */
  private static boolean isSame(Decision stored, Decision again) {
    return stored.equals(again.toBuilder().at(stored.at()).act(stored.act()).build());
  }

  private Outcome decide(Tx tx, Key key, List<Made> made, Publisher publisher, List<String> sinks)
      throws SQLException {
    Decision first = made.get(0).decision();
    Optional<Audit> about = about(tx, key, first);
    if (about.isEmpty()) {
      return isOf(tx, first.run(), key) ? Outcome.OUTDATED : Outcome.UNKNOWN;
    }
    Audit audit = about.get();
    Decided decided = Decided.of(audit, SqlDecisions.ofRun(tx, audit.runId()));
    for (Made one : made) {
      Outcome refused = refused(decided, one);
      if (refused != Outcome.STORED) {
        return refused;
      }
    }
    Instant now = Instant.ofEpochMilli(clock.millis());
    SamePatient before = decided.samePatient();
    SamePatient after = decided.with(first.at(now)).samePatient();
    if (before.confirmed() != after.confirmed()) {
      SqlSamePatient.decideAnew(tx, key.site, key.report, now.toEpochMilli());
    }
    Locks.order(tx);
    for (Made one : made) {
      Decision decision = one.decision().at(now);
      decided = decided.with(decision);
      store(tx, audit, decided.decisions(), decision, publisher, sinks);
    }
    WorklistTable.update(tx, key.site, key.report);
    return Outcome.STORED;
  }

  /** Why a decision cannot be stored; {@link Outcome#STORED} if it can. */
  private static Outcome refused(Decided decided, Made made) {
    Decision decision = made.decision();
    if (decided.find(decision.problem()).filter(p -> p.takes(decision.kind())).isEmpty()) {
      return Outcome.UNKNOWN;
    }
    UUID seen = decided.newest(decision.problem()).map(Decision::id).orElse(null);
    if (!Objects.equals(seen, made.newest())) {
      return Outcome.DECIDED_MEANWHILE;
    }
    return isPossible(decided, decision) ? Outcome.STORED : Outcome.UNKNOWN;
  }

  /**
   * The audit that a decision is about: the current one, or the one in which people confirmed that
   * images are of the report's patient, if the decision takes that back. Empty if it is outdated.
   */
  private static Optional<Audit> about(Tx tx, Key key, Decision decision) throws SQLException {
    if (decision.kind() == Kind.UNDO && decision.problem().equals(Problem.OTHER_PATIENT)) {
      Optional<Audit> confirmed = SqlSamePatient.confirmedIn(tx, key.site, key.report, decision);
      if (confirmed.isPresent()) {
        return confirmed;
      }
    }
    return WorklistTable.currentAudit(tx, key.site, key.report)
        .filter(audit -> audit.runId().equals(decision.run()));
  }

  /** Whether a decision adds something to those that stand. */
  private static boolean isPossible(Decided decided, Decision decision) {
    return switch (decision.kind()) {
      case UNDO ->
          decided
              .standing(decision.problem())
              .filter(d -> d.id().equals(decision.undoes()))
              .isPresent();
      case LEFT -> decided.standing(decision.problem()).filter(d -> d.kind().agrees()).isPresent();
      case SAME_PATIENT ->
          !decided.samePatient().confirmed() && !decided.samePatient().saidBy(decision.user());
      default -> true;
    };
  }

  private static boolean isOf(Tx tx, UUID run, Key key) throws SQLException {
    return tx.first(
            "select 1 from audit where run_id = ? and site = ? and report_id = ?",
            rs -> true,
            run.toString(),
            key.site,
            key.report)
        .isPresent();
  }

  private static void store(
      Tx tx,
      Audit audit,
      List<Decision> all,
      Decision decision,
      Publisher publisher,
      List<String> sinks)
      throws SQLException {
    Publication publication = publisher.publish(audit, all, SqlResourceStore.stored(tx));
    DecisionWriter.write(tx, decision, publication, sinks, decision.at().toEpochMilli());
  }
}
