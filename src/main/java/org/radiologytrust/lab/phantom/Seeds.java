package org.radiologytrust.lab.phantom;

import java.util.Random;

/** Random numbers by seed, the same on every machine. */
final class Seeds {
  private Seeds() {}

  /**
   * Numbers that neighbouring seeds do not share: {@link Random} alone begins alike for them.
   *
   * @param use another one gives other numbers of the same seed
   */
  static Random random(long seed, int use) {
    long mixed = (seed + 0x9E3779B97F4A7C15L * (use + 1)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 31)) * 0x94D049BB133111EBL;
    return new Random(mixed ^ (mixed >>> 29));
  }
}
