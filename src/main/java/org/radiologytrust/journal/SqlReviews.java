package org.radiologytrust.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Decision.Kind;

/** {@link Reviews} in SQL. */
final class SqlReviews implements Reviews {
  private final Db db;
  private final Clock clock;
  private final Signal deliveries;

  SqlReviews(Db db, Clock clock, Signal deliveries) {
    this.db = db;
    this.clock = clock;
    this.deliveries = deliveries;
  }

  private record Key(String site, String report) {}

  private static Optional<Key> key(Db.Tx tx, UUID report) throws SQLException {
    return tx.first(
        "select site, report_id from worklist where id = ?",
        rs -> new Key(rs.getString(1), rs.getString(2)),
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
              new History(report, versions(tx, site, id), SqlDecisions.ofReport(tx, site, id)));
        });
  }

  private static List<Version> versions(Db.Tx tx, String site, String report) throws SQLException {
    record Stored(String id, Version version) {}
    List<Stored> stored =
        tx.list(
            """
            select id, seq, report, state, reason, received_at from report_version
            where site = ? and report_id = ? order by seq desc
            """,
            rs ->
                new Stored(
                    rs.getString(1),
                    new Version(
                        rs.getInt(2),
                        StoredJson.read(rs.getString(3), Report.class),
                        rs.getString(4),
                        rs.getString(5),
                        Instant.ofEpochMilli(rs.getLong(6)),
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
          new Version(v.number(), v.report(), v.state(), v.reason(), v.received(), audits));
    }
    return versions;
  }

  @Override
  public Outcome decide(
      UUID report,
      Decision decision,
      @Nullable UUID newest,
      Publisher publisher,
      List<String> sinks) {
    Outcome outcome =
        db.write(
            tx -> {
              Optional<Key> key = key(tx, report);
              if (key.isEmpty()) {
                return Outcome.UNKNOWN;
              }
              Locks.report(tx, key.get().report);
              Optional<Decision> before = SqlDecisions.find(tx, decision.id());
              if (before.isPresent()) {
                return isSame(before.get(), decision) ? Outcome.STORED : Outcome.UNKNOWN;
              }
              return decide(tx, key.get(), decision, newest, publisher, sinks);
            });
    if (outcome == Outcome.STORED) {
      deliveries.raise();
    }
    return outcome;
  }

  /** Whether a decision is the stored one, sent again because its answer was lost. */
  private static boolean isSame(Decision stored, Decision again) {
    return stored.equals(at(again, stored.at()));
  }

  private static Decision at(Decision d, Instant at) {
    return new Decision(
        d.id(),
        d.run(),
        d.problem(),
        d.kind(),
        d.reason(),
        d.text(),
        d.user(),
        at,
        d.images(),
        d.undoes());
  }

  private Outcome decide(
      Db.Tx tx,
      Key key,
      Decision decision,
      @Nullable UUID newest,
      Publisher publisher,
      List<String> sinks)
      throws SQLException {
    Optional<Audit> current = currentAudit(tx, key);
    if (current.isEmpty() || !current.get().runId().equals(decision.run())) {
      return isOf(tx, decision.run(), key) ? Outcome.OUTDATED : Outcome.UNKNOWN;
    }
    Audit audit = current.get();
    Decided decided = Decided.of(audit, SqlDecisions.ofRun(tx, audit.runId()));
    String problem = decision.problem();
    if (decided.problems().stream().noneMatch(p -> p.key().equals(problem))) {
      return Outcome.UNKNOWN;
    }
    UUID seen = decided.newest(problem).map(Decision::id).orElse(null);
    if (!Objects.equals(seen, newest)) {
      return Outcome.DECIDED_MEANWHILE;
    }
    if (decision.kind() == Kind.UNDO
        && decided.standing(problem).filter(d -> d.id().equals(decision.undoes())).isEmpty()) {
      return Outcome.UNKNOWN;
    }
    Decision now = at(decision, Instant.ofEpochMilli(clock.millis()));
    store(tx, key, audit, decided, now, publisher, sinks);
    return Outcome.STORED;
  }

  private static Optional<Audit> currentAudit(Db.Tx tx, Key key) throws SQLException {
    Optional<String> version =
        tx.first(
            """
            select id from report_version where site = ? and report_id = ? order by seq desc limit 1
            """,
            rs -> rs.getString(1),
            key.site,
            key.report);
    return version.isEmpty() ? Optional.empty() : WorklistTable.newestAudit(tx, version.get());
  }

  private static boolean isOf(Db.Tx tx, UUID run, Key key) throws SQLException {
    return tx.first(
            "select 1 from audit where run_id = ? and site = ? and report_id = ?",
            rs -> true,
            run.toString(),
            key.site,
            key.report)
        .isPresent();
  }

  private void store(
      Db.Tx tx,
      Key key,
      Audit audit,
      Decided decided,
      Decision decision,
      Publisher publisher,
      List<String> sinks)
      throws SQLException {
    Locks.order(tx);
    List<Decision> all = new ArrayList<>(decided.decisions());
    all.add(decision);
    Publication publication = publisher.publish(audit, all, SqlResourceStore.stored(tx));
    long now = decision.at().toEpochMilli();
    long ordinal = SqlDecisions.nextOrdinal(tx);
    SqlDecisions.insert(tx, decision, publication.bundle(), ordinal);
    SqlResourceStore.put(tx, publication.resources(), now);
    for (String sink : sinks) {
      SqlOutbox.add(tx, decision.id().toString(), audit.runId().toString(), sink, ordinal, now);
    }
    WorklistTable.update(tx, key.site, key.report);
  }
}
