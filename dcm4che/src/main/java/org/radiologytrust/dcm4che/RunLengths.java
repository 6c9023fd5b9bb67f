package org.radiologytrust.dcm4che;

import java.util.Arrays;
import org.dcm4che3.util.ByteUtils;
import org.radiologytrust.ingest.dicom.DicomStoreException;

/**
 * Decodes RLE (PS3.5 Annex G). Unlike dcm4che's reader, it refuses a segment that is too short,
 * instead of taking the rest of the image to be black.
 */
final class RunLengths {
  private static final int HEADER = 64;

  private RunLengths() {}

  /**
   * Decodes a frame.
   *
   * @return of each sample: its bytes, the most significant first; all pixels of a byte together
   */
  static byte[][] decode(byte[] frame, PixelFormat format) throws DicomStoreException {
    int segments = format.samples() * format.bytesPerSample();
    if (frame.length < HEADER || ByteUtils.bytesToIntLE(frame, 0) != segments) {
      throw broken();
    }
    byte[][] planes = new byte[segments][];
    for (int i = 0; i < segments; i++) {
      long start = ByteUtils.bytesToIntLE(frame, 4 * (i + 1)) & 0xFFFFFFFFL;
      long end =
          i + 1 < segments
              ? ByteUtils.bytesToIntLE(frame, 4 * (i + 2)) & 0xFFFFFFFFL
              : frame.length;
      if (start < HEADER || start > end || end > frame.length) {
        throw broken();
      }
      planes[i] = segment(frame, (int) start, (int) end, format.pixels());
    }
    return planes;
  }

  private static byte[] segment(byte[] frame, int start, int end, int length)
      throws DicomStoreException {
    byte[] out = new byte[length];
    int at = start;
    int filled = 0;
    while (filled < length) {
      if (at >= end) {
        throw broken();
      }
      int control = frame[at++];
      if (control == -128) {
        continue;
      }
      int literal = control >= 0 ? control + 1 : 1;
      // an encoder may pad the last run beyond the image
      int count = Math.min(control >= 0 ? literal : 1 - control, length - filled);
      if (at + literal > end) {
        throw broken();
      }
      if (control >= 0) {
        System.arraycopy(frame, at, out, filled, count);
      } else {
        Arrays.fill(out, filled, filled + count, frame[at]);
      }
      at += literal;
      filled += count;
    }
    return out;
  }

  private static DicomStoreException broken() {
    return PixelFormat.failed("the pixel data of the image is incomplete");
  }
}
