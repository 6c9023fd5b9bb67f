package org.radiologytrust.dcm4che;

import java.io.IOException;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.util.ByteUtils;

/** Binary values of a data set. */
final class StoredBytes {
  private static final byte[] NONE = {};

  private StoredBytes() {}

  /** A value of words, the lower byte of each first; empty when there is none. */
  static byte[] littleEndian(Attributes tags, int tag) {
    try {
      byte[] bytes = tags.getBytes(tag);
      if (bytes == null) {
        return NONE;
      }
      return tags.bigEndian() ? ByteUtils.swapShorts(bytes.clone(), 0, bytes.length & ~1) : bytes;
    } catch (IOException e) {
      // thrown only for a value in a file of its own, and there is none
      throw new IllegalStateException(e);
    }
  }
}
