package org.radiologytrust.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sentence of a report that an addendum changes.
 *
 * @param time when the addendum was released; null if it is not known
 * @param statement the sentence of the addendum
 * @param changed the sentence that no longer holds as it stands
 */
public record AddendumChange(@Nullable Instant time, Evidence statement, Evidence changed) {
  /** What an audit found, in its order; nothing for a withdrawn report. */
  public static List<AddendumChange> of(Audit audit) {
    Report report = audit.report();
    return report.status().withdrawn()
        ? List.of()
        : audit.checks().stream()
            .filter(result -> result.check().equals(Addendum.CHECK))
            .map(result -> of(result, report))
            .toList();
  }

  private static AddendumChange of(CheckResult result, Report report) {
    Span words = result.second().span();
    @Nullable Instant time =
        report.addenda().stream()
            .filter(addendum -> words != null && addendum.text().overlaps(words))
            .findFirst()
            .map(Addendum::time)
            .orElse(null);
    return new AddendumChange(time, result.second(), result.first());
  }

  /** Withholds the words of the report. */
  @Override
  public String toString() {
    return "AddendumChange[" + time + "]";
  }
}
