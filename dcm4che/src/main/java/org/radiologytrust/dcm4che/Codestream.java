package org.radiologytrust.dcm4che;

import java.nio.ByteBuffer;
import org.radiologytrust.ingest.dicom.DicomStoreException;

/**
 * Reads the size in the header of a JPEG 2000 codestream (ISO 15444-1 A.5.1). The decoder allocates
 * memory for what it says as soon as it reads it, so it is compared with the tags before.
 */
final class Codestream {
  private static final int START = 0xFF4FFF51;
  private static final int CAPABILITIES = 2;

  /** Components begin here. */
  private static final int FIXED = 42;

  /** More than this do not have an index (ISO 15444-1 A.4.2). */
  private static final long MOST_TILES = 65_535;

  private Codestream() {}

  /**
   * @throws DicomStoreException FAILED if the size differs from that of the tags
   */
  static void require(byte[] frame, PixelFormat format) throws DicomStoreException {
    ByteBuffer in = ByteBuffer.wrap(frame);
    if (frame.length < FIXED || in.getInt() != START) {
      throw PixelFormat.failed("the pixel data is no JPEG 2000 codestream");
    }
    in.position(in.position() + 2 + CAPABILITIES);
    long right = unsigned(in);
    long bottom = unsigned(in);
    long width = right - unsigned(in);
    long height = bottom - unsigned(in);
    long tileWidth = unsigned(in);
    long tileHeight = unsigned(in);
    long tiles =
        across(right - unsigned(in), tileWidth) * across(bottom - unsigned(in), tileHeight);
    if (width != format.columns()
        || height != format.rows()
        || in.getShort() != format.samples()
        || tiles > MOST_TILES) {
      throw PixelFormat.failed("the size of the compressed image differs from its tags");
    }
  }

  private static long unsigned(ByteBuffer in) {
    return in.getInt() & 0xFFFFFFFFL;
  }

  private static long across(long size, long tile) {
    return tile == 0 ? MOST_TILES + 1 : Math.min((size + tile - 1) / tile, MOST_TILES + 1);
  }
}
