package org.radiologytrust.journal.reviews;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.results.SqlResourceStore;
import org.radiologytrust.journal.reviews.Reviews.Publication;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Audit;
import org.radiologytrust.review.CarryOver;
import org.radiologytrust.review.CarryOver.Checked;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds, in the commit of an audit, what the engine follows from the decisions about the last one.
 */
public final class CarriedDecisions {
  private static final Logger LOG = LoggerFactory.getLogger(CarriedDecisions.class);

  private CarriedDecisions() {}

  private record Version(String site, String report, int number, Instant came) {}

  private record Earlier(Audit audit, int version) {}

  /**
   * @param audit just stored, with the newest ordinal
   * @param sinks names of the sinks that receive the audit
   * @param now time of the commit in milliseconds
   */
  public static void add(
      Tx tx, Audit audit, Reviews.Publisher publisher, List<String> sinks, long now)
      throws SQLException {
    Version version = version(tx, audit);
    List<Decision> decisions =
        new ArrayList<>(SqlDecisions.ofReport(tx, version.site, version.report));
    Optional<Earlier> before =
        decisions.isEmpty() ? Optional.empty() : before(tx, version, audit, decisions);
    if (before.isEmpty()) {
      return;
    }
    Audit old = before.get().audit;
    for (Decision decision : follow(before.get(), decisions, audit, version)) {
      boolean carried = decision.run().equals(audit.runId());
      Audit about = carried ? audit : old;
      decisions.add(decision);
      Optional<Publication> publication = publication(tx, publisher, about, decisions);
      if (publication.isPresent()) {
        List<String> told = carried ? sinks : having(tx, sinks, old);
        DecisionWriter.write(tx, decision, publication.get(), told, now);
      }
    }
  }

  private static List<Decision> follow(
      Earlier before, List<Decision> decisions, Audit audit, Version version) {
    try {
      return CarryOver.of(
          new Checked(before.audit, before.version),
          decisions,
          new Checked(audit, version.number),
          version.came);
    } catch (RuntimeException e) {
      // the audit must be stored all the same; people then decide anew
      LOG.error("run {}: no decision is carried on: {}", audit.runId(), name(e));
      return List.of();
    }
  }

  private static Optional<Publication> publication(
      Tx tx, Reviews.Publisher publisher, Audit about, List<Decision> decisions) {
    try {
      return Optional.of(
          publisher.publish(
              about, Decided.of(about, decisions).decisions(), SqlResourceStore.stored(tx)));
    } catch (RuntimeException e) {
      LOG.error("run {}: a decision cannot be carried on: {}", about.runId(), name(e));
      return Optional.empty();
    }
  }

  private static String name(RuntimeException e) {
    return e.getClass().getSimpleName();
  }

  private static Version version(Tx tx, Audit audit) throws SQLException {
    return tx.first(
            """
            select v.site, v.report_id, v.seq, v.received_at from audit a
            join report_version v on v.id = a.version where a.run_id = ?
            """,
            rs ->
                new Version(
                    rs.getString("site"),
                    rs.getString("report_id"),
                    rs.getInt("seq"),
                    Instant.ofEpochMilli(rs.getLong("received_at"))),
            audit.runId().toString())
        .orElseThrow();
  }

  /** The newest audit before this one whose checks ran, or about which people decided. */
  private static Optional<Earlier> before(
      Tx tx, Version version, Audit audit, List<Decision> decisions) throws SQLException {
    return tx
        .list(
            """
            select a.audit_packed, v.seq from audit a
            join report_version v on v.id = a.version
            where a.site = ? and a.report_id = ? and a.run_id <> ? order by a.ordinal desc
            """,
            rs ->
                new Earlier(
                    StoredJson.read(PackedText.read(rs, "audit"), Audit.class), rs.getInt("seq")),
            version.site,
            version.report,
            audit.runId().toString())
        .stream()
        .filter(
            e ->
                e.audit.made() != null
                    || decisions.stream().anyMatch(d -> d.run().equals(e.audit.runId())))
        .findFirst();
  }

  /** The sinks that have an audit: to others, a decision about it says nothing. */
  private static List<String> having(Tx tx, List<String> sinks, Audit audit) throws SQLException {
    List<String> having = new ArrayList<>();
    for (String sink : sinks) {
      if (tx.first(
              "select 1 from delivery where id = ? and sink = ? and state = 'sent'",
              rs -> true,
              audit.runId().toString(),
              sink)
          .isPresent()) {
        having.add(sink);
      }
    }
    return having;
  }
}
