package org.radiologytrust.ingest.dicom.select;

import java.util.Arrays;
import java.util.List;
import org.radiologytrust.ingest.dicom.select.Stack.Frame;
import org.radiologytrust.model.SliceTags.Plane;

/**
 * Finds places between the slices of a stack that no image shows, by the distances of the slices.
 */
final class StackGaps {
  /** A distance that is more than so many usual ones is a gap, where the slices leave one. */
  private static final double WIDE = 1.5;

  /** Slices whose distance is at most this many thicknesses leave nothing out. */
  private static final double COVERED = 1.1;

  private StackGaps() {}

  /**
   * Counts the missing places by the usual distance, the median.
   *
   * @param slices in order
   * @return for each slice, the places that are missing before it; all 0 where positions are not
   *     known
   */
  static int[] before(List<Frame> slices) {
    int[] missing = new int[slices.size()];
    if (slices.size() < 3 || slices.stream().anyMatch(slice -> slice.plane() == null)) {
      return missing;
    }
    double[] distances = new double[slices.size() - 1];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = distance(slices, i);
    }
    double[] sorted = distances.clone();
    Arrays.sort(sorted);
    double usual = sorted[(sorted.length - 1) / 2];
    for (int i = 0; i < distances.length; i++) {
      double thickness =
          Math.max(slices.get(i).plane().thickness(), slices.get(i + 1).plane().thickness());
      if (distances[i] > WIDE * usual && distances[i] > COVERED * thickness) {
        missing[i + 1] = (int) Math.max(1, Math.rint(distances[i] / usual) - 1);
      }
    }
    return missing;
  }

  private static double distance(List<Frame> slices, int i) {
    Plane first = slices.get(0).plane();
    return Math.abs(
        Stack.along(slices.get(i + 1).plane(), first) - Stack.along(slices.get(i).plane(), first));
  }
}
