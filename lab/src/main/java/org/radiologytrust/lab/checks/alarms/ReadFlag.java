package org.radiologytrust.lab.checks.alarms;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.radiologytrust.lab.checks.CleanReport;
import org.radiologytrust.model.CheckResult;

/**
 * A flag on a report as it is.
 *
 * @param number of the report among all
 * @param said what each reader says about it; empty when nobody has read it
 * @param verdict what both say, or {@link Reading#UNSURE}; empty when nobody has read it
 */
record ReadFlag(
    int number,
    FlagKey key,
    CleanReport report,
    CheckResult flag,
    List<Reading> said,
    Optional<Reading> verdict) {
  /** The flags of the reports in their order; one whose words the report has twice counts once. */
  static List<ReadFlag> all(List<CleanReport> reports, Readings readings) {
    List<ReadFlag> all = new ArrayList<>();
    int number = 0;
    for (CleanReport report : reports) {
      number++;
      Set<FlagKey> seen = new HashSet<>();
      for (CheckResult flag : report.checked().flags()) {
        FlagKey key = FlagKey.of(report.checked().report(), flag);
        if (seen.add(key)) {
          all.add(new ReadFlag(number, key, report, flag, readings.all(key), readings.of(key)));
        }
      }
    }
    return all;
  }
}
