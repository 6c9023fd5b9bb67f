package org.radiologytrust.lab.phantom;

import java.util.Random;

/** Random numbers from a seed, the same on every machine. */
final class Seeds {
  private Seeds() {}

  /**
   * Mixes the seed first, because {@link Random} starts with similar numbers for neighbouring
   * seeds.
   *
   * @param use a second number, for several independent sequences from one seed
   */
  static Random random(long seed, int use) {
    long mixed = (seed + 0x9E3779B97F4A7C15L * (use + 1)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 31)) * 0x94D049BB133111EBL;
    return new Random(mixed ^ (mixed >>> 29));
  }
}
