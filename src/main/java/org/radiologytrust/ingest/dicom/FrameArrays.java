package org.radiologytrust.ingest.dicom;

/**
 * A frame in one of two arrays.
 *
 * @param words of a grey frame; otherwise empty
 * @param rgb of a colour frame; otherwise empty
 */
record FrameArrays(int width, int height, boolean colour, short[] words, byte[] rgb)
    implements DecodedFrame {
  static FrameArrays grey(int width, int height, short[] words) {
    require(width, height, 1, words.length);
    return new FrameArrays(width, height, false, words, new byte[0]);
  }

  static FrameArrays rgb(int width, int height, byte[] rgb) {
    require(width, height, 3, rgb.length);
    return new FrameArrays(width, height, true, new short[0], rgb);
  }

  private static void require(int width, int height, int bands, int length) {
    if (width < 1 || height < 1 || (long) width * height * bands != length) {
      throw new IllegalArgumentException("the number of samples does not match the size");
    }
  }

  @Override
  public int word(int pixel) {
    return words[pixel] & 0xFFFF;
  }

  @Override
  public int sample(int pixel, int band) {
    return rgb[3 * pixel + band] & 0xFF;
  }

  /** Withholds the pixels. */
  @Override
  public String toString() {
    return "FrameArrays[" + width + " x " + height + "]";
  }
}
