package org.radiologytrust.ingest.document.pdf;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
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

  /** How high small letters are, in parts of their size. */
  private static final float X_HEIGHT = 0.5f;

  /** The parts of a page's height where a letterhead and its footer stand. */
  private static final float TOP = 0.25f;

  private static final float BOTTOM = 0.12f;

  /** The part of a page's width where the number of a form stands. */
  private static final float MARGIN = 0.08f;

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

  /** The height of a character's font on the page, in points. */
  static float size(TextPosition character) {
    Matrix matrix = character.getTextMatrix();
    return (float) Math.hypot(matrix.getShearX(), matrix.getScaleY());
  }

  /** The width of a character's font on the page, in points. */
  static float breadth(TextPosition character) {
    Matrix matrix = character.getTextMatrix();
    return (float) Math.hypot(matrix.getScaleX(), matrix.getShearY());
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

  /**
   * The area of a rectangle whose corners are in points from the lower left corner of the crop box.
   */
  Area area(double left, double bottom, double right, double top) {
    return point((float) left, (float) bottom).and(point((float) right, (float) top));
  }

  /** The part of the page that an area has. */
  float share(Area area) {
    float across = Math.min(area.right, shownWidth()) - Math.max(area.left, 0);
    float down = Math.min(area.bottom, shownHeight()) - Math.max(area.top, 0);
    float page = width * height;
    return across <= 0 || down <= 0 || page <= 0 ? 0 : across * down / page;
  }

  /** Whether an area is where a letterhead and its footer stand. */
  boolean isInBand(Area area) {
    return area.bottom <= TOP * shownHeight() || area.top >= (1 - BOTTOM) * shownHeight();
  }

  /** Whether an area is in the margin to the left or to the right. */
  boolean isInMargin(Area area) {
    return area.right <= MARGIN * shownWidth() || area.left >= (1 - MARGIN) * shownWidth();
  }

  private boolean isTurned() {
    return rotation == 90 || rotation == 270;
  }

  private float shownWidth() {
    return isTurned() ? height : width;
  }

  private float shownHeight() {
    return isTurned() ? width : height;
  }

  /**
   * The box around a character, in points from the lower left corner of the crop box, not turned.
   */
  static Rectangle2D box(TextPosition character) {
    Matrix matrix = character.getTextMatrix();
    double x = matrix.getTranslateX();
    double y = matrix.getTranslateY();
    Rectangle2D box = new Rectangle2D.Double(x, y, 0, 0);
    box.add(character.getEndX(), character.getEndY());
    box.add(x + matrix.getShearX() * X_HEIGHT, y + matrix.getScaleY() * X_HEIGHT);
    box.add(
        character.getEndX() + matrix.getShearX() * X_HEIGHT,
        character.getEndY() + matrix.getScaleY() * X_HEIGHT);
    return box;
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
    return size >= SMALLEST && x >= 0 && y >= 0 && x <= shownWidth() && y <= shownHeight();
  }

  /** The box of an area. */
  PageBox box(Area area) {
    return new PageBox(page, area.left, area.top, area.right - area.left, area.bottom - area.top);
  }
}
