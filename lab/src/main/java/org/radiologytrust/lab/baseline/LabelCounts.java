package org.radiologytrust.lab.baseline;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Label;

/**
 * How often claims with the same key have each label. Of equally frequent labels the first counts.
 */
final class LabelCounts {
  private static final int LABELS = Label.values().length;

  private final TreeMap<Integer, int[]> byKey = new TreeMap<>();

  /**
   * @param times 1 to add a claim, -1 to take it away again
   */
  void add(int key, Label label, int times) {
    byKey.computeIfAbsent(key, k -> new int[LABELS])[label.ordinal()] += times;
  }

  /** The most frequent label of claims with this key; {@code null} if there are no such claims. */
  @Nullable Label with(int key) {
    return mostFrequent(sum(byKey.subMap(key, true, key, true).values()));
  }

  /** The most frequent label of all claims; {@code null} if there are none. */
  @Nullable Label ofAll() {
    return mostFrequent(sum(byKey.values()));
  }

  /**
   * The most frequent label of the claims on the same side of a border.
   *
   * @return {@code null} if there are no claims on that side
   */
  @Nullable Label beside(int key, int border) {
    return mostFrequent(
        sum(
            key <= border
                ? byKey.headMap(border, true).values()
                : byKey.tailMap(border, false).values()));
  }

  /**
   * The key up to which claims get one label and above which another, so that most claims get their
   * own; the smallest of several.
   */
  int border() {
    int[] above = sum(byKey.values());
    int[] below = new int[LABELS];
    int most = -1;
    int border = 0;
    for (Map.Entry<Integer, int[]> of : byKey.entrySet()) {
      for (int l = 0; l < LABELS; l++) {
        below[l] += of.getValue()[l];
        above[l] -= of.getValue()[l];
      }
      int right = below[place(below)] + above[place(above)];
      if (right > most && counted(of.getValue())) {
        most = right;
        border = of.getKey();
      }
    }
    return border;
  }

  private static boolean counted(int[] counts) {
    return Arrays.stream(counts).anyMatch(n -> n > 0);
  }

  private static int[] sum(Collection<int[]> counts) {
    int[] sum = new int[LABELS];
    for (int[] of : counts) {
      for (int l = 0; l < LABELS; l++) {
        sum[l] += of[l];
      }
    }
    return sum;
  }

  private static @Nullable Label mostFrequent(int[] counts) {
    int place = place(counts);
    return counts[place] == 0 ? null : Label.values()[place];
  }

  private static int place(int[] counts) {
    int best = 0;
    for (int l = 1; l < LABELS; l++) {
      best = counts[l] > counts[best] ? l : best;
    }
    return best;
  }
}
