package org.radiologytrust.lab.checks.alarms;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.radiologytrust.lab.results.Estimate;

/**
 * The flags of one check, or of all, on the reports of one kind.
 *
 * @param check id; {@code all} for all checks that are not quiet
 * @param kind of the reports, such as {@code CT}; {@code all} for all
 * @param reports of this kind
 * @param flags on them
 */
record AlarmRow(String check, String kind, int reports, List<ReadFlag> flags) {
  AlarmRow {
    flags = List.copyOf(flags);
  }

  int with(Reading verdict) {
    return (int) flags.stream().filter(f -> f.verdict().equals(Optional.of(verdict))).count();
  }

  int unread() {
    return (int) flags.stream().filter(f -> f.verdict().isEmpty()).count();
  }

  /** Share of the reports that have a flag. */
  Estimate flagged() {
    return share(f -> true);
  }

  /**
   * Share of the reports that have a flag which is false. Not known while no flag has been read.
   */
  Estimate wrong() {
    return !flags.isEmpty() && unread() == flags.size()
        ? Estimate.share(0, 0)
        : share(f -> f.verdict().equals(Optional.of(Reading.FALSE)));
  }

  private Estimate share(Predicate<ReadFlag> by) {
    long hit = flags.stream().filter(by).map(ReadFlag::number).distinct().count();
    return Estimate.share((int) hit, reports);
  }
}
