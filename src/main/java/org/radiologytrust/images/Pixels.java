package org.radiologytrust.images;

import java.util.Optional;

/**
 * A frame of an image with its stored values.
 *
 * @param aspect height of a pixel divided by its width; 1 when it is not known
 * @param samples row by row: for a grey image two bytes for each pixel, the lower first; otherwise
 *     red, green, blue and 255
 * @param grey how to show the words of a grey image; empty for colour
 */
public record Pixels(
    int width, int height, double aspect, Edges edges, byte[] samples, Optional<Grey> grey) {
  /**
   * Which sides of the patient are at the edges of an image: R, L, A, P, H or F, as in DICOM. Empty
   * when it is not known.
   */
  public record Edges(String left, String right) {
    public static final Edges UNKNOWN = new Edges("", "");
  }

  /**
   * How to show the words of a grey image.
   *
   * @param brightness of each of the 65,536 words as the object itself wants to be shown, from 0
   *     (black) to 255. A model may be shown other levels, by the recipe of the image
   * @param values the values that windows refer to, for each word; NaN for padding, which is no
   *     part of the image
   * @param center of the window that comes closest to {@code brightness}
   * @param width of that window
   * @param inverse whether the lowest value is white
   */
  public record Grey(
      byte[] brightness, float[] values, double center, double width, boolean inverse) {
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
