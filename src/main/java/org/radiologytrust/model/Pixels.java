package org.radiologytrust.model;

import java.util.Optional;

/**
 * A frame of an image with its stored values.
 *
 * @param aspect height of a pixel divided by its width; 1 when it is not known
 * @param samples row by row: for a grey image two bytes for each pixel, the lower first; otherwise
 *     red, green and blue
 * @param grey how to show the words of a grey image; empty for colour
 */
public record Pixels(
    int width,
    int height,
    double aspect,
    ImageArchive.Edges edges,
    byte[] samples,
    Optional<Grey> grey) {

  /**
   * How to show the words of a grey image.
   *
   * @param signed whether a word is two's complement
   * @param brightness of each of the 65,536 words as the object itself wants to be shown, from 0
   *     (black) to 255; the same as in the image that a model is shown
   * @param values the values that windows refer to, for each word, where slope and intercept cannot
   *     give them; otherwise empty
   * @param slope of the values that windows refer to
   * @param intercept of the values that windows refer to
   * @param center of the window that comes closest to {@code brightness}
   * @param window its width
   * @param inverse whether the lowest value is white
   * @param padding the first and the last stored value that are no part of the image; the first is
   *     greater than the last when there are none
   */
  public record Grey(
      boolean signed,
      byte[] brightness,
      float[] values,
      double slope,
      double intercept,
      double center,
      double window,
      boolean inverse,
      int[] padding) {
    @Override
    public String toString() {
      return "Grey";
    }
  }

  /** Withholds the pixels. */
  @Override
  public String toString() {
    return "Pixels[" + width + " x " + height + "]";
  }
}
