package org.radiologytrust.ingest.dicom.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** At which end of a stack its order begins. The positions say which slices are neighbours. */
enum SliceOrder {
  /** Where the numbers of the images are lower. */
  NUMBER("number"),
  /** Of axial slices at the feet; of others where their vector begins. */
  FEET_FIRST("feet-first"),
  /** The other end. */
  HEAD_FIRST("head-first");

  private final String code;

  SliceOrder(String code) {
    this.code = code;
  }

  static Optional<SliceOrder> of(String code) {
    return Arrays.stream(values()).filter(order -> order.code.equals(code)).findFirst();
  }

  /**
   * The slices in this order.
   *
   * @param slices by their positions along the vector that stands on them
   * @param up whether this vector points to the head, or to none of the two ends
   */
  List<StackFrame> of(List<StackFrame> slices, boolean up) {
    boolean reversed =
        switch (this) {
          case NUMBER -> falls(slices);
          case FEET_FIRST -> !up;
          case HEAD_FIRST -> up;
        };
    List<StackFrame> ordered = new ArrayList<>(slices);
    if (reversed) {
      Collections.reverse(ordered);
    }
    return ordered;
  }

  /** Whether the numbers of neighbours fall more often than they rise. */
  private static boolean falls(List<StackFrame> slices) {
    int rising = 0;
    for (int i = 1; i < slices.size(); i++) {
      rising += Integer.signum(StackFrame.BY_NUMBER.compare(slices.get(i), slices.get(i - 1)));
    }
    return rising < 0;
  }
}
