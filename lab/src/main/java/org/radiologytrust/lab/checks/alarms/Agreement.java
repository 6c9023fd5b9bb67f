package org.radiologytrust.lab.checks.alarms;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far two readers agree about the flags that both have read.
 *
 * @param both flags that both have read
 * @param alike those on which their verdicts are the same
 * @param kappa Cohen's kappa; {@code null} when it is not defined: nothing was read by both, or
 *     both said the same of every flag
 */
record Agreement(int both, int alike, @Nullable Double kappa) {
  /**
   * @param pairs the two verdicts on each flag
   */
  static Agreement of(List<List<Reading>> pairs) {
    int n = pairs.size();
    int alike = (int) pairs.stream().filter(p -> p.get(0) == p.get(1)).count();
    double chance = 0;
    for (Reading reading : Reading.values()) {
      chance += share(pairs, 0, reading) * share(pairs, 1, reading);
    }
    boolean defined = n > 0 && chance < 1;
    return new Agreement(n, alike, defined ? ((double) alike / n - chance) / (1 - chance) : null);
  }

  private static double share(List<List<Reading>> pairs, int reader, Reading reading) {
    long said = pairs.stream().filter(p -> p.get(reader) == reading).count();
    return pairs.isEmpty() ? 0 : (double) said / pairs.size();
  }
}
