package org.radiologytrust.ingest.dicom;

/** The pixels of a frame, row by row. */
public interface DecodedFrame {
  int width();

  int height();

  /** Whether the frame is RGB; otherwise it is grey. */
  boolean colour();

  /**
   * A stored value of a grey frame as 16 bits, 0 to 65535: not inverted, without rescale and
   * window. Bits above {@code BitsStored} are not part of the value, and may be anything.
   */
  int word(int pixel);

  /**
   * A sample of a colour frame, 0 to 255.
   *
   * @param band 0 for red, 1 for green, 2 for blue
   */
  int sample(int pixel, int band);

  /**
   * A grey frame.
   *
   * @param words the stored values, as {@link #word} returns them
   */
  static DecodedFrame grey(int width, int height, short[] words) {
    return FrameArrays.grey(width, height, words);
  }

  /**
   * A colour frame.
   *
   * @param rgb red, green and blue of each pixel
   */
  static DecodedFrame rgb(int width, int height, byte[] rgb) {
    return FrameArrays.rgb(width, height, rgb);
  }
}
