package org.radiologytrust.ingest.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The stored form of a frame in RLE Lossless (PS3.5 annex G). */
final class RleFrame {
  private static final int HEADER = 64;
  private static final int MOST_SEGMENTS = 15;

  private RleFrame() {}

  /**
   * Whether a frame has as many segments as expected, each with enough bytes.
   *
   * @param segments bytes of a pixel: each segment holds one of them
   * @param pixels bytes that each segment must have when it is decoded
   */
  static boolean isComplete(byte[] frame, long segments, int pixels) {
    ByteBuffer header = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    if (frame.length < HEADER || header.getInt(0) != segments || segments > MOST_SEGMENTS) {
      return false;
    }
    int start = HEADER;
    for (int i = 1; i <= segments; i++) {
      if (header.getInt(4 * i) < start) {
        return false;
      }
      start = header.getInt(4 * i);
      int end = i == segments ? frame.length : header.getInt(4 * i + 4);
      if (end > frame.length || decodedLength(frame, start, end, pixels) < pixels) {
        return false;
      }
    }
    return true;
  }

  /** The length of a decoded segment; not counted beyond what is needed. */
  private static long decodedLength(byte[] frame, int start, int end, int needed) {
    long length = 0;
    int at = start;
    while (at < end && length < needed) {
      int control = frame[at++];
      if (control >= 0) {
        if (at + control + 1 > end) {
          return length;
        }
        at += control + 1;
        length += control + 1;
      } else if (control > Byte.MIN_VALUE) {
        if (at == end) {
          return length;
        }
        at++;
        length += 1 - control;
      }
    }
    return length;
  }
}
