package org.radiologytrust.ingest.dicom;

import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;

/**
 * How the samples of an uncompressed, little-endian image are stored (PS3.3 C.7.6.3).
 *
 * @param shift how far the value of a sample is above the lowest bit
 * @param planes whether all samples of one colour come before those of the next
 */
record StoredPixels(
    int columns, int rows, int samples, int bytes, int shift, boolean planes, String photometric) {
  private static final int BYTE = 8;

  /**
   * @throws DicomStoreException FAILED if images of this kind are not decoded
   */
  static StoredPixels of(DicomTags tags, int maxPixels) throws DicomStoreException {
    int allocated = tags.integer("BitsAllocated").orElse(0);
    int bits = tags.integer("BitsStored").orElse(allocated);
    int shift = tags.integer("HighBit").orElse(bits - 1) + 1 - bits;
    StoredPixels stored =
        new StoredPixels(
            tags.integer("Columns").orElse(0),
            tags.integer("Rows").orElse(0),
            tags.integer("SamplesPerPixel").orElse(1),
            allocated / BYTE,
            shift,
            tags.integer("PlanarConfiguration").orElse(0) == 1,
            tags.text("PhotometricInterpretation"));
    if ((long) stored.columns * stored.rows > maxPixels) {
      throw failed("the image has too many pixels");
    }
    boolean size = allocated == BYTE || allocated == 2 * BYTE;
    if (!size || bits < 1 || shift < 0 || shift + bits > allocated) {
      throw failed("the bits of a sample contradict each other");
    }
    boolean colour = stored.isRgb() || stored.photometric.equals("YBR_FULL");
    if (!tags.isGrey() && !(colour && allocated == BYTE)) {
      throw failed("images of this kind of colour are not decoded");
    }
    if (stored.samples != (colour ? 3 : 1)) {
      throw failed("the number of samples does not match the kind of the image");
    }
    return stored;
  }

  private static DicomStoreException failed(String message) {
    return new DicomStoreException(Kind.FAILED, message);
  }

  private boolean isRgb() {
    return photometric.equals("RGB");
  }

  /** Length of a frame in bytes. */
  long frameLength() {
    return (long) columns * rows * samples * bytes;
  }

  DecodedFrame decode(byte[] frame) {
    int pixels = columns * rows;
    if (samples == 1) {
      short[] words = new short[pixels];
      for (int i = 0; i < pixels; i++) {
        int word =
            bytes == 1 ? frame[i] & 0xFF : frame[2 * i] & 0xFF | (frame[2 * i + 1] & 0xFF) << BYTE;
        words[i] = (short) (word >>> shift);
      }
      return DecodedFrame.grey(columns, rows, words);
    }
    byte[] rgb = new byte[3 * pixels];
    for (int i = 0; i < pixels; i++) {
      colour(frame, i, rgb);
    }
    return DecodedFrame.rgb(columns, rows, rgb);
  }

  private void colour(byte[] frame, int pixel, byte[] rgb) {
    int first = sample(frame, pixel, 0);
    int second = sample(frame, pixel, 1);
    int third = sample(frame, pixel, 2);
    if (isRgb()) {
      rgb[3 * pixel] = (byte) first;
      rgb[3 * pixel + 1] = (byte) second;
      rgb[3 * pixel + 2] = (byte) third;
      return;
    }
    // brightness, blue difference and red difference (PS3.3 C.7.6.3.1.2)
    rgb[3 * pixel] = clamp(first + 1.402 * (third - 128));
    rgb[3 * pixel + 1] = clamp(first - 0.344136 * (second - 128) - 0.714136 * (third - 128));
    rgb[3 * pixel + 2] = clamp(first + 1.772 * (second - 128));
  }

  private int sample(byte[] frame, int pixel, int band) {
    return frame[planes ? band * columns * rows + pixel : 3 * pixel + band] & 0xFF;
  }

  private static byte clamp(double value) {
    return (byte) Math.max(0, Math.min(255, Math.round(value)));
  }
}
