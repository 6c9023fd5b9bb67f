package org.radiologytrust.journal.shadow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.model.Audit;

/** The audits of shadow mode. */
public interface ShadowAudits {
  /**
   * The newest audit of a report.
   *
   * @param row of the worklist, which says nothing about the result
   * @param number grows with each audit
   */
  record Kept(Worklist.Row row, Audit audit, Instant ended, long number) {
    @Override
    public String toString() {
      return "Kept[" + number + "]";
    }
  }

  /**
   * How many there are.
   *
   * @param reports with an audit
   * @param flagged those of them whose newest audit has flags
   */
  record Figures(long reports, long flagged) {}

  /**
   * The newest audits of reports, the newest first.
   *
   * @param before only those with a smaller number
   */
  List<Kept> newest(long before, int limit);

  /** A report with its audits of shadow mode alone; empty if it has none. */
  Optional<Reviews.History> find(UUID report);

  Figures figures();
}
