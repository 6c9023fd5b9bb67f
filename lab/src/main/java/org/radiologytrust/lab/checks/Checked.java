package org.radiologytrust.lab.checks;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Strength;

/**
 * A message with the flags that it got.
 *
 * @param fields of order, patient and images, as name and value
 */
public record Checked(Report report, List<String> fields, List<CheckResult> flags) {
  /** Whether a check flags something here that it does not flag in the other message. */
  boolean flagsMoreThan(Checked other, String check) {
    return beyond(other).stream().anyMatch(f -> f.check().equals(check));
  }

  /** The flags that the other message does not have. */
  List<CheckResult> beyond(Checked other) {
    return flags.stream().filter(f -> other.flags.stream().noneMatch(o -> same(o, f))).toList();
  }

  /**
   * The checks, except quiet ones, that flag something here that they do not flag in the other
   * message.
   */
  Set<String> checksBeyond(Checked other) {
    return flags.stream()
        .filter(f -> f.strength() != Strength.QUIET)
        .map(CheckResult::check)
        .filter(check -> flagsMoreThan(other, check))
        .collect(Collectors.toSet());
  }

  private static boolean same(CheckResult a, CheckResult b) {
    return a.check().equals(b.check())
        && a.first().value().equals(b.first().value())
        && a.second().source().equals(b.second().source())
        && a.second().value().equals(b.second().value());
  }
}
