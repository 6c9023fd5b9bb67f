package org.radiologytrust.lab.synth;

import java.util.List;

/** Random numbers that are the same on every machine: SplitMix64 (Steele, Lea and Flood, 2014). */
public final class RandomDraw {
  private static final long STEP = 0x9e3779b97f4a7c15L;

  private long state;

  /**
   * @param key the seed, as several numbers
   */
  public RandomDraw(long... key) {
    for (long k : key) {
      state = mix(state * 31 + k + STEP);
    }
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** A number from 0 to {@code bound}, exclusive. */
  public int below(int bound) {
    state += STEP;
    return (int) ((mix(state) >>> 33) % bound);
  }

  /** True with this chance in percent. */
  public boolean percent(int chance) {
    return below(100) < chance;
  }

  public <T> T pick(List<T> from) {
    return from.get(below(from.size()));
  }

  /** An index, chosen in proportion to its weight. */
  public int weighted(int... weights) {
    int sum = 0;
    for (int w : weights) {
      sum += w;
    }
    int at = below(sum);
    int i = 0;
    while (at >= weights[i]) {
      at -= weights[i++];
    }
    return i;
  }

  /**
   * Whether a statement is in the quarter that is never trained on. Only its words decide, so a
   * held-out report can never equal a report for training.
   */
  static boolean held(String quote) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < quote.length(); i++) {
      char c = quote.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        hash = (hash ^ Character.toLowerCase(c)) * 0x100000001b3L;
      }
    }
    return (mix(hash) & 3) == 0;
  }
}
