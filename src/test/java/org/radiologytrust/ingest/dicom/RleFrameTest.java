package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class RleFrameTest {
  /** Two segments of four bytes each: one literal run, and one of repeated bytes. */
  private static byte[] frame(int segments, int first, int second, int... body) {
    ByteBuffer frame = ByteBuffer.allocate(64 + body.length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(segments).putInt(first).putInt(second).position(64);
    for (int value : body) {
      frame.put((byte) value);
    }
    return frame.array();
  }

  private static final int[] BODY = {3, 1, 2, 3, 4, 0, -3, 7};

  @Test
  void complete() {
    assertTrue(RleFrame.isComplete(frame(2, 64, 70, BODY), 2, 4));
    assertTrue(RleFrame.isComplete(frame(2, 64, 70, BODY), 2, 3), "more than needed");
    assertTrue(RleFrame.isComplete(frame(2, 64, 69, 3, 1, 2, 3, 4, -128, -3, 7), 2, 4), "no-op");
  }

  @Test
  void incomplete() {
    assertFalse(RleFrame.isComplete(frame(2, 64, 70, BODY), 2, 5), "too few bytes");
    assertFalse(RleFrame.isComplete(frame(2, 64, 70, BODY), 1, 4), "another number of segments");
    assertFalse(RleFrame.isComplete(frame(2, 64, 70, 3, 1, 2, 3, 4, 0, -3), 2, 4), "cut");
    assertFalse(
        RleFrame.isComplete(frame(2, 64, 70, 9, 1, 2, 3, 4, 0, -3, 7), 2, 4), "run too long");
    for (int[] offsets : new int[][] {{0, 70}, {64, 63}, {-1, 70}, {64, 999}, {64, -1}}) {
      assertFalse(RleFrame.isComplete(frame(2, offsets[0], offsets[1], BODY), 2, 4));
    }
    assertFalse(RleFrame.isComplete(new byte[63], 2, 4));
    assertFalse(RleFrame.isComplete(frame(16, 64, 70, BODY), 16, 4), "more than the header has");
  }
}
