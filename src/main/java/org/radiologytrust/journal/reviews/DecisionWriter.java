package org.radiologytrust.journal.reviews;

import java.sql.SQLException;
import java.util.List;
import org.radiologytrust.journal.results.SqlOutbox;
import org.radiologytrust.journal.results.SqlResourceStore;
import org.radiologytrust.journal.reviews.Reviews.Publication;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.review.Decision;

/** Stores a decision with what is published of it; called while the order is locked. */
final class DecisionWriter {
  private DecisionWriter() {}

  /**
   * @param sinks names of the sinks that receive the Bundle
   * @param now time of the commit in milliseconds
   */
  static void write(Tx tx, Decision decision, Publication publication, List<String> sinks, long now)
      throws SQLException {
    long ordinal = SqlDecisions.nextOrdinal(tx);
    SqlDecisions.insert(tx, decision, publication.bundle(), ordinal);
    SqlResourceStore.put(tx, publication.resources(), now);
    for (String sink : sinks) {
      SqlOutbox.add(tx, decision.id().toString(), decision.run().toString(), sink, ordinal, now);
    }
  }
}
