package org.radiologytrust.page.opened;

import java.util.Optional;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.model.ReportStatus;

/**
 * How a report became final.
 *
 * @param before its last preliminary version
 * @param after its first final version
 */
public record Finalized(Version before, Version after) {
  /** Empty if no final version follows a preliminary one. */
  public static Optional<Finalized> of(History history) {
    Optional<Version> after =
        history.versions().stream()
            .filter(v -> isFinal(v.report().status()))
            .reduce((later, earlier) -> earlier);
    return after.flatMap(
        last ->
            history.versions().stream()
                .filter(v -> v.number() < last.number() && v.report().status().preliminary())
                .findFirst()
                .map(first -> new Finalized(first, last)));
  }

  private static boolean isFinal(ReportStatus status) {
    return status == ReportStatus.FINAL || status.corrects();
  }

  /** Withholds the reports. */
  @Override
  public String toString() {
    return "Finalized[" + before.number() + ", " + after.number() + "]";
  }
}
