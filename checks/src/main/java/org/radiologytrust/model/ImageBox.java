package org.radiologytrust.model;

/**
 * A rectangle on an image, in pixels of the original: neither scaled nor padded. The edges lie
 * between pixels, so that 0 is the outer edge of the first one.
 *
 * @param columns width of the image
 * @param rows height of the image
 * @param left at least 0
 * @param top at least 0
 * @param right more than {@code left}, at most {@code columns}
 * @param bottom more than {@code top}, at most {@code rows}
 */
public record ImageBox(int columns, int rows, int left, int top, int right, int bottom) {
  public ImageBox {
    if (left < 0 || top < 0 || left >= right || top >= bottom || right > columns || bottom > rows) {
      throw new IllegalArgumentException("a box must have an area within its image");
    }
  }

  /** Its pixels, counted from 1. */
  public String words() {
    return "columns " + (left + 1) + " to " + right + ", rows " + (top + 1) + " to " + bottom;
  }
}
