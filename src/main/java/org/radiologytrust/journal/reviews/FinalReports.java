package org.radiologytrust.journal.reviews;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Report;

/** The reports that were preliminary first. */
public interface FinalReports {
  /**
   * Which reports are listed.
   *
   * @param modality of the report as it is now; empty for all
   * @param since the earliest time at which the final version came; {@code null} for all times
   */
  record Filter(String modality, @Nullable Instant since) {}

  /**
   * A report that became final.
   *
   * @param id our id of it
   * @param from number of its last preliminary version
   * @param to number of its first final version
   * @param became when the final version came
   */
  record FinalReport(UUID id, int from, int to, Report before, Report after, Instant became) {
    /** Withholds the report. */
    @Override
    public String toString() {
      return "FinalReport[" + id + "]";
    }
  }

  /** The newest of them, that which became final last first. */
  List<FinalReport> newest(Filter filter, int count);
}
