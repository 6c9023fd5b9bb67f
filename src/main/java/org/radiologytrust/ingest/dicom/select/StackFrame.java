package org.radiologytrust.ingest.dicom.select;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.SliceTags.Plane;

/**
 * A frame of an image that may be a slice of a stack.
 *
 * @param index of the frame, from 0
 * @param plane {@code null} where it is not known
 */
record StackFrame(Instance image, int index, @Nullable Plane plane) {
  static final Comparator<StackFrame> BY_NUMBER =
      Comparator.<StackFrame>comparingInt(frame -> frame.image.instanceNumber())
          .thenComparingInt(StackFrame::index)
          .thenComparing(frame -> frame.image.sopInstanceUid());

  /** Whether a report may name it so. */
  boolean isNumber(int number) {
    return number == (image.numberOfFrames() > 1 ? index + 1 : image.instanceNumber());
  }
}
