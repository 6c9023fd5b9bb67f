package org.radiologytrust.ingest.dicom.select;

import java.util.Arrays;
import java.util.List;
import org.radiologytrust.model.SliceTags.Plane;

/**
 * How far apart the slices of a stack are, and how thick.
 *
 * @param slices in order
 * @param distances in mm, one fewer than the slices; empty where positions are not known
 * @param usual the median of the distances; 0 where there are none
 */
record StackSpacing(List<StackFrame> slices, double[] distances, double usual) {
  /** A distance that is more than so many usual ones is a gap, where the slices leave one. */
  private static final double WIDE = 1.5;

  /** Slices whose distance is at most this many thicknesses leave nothing out. */
  private static final double COVERED = 1.1;

  static StackSpacing of(List<StackFrame> slices) {
    if (slices.size() < 2 || slices.stream().anyMatch(slice -> slice.plane() == null)) {
      return new StackSpacing(slices, new double[0], 0);
    }
    Plane first = slices.get(0).plane();
    double[] distances = new double[slices.size() - 1];
    for (int i = 0; i < distances.length; i++) {
      Plane next = slices.get(i + 1).plane();
      distances[i] =
          Math.abs(Planes.along(next, first) - Planes.along(slices.get(i).plane(), first));
    }
    return new StackSpacing(slices, distances, median(distances));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(sorted.length - 1) / 2];
  }

  /** For each slice, how many places before it no slice shows. */
  int[] missing() {
    int[] missing = new int[slices.size()];
    for (int i = 0; i < distances.length; i++) {
      double thickness =
          Math.max(slices.get(i).plane().thickness(), slices.get(i + 1).plane().thickness());
      if (distances[i] > WIDE * usual && distances[i] > COVERED * thickness) {
        missing[i + 1] = (int) Math.max(1, Math.rint(distances[i] / usual) - 1);
      }
    }
    return missing;
  }

  /**
   * Which part of the stack's length its shown slices cover, in quarters: 0 to 4. Slices of unknown
   * thickness are taken to be as thick as they are apart.
   *
   * @param most most slices that are shown
   */
  int covered(int most) {
    double shown = Math.min(most, slices.size());
    if (distances.length == 0) {
      return quarters(shown / slices.size());
    }
    double known = median(slices.stream().mapToDouble(s -> s.plane().thickness()).toArray());
    double thickness = known > 0 ? known : usual;
    return quarters(shown * thickness / (Arrays.stream(distances).sum() + thickness));
  }

  private static int quarters(double share) {
    return (int) Math.rint(4 * Math.min(1, share));
  }
}
