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
          return key.isEmpty() ? Optional.empty() : Optional.of(history(tx, report, key.get()));
        });
  }

  private static History history(Tx tx, UUID report, Key key) throws SQLException {
    return new History(
        report,
        versions(tx, key.site, key.report),
        SqlDecisions.ofReport(tx, key.site, key.report),
        WorklistTable.reminders(tx, key.site, key.report),
        ChangedEvidence.ofReport(tx, key.site, key.report));
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
              "select audit_packed from audit where version = ? order by ordinal desc",
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
  public Result decide(UUID report, Chooser chooser, Publisher publisher, List<String> sinks) {
    Result result =
        db.write(
            tx -> {
              Optional<Key> key = key(tx, report);
              if (key.isEmpty()) {
                return new Result(Outcome.UNKNOWN, Optional.empty());
              }
              Locks.report(tx, key.get().report);
              // no version, audit or decision of the report comes before the commit ends
              History history = history(tx, report, key.get());
              List<Intended> intended = chooser.choose(history);
              return intended.isEmpty()
                  ? new Result(Outcome.UNKNOWN, Optional.of(history))
                  : decide(tx, key.get(), history, intended, publisher, sinks);
            });
    if (result.outcome() == Outcome.STORED) {
      signals.deliveries().raise();
      if (result.history().stream()
          .flatMap(history -> history.decisions().stream())
          .anyMatch(decision -> decision.problem().equals(Problem.OTHER_PATIENT))) {
        signals.reports().raise();
      }
    }
    return result;
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

  private Result decide(
      Tx tx,
      Key key,
      History history,
      List<Intended> intended,
      Publisher publisher,
      List<String> sinks)
      throws SQLException {
    Decision first = intended.get(0).decision();
    Optional<Decision> stored = SqlDecisions.find(tx, first.id());
    if (stored.isPresent()) {
      return nothing(isSame(stored.get(), first) ? Outcome.STORED : Outcome.UNKNOWN, history);
    }
    Optional<Audit> about = about(tx, key, history, first);
    if (about.isEmpty()) {
      return nothing(isOf(history, first.run()) ? Outcome.OUTDATED : Outcome.UNKNOWN, history);
    }
    Audit audit = about.get();
    Decided decided =
        Decided.of(
            audit,
            history.decisions().stream().filter(d -> d.run().equals(audit.runId())).toList());
    for (Intended one : intended) {
      Outcome refused = refused(decided, one);
      if (refused != Outcome.STORED) {
        return nothing(refused, history);
      }
    }
    Instant now = Instant.ofEpochMilli(clock.millis());
    SamePatient before = decided.samePatient();
    SamePatient after = decided.with(first.at(now)).samePatient();
    boolean anew = before.confirmed() != after.confirmed();
    if (anew) {
      SqlSamePatient.decideAnew(tx, key.site, key.report, now.toEpochMilli());
    }
    Locks.order(tx);
    List<Decision> made = new ArrayList<>();
    for (Intended one : intended) {
      Decision decision = one.decision().at(now);
      decided = decided.with(decision);
      Publication publication =
          publisher.publish(audit, decided.decisions(), SqlResourceStore.stored(tx));
      DecisionWriter.write(tx, decision, publication, sinks, now.toEpochMilli());
      made.add(decision);
    }
    WorklistTable.update(tx, key.site, key.report, history.audit());
    return new Result(
        Outcome.STORED, Optional.of(anew ? history(tx, history.id(), key) : with(history, made)));
  }

  /** Why a decision cannot be stored; {@link Outcome#STORED} if it can. */
  private static Outcome refused(Decided decided, Intended intended) {
    Decision decision = intended.decision();
    if (decided.find(decision.problem()).filter(p -> p.takes(decision.kind())).isEmpty()) {
      return Outcome.UNKNOWN;
    }
    UUID seen = decided.newest(decision.problem()).map(Decision::id).orElse(null);
    if (!Objects.equals(seen, intended.newest())) {
      return Outcome.DECIDED_MEANWHILE;
    }
    return isPossible(decided, decision) ? Outcome.STORED : Outcome.UNKNOWN;
  }

  private static Result nothing(Outcome outcome, History history) {
    return new Result(outcome, Optional.of(history));
  }

  /** A decision changes nothing else of a history, unless images are decided about anew. */
  private static History with(History history, List<Decision> made) {
    List<Decision> decisions = new ArrayList<>(history.decisions());
    decisions.addAll(made);
    return new History(
        history.id(),
        history.versions(),
        decisions,
        history.reminders(),
        history.evidenceChanged());
  }

  /**
   * The audit that a decision is about: the current one, or the one in which people confirmed that
   * images are of the report's patient, if the decision takes that back. Empty if it is outdated.
   */
  private static Optional<Audit> about(Tx tx, Key key, History history, Decision decision)
      throws SQLException {
    if (decision.kind() == Kind.UNDO && decision.problem().equals(Problem.OTHER_PATIENT)) {
      Optional<Audit> confirmed = SqlSamePatient.confirmedIn(tx, key.site, key.report, decision);
      if (confirmed.isPresent()) {
        return confirmed;
      }
    }
    return history.audit().filter(audit -> audit.runId().equals(decision.run()));
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

  private static boolean isOf(History history, UUID run) {
    return history.versions().stream()
        .flatMap(version -> version.audits().stream())
        .anyMatch(audit -> audit.runId().equals(run));
  }
}
