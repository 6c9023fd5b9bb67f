package org.radiologytrust.presign;

import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.util.Arrays;

/**
 * The buffers that Jackson, and FHIR's parsers by it, keep for each thread: they hold what was read
 * or written last, until the next JSON overwrites it.
 */
final class JsonBuffers {
  private static final int[] BYTES = {
    BufferRecycler.BYTE_READ_IO_BUFFER,
    BufferRecycler.BYTE_WRITE_ENCODING_BUFFER,
    BufferRecycler.BYTE_WRITE_CONCAT_BUFFER,
    BufferRecycler.BYTE_BASE64_CODEC_BUFFER
  };
  private static final int[] CHARS = {
    BufferRecycler.CHAR_TOKEN_BUFFER,
    BufferRecycler.CHAR_CONCAT_BUFFER,
    BufferRecycler.CHAR_TEXT_BUFFER,
    BufferRecycler.CHAR_NAME_COPY_BUFFER
  };

  private JsonBuffers() {}

  /** Overwrites those of this thread. */
  static void wipe() {
    BufferRecycler recycler = JsonRecyclerPools.threadLocalPool().acquirePooled();
    for (int kind : BYTES) {
      byte[] buffer = recycler.allocByteBuffer(kind);
      Arrays.fill(buffer, (byte) 0);
      recycler.releaseByteBuffer(kind, buffer);
    }
    for (int kind : CHARS) {
      char[] buffer = recycler.allocCharBuffer(kind);
      Arrays.fill(buffer, '\0');
      recycler.releaseCharBuffer(kind, buffer);
    }
  }
}
