package org.radiologytrust.lab.checks;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.radiologytrust.lab.results.Estimate;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Strength;

/**
 * The outcome of a measurement.
 *
 * @param perKind how many errors of each kind were asked for
 * @param reports the reports as they are
 * @param kinds that were seeded
 * @param errors all seeded errors, by kind
 */
public record CheckFigures(
    long seed,
    int perKind,
    List<CleanReport> reports,
    List<String> kinds,
    List<SeededError> errors) {
  public CheckFigures {
    reports = List.copyOf(reports);
    kinds = List.copyOf(kinds);
    errors = List.copyOf(errors);
  }

  /** The seeded errors of a kind. */
  public List<SeededError> of(String kind) {
    return errors.stream().filter(e -> e.kind().equals(kind)).toList();
  }

  /** Share of the seeded errors that are found. */
  public Estimate recall(List<SeededError> of) {
    return Estimate.share((int) of.stream().filter(SeededError::found).count(), of.size());
  }

  /** Share of the clean reports that a check flags. */
  public Estimate alarms(String check) {
    return flagged(r -> flags(r, check));
  }

  /** Share of the clean reports that any check flags which is not quiet. */
  public Estimate alarms() {
    return flagged(r -> r.checked().flags().stream().anyMatch(f -> f.strength() != Strength.QUIET));
  }

  private Estimate flagged(Predicate<CleanReport> by) {
    return Estimate.share((int) reports.stream().filter(by).count(), reports.size());
  }

  private static boolean flags(CleanReport report, String check) {
    return report.checked().flags().stream().anyMatch(f -> f.check().equals(check));
  }

  /** Share of the twins that a check flags, which did not flag the report they are made from. */
  public Estimate twinAlarms(String check) {
    return twins(e -> e.twinAlarms().contains(check));
  }

  /** The same for all checks. */
  public Estimate twinAlarms() {
    return twins(e -> !e.twinAlarms().isEmpty());
  }

  /** Share of the clean reports and of the twins that are flagged. */
  Estimate allAlarms() {
    long flagged =
        Stream.concat(
                reports.stream()
                    .map(
                        r ->
                            r.checked().flags().stream()
                                .anyMatch(f -> f.strength() != Strength.QUIET)),
                errors.stream().map(e -> !e.twinAlarms().isEmpty()))
            .filter(f -> f)
            .count();
    return Estimate.share((int) flagged, reports.size() + errors.size());
  }

  private Estimate twins(Predicate<SeededError> by) {
    return Estimate.share((int) errors.stream().filter(by).count(), errors.size());
  }

  /** Ids of the kinds, and of further checks that flagged something clean. */
  public Set<String> checks() {
    Set<String> checks = new LinkedHashSet<>(kinds);
    Set<String> others = new TreeSet<>();
    reports.forEach(r -> r.checked().flags().stream().map(CheckResult::check).forEach(others::add));
    errors.forEach(e -> others.addAll(e.twinAlarms()));
    checks.addAll(others);
    return checks;
  }
}
