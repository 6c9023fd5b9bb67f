package org.radiologytrust.journal.reviews;

import org.radiologytrust.journal.store.Db;
import org.radiologytrust.review.Decision;

/** Stores what the engine follows from people's decisions. */
public final class EngineDecisions {
  private EngineDecisions() {}

  private record Key(String site, String report) {}

  /** Adds a decision that follows another, unless the engine has added it already. */
  public static void store(Db db, Decision decision) {
    db.write(
        tx -> {
          Key key =
              tx.first(
                      "select site, report_id from audit where run_id = ?",
                      rs -> new Key(rs.getString(1), rs.getString(2)),
                      decision.run().toString())
                  .orElseThrow();
          boolean stored =
              SqlDecisions.ofRun(tx, decision.run()).stream()
                  .filter(d -> d.problem().equals(decision.problem()))
                  .anyMatch(d -> d.kind() == decision.kind() && d.follows() != null);
          if (!stored) {
            SqlDecisions.insert(tx, decision, "{}", SqlDecisions.nextOrdinal(tx));
            WorklistTable.update(tx, key.site, key.report);
          }
          return null;
        });
  }
}
