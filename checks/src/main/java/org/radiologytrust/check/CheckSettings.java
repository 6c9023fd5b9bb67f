package org.radiologytrust.check;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What bounds the checks beside the table of strengths.
 *
 * @param without ids of checks that a program leaves out
 * @param time processor time that all checks of one report may take together
 * @param today the day by which exceptions of the site end
 */
public record CheckSettings(Set<String> without, Duration time, Supplier<LocalDate> today) {
  /** No check is left out, and the time is that of a product which sets none. */
  public static final CheckSettings ALL_ON = without(Set.of());

  public CheckSettings {
    without = Set.copyOf(without);
  }

  /** Leaves some checks out. */
  public static CheckSettings without(Set<String> ids) {
    return new CheckSettings(ids, Duration.ofSeconds(20), LocalDate::now);
  }
}
