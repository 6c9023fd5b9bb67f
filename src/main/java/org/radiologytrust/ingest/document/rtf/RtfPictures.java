package org.radiologytrust.ingest.document.rtf;

import com.rtfparserkit.rtf.Command;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.NotAudited.Unit;

/**
 * Counts the pictures and embedded objects of an RTF. One that may hold words costs the score. A
 * logo or a signature does not: a picture in a header or footer, one above the first text that is
 * no higher than a letterhead, and a small one.
 */
final class RtfPictures {
  /** Twips: 3 x 1 inches hold a logo or a signature. */
  private static final int SMALL_WIDTH = 4_320;

  private static final int SMALL_HEIGHT = 1_440;

  /** Twips: a letterhead is no higher than 2.5 inches. */
  private static final int LETTERHEAD = 3_600;

  private static final int TWIPS_OF_A_PIXEL = 15;

  /**
   * The size in twips; 0 if it is not known.
   *
   * @param width of the shown picture
   * @param height of the shown picture
   */
  record Size(int width, int height) {
    static final Size UNKNOWN = new Size(0, 0);

    boolean isKnown() {
      return width > 0 && height > 0;
    }
  }

  private final List<NotAudited> parts = new ArrayList<>();
  private int count;

  // the picture that is being read
  private int pixelWidth;
  private int pixelHeight;
  private int goalWidth;
  private int goalHeight;
  private int scaleX = 100;
  private int scaleY = 100;
  private long digits;
  private long bytes;

  /** How many there are so far. */
  int count() {
    return count;
  }

  void begin() {
    pixelWidth = 0;
    pixelHeight = 0;
    goalWidth = 0;
    goalHeight = 0;
    scaleX = 100;
    scaleY = 100;
    digits = 0;
    bytes = 0;
  }

  void command(Command command, int parameter) {
    switch (command) {
      case picw -> pixelWidth = parameter;
      case pich -> pixelHeight = parameter;
      case picwgoal, objw -> goalWidth = parameter;
      case pichgoal, objh -> goalHeight = parameter;
      case picscalex, objscalex -> scaleX = parameter;
      case picscaley, objscaley -> scaleY = parameter;
      default -> {}
    }
  }

  /** Adds data in hexadecimal digits. */
  void hex(String data) {
    digits += data.chars().filter(c -> Character.digit(c, 16) >= 0).count();
  }

  void binary(int length) {
    bytes += length;
  }

  /**
   * Ends a picture.
   *
   * @param shape the size of the shape that shows it; null outside of shapes
   * @param margin whether it stands in a header or footer
   * @param first whether no text stands before it
   */
  void end(@Nullable Size shape, boolean margin, boolean first) {
    Size size = shape != null && shape.isKnown() ? shape : size();
    boolean small = size.isKnown() && size.width() <= SMALL_WIDTH && size.height() <= SMALL_HEIGHT;
    boolean letterhead = first && size.isKnown() && size.height() <= LETTERHEAD;
    add("picture", bytes + digits / 2, !margin && !small && !letterhead);
  }

  private Size size() {
    boolean goal = goalWidth > 0 && goalHeight > 0;
    long width = goal ? goalWidth : (long) pixelWidth * TWIPS_OF_A_PIXEL;
    long height = goal ? goalHeight : (long) pixelHeight * TWIPS_OF_A_PIXEL;
    return new Size(scaled(width, scaleX), scaled(height, scaleY));
  }

  private static int scaled(long length, int percent) {
    return (int) Math.min(Integer.MAX_VALUE, length * Math.max(1, percent) / 100);
  }

  /** Adds an object or a drawing; {@code reportText} if it may hold words that are not read. */
  void add(String what, long size, boolean reportText) {
    count++;
    boolean known = size > 0;
    parts.add(
        new NotAudited(
            what + " of an RTF", known ? size : NotAudited.UNKNOWN, Unit.BYTES, reportText));
  }

  List<NotAudited> list() {
    return parts;
  }
}
