package org.radiologytrust.ingest.document;

import java.awt.geom.Point2D;
import org.apache.pdfbox.text.TextPosition;
import org.apache.pdfbox.util.Matrix;
import org.radiologytrust.model.PageBox;

/**
 * The page as it is shown: its crop box, turned by its rotation.
 *
 * @param page counted from 1
 * @param rotation 0, 90, 180 or 270 degrees clockwise
 * @param width of the crop box, not turned, in points
 * @param height of the crop box, not turned, in points
 */
record PageFrame(int page, int rotation, float width, float height) {
  /** How far letters reach above and below the line that they stand on, in parts of their size. */
  private static final float ASCENT = 0.8f;

  private static final float DESCENT = 0.2f;

  /** Text smaller than this cannot be read by a person, in points. */
  private static final float SMALLEST = 1f;

  /** A rectangle in points from the upper left corner of the page as it is shown. */
  record Area(float left, float top, float right, float bottom) {
    Area and(Area other) {
      return new Area(
          Math.min(left, other.left),
          Math.min(top, other.top),
          Math.max(right, other.right),
          Math.max(bottom, other.bottom));
    }
  }

  /** The size of a character's font on the page, in points. */
  static float size(TextPosition character) {
    Matrix matrix = character.getTextMatrix();
    return (float) Math.hypot(matrix.getShearX(), matrix.getScaleY());
  }

  /**
   * The middle of a character, in points from the lower left corner of the crop box, not turned.
   */
  static Point2D middle(TextPosition character) {
    Matrix matrix = character.getTextMatrix();
    float up = (ASCENT - DESCENT) / 2;
    return new Point2D.Float(
        (matrix.getTranslateX() + character.getEndX()) / 2 + matrix.getShearX() * up,
        (matrix.getTranslateY() + character.getEndY()) / 2 + matrix.getScaleY() * up);
  }

  /** The area of a character. */
  Area area(TextPosition character) {
    Matrix matrix = character.getTextMatrix();
    float x = matrix.getTranslateX();
    float y = matrix.getTranslateY();
    float dx = character.getEndX() - x;
    float dy = character.getEndY() - y;
    // the direction in which the letters stand: up from the line
    float upX = matrix.getShearX();
    float upY = matrix.getScaleY();
    float size = size(character);
    if (size > 0) {
      upX /= size;
      upY /= size;
    }
    Area area = point(x - upX * size * DESCENT, y - upY * size * DESCENT);
    area = area.and(point(x + upX * size * ASCENT, y + upY * size * ASCENT));
    area = area.and(point(x + dx - upX * size * DESCENT, y + dy - upY * size * DESCENT));
    return area.and(point(x + dx + upX * size * ASCENT, y + dy + upY * size * ASCENT));
  }

  private Area point(float x, float y) {
    float shownX =
        switch (rotation) {
          case 90 -> y;
          case 180 -> width - x;
          case 270 -> height - y;
          default -> x;
        };
    float shownY =
        switch (rotation) {
          case 90 -> x;
          case 180 -> y;
          case 270 -> width - x;
          default -> height - y;
        };
    return new Area(shownX, shownY, shownX, shownY);
  }

  /** Whether a person can see a character of this area and font size. */
  boolean shows(Area area, float size) {
    float x = (area.left + area.right) / 2;
    float y = (area.top + area.bottom) / 2;
    boolean turned = rotation == 90 || rotation == 270;
    return size >= SMALLEST
        && x >= 0
        && y >= 0
        && x <= (turned ? height : width)
        && y <= (turned ? width : height);
  }

  /** The box of an area. */
  PageBox box(Area area) {
    return new PageBox(page, area.left, area.top, area.right - area.left, area.bottom - area.top);
  }
}
