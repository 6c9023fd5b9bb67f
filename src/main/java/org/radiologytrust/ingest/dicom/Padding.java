package org.radiologytrust.ingest.dicom;

import java.util.OptionalInt;

/**
 * The stored values that are padding, not part of the image (PS3.3 C.7.5.1.1.2).
 *
 * @param low the first of them; greater than {@code high} if there are none
 * @param high the last of them
 */
record Padding(int low, int high) {
  static Padding of(DicomTags tags, boolean signed) {
    OptionalInt value = tags.integer("PixelPaddingValue");
    if (value.isEmpty()) {
      return new Padding(1, 0);
    }
    int first = stored(value.getAsInt(), signed);
    int limit = stored(tags.integer("PixelPaddingRangeLimit").orElse(value.getAsInt()), signed);
    return new Padding(Math.min(first, limit), Math.max(first, limit));
  }

  /** Corrects a signed value that was read as unsigned: the tag's VR is US or SS. */
  private static int stored(int value, boolean signed) {
    return signed ? (short) value : value & 0xFFFF;
  }

  boolean has(int stored) {
    return stored >= low && stored <= high;
  }
}
