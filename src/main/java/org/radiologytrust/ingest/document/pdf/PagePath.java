package org.radiologytrust.ingest.document.pdf;

import java.awt.geom.GeneralPath;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.util.Matrix;
import org.jspecify.annotations.Nullable;

/** Reads the path operators of a page: what they draw, and to what they clip what follows. */
final class PagePath {
  /** A path of more points is not followed: only the rectangle around it is known. */
  private static final int MOST_POINTS = 1_000;

  /** More parts of one path are not told apart. */
  private static final int MOST_PARTS = 10_000;

  /**
   * One part of a path, from one point at which it begins anew to the next.
   *
   * @param points how many points it has, without those that only bend a curve
   * @param curved whether it has curves
   */
  record Part(Rectangle2D bounds, int points, boolean curved) {}

  /**
   * A path that is drawn, filled or clipped to.
   *
   * @param exact whether the shape is the path itself, and not only the rectangle around it
   */
  record Painted(
      GeneralPath shape,
      boolean exact,
      List<Part> parts,
      boolean filled,
      boolean stroked,
      boolean clips) {}

  private GeneralPath shape = new GeneralPath();
  private List<Part> parts = new ArrayList<>();
  private @Nullable Rectangle2D all;
  private @Nullable Rectangle2D part;
  private int partPoints;
  private boolean partCurved;
  private int points;
  private boolean clips;
  private boolean evenOdd;

  /**
   * Takes an operator.
   *
   * @param ctm the current transformation matrix
   * @return what it draws or clips to; empty if it does neither
   */
  Optional<Painted> take(String operator, List<COSBase> operands, Matrix ctm) {
    switch (operator) {
      case "re" -> rectangle(operands, ctm);
      case "m" -> {
        endPart();
        line(operands, 0, ctm);
      }
      case "l" -> line(operands, 0, ctm);
      case "c" -> curve(operands, 3, ctm);
      case "v", "y" -> curve(operands, 2, ctm);
      case "W" -> clips = true;
      case "W*" -> {
        clips = true;
        evenOdd = true;
      }
      case "n", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*" -> {
        return paint(operator);
      }
      default -> {}
    }
    return Optional.empty();
  }

  private void rectangle(List<COSBase> operands, Matrix ctm) {
    endPart();
    if (operands.size() < 4) {
      return;
    }
    float x = number(operands, 0);
    float y = number(operands, 1);
    float width = number(operands, 2);
    float height = number(operands, 3);
    add(point(x, y, ctm), true);
    add(point(x + width, y, ctm), false);
    add(point(x + width, y + height, ctm), false);
    add(point(x, y + height, ctm), false);
    if (points <= MOST_POINTS) {
      shape.closePath();
    }
    endPart();
  }

  private void line(List<COSBase> operands, int from, Matrix ctm) {
    if (operands.size() >= from + 2) {
      add(point(number(operands, from), number(operands, from + 1), ctm), part == null);
    }
  }

  /** The points between are added as corners of the bounds only; the shape is near enough. */
  private void curve(List<COSBase> operands, int pairs, Matrix ctm) {
    if (operands.size() < 2 * pairs) {
      return;
    }
    partCurved = true;
    Point2D current = shape.getCurrentPoint();
    Point2D[] p = new Point2D[pairs];
    for (int i = 0; i < pairs; i++) {
      p[i] = point(number(operands, 2 * i), number(operands, 2 * i + 1), ctm);
    }
    boolean follow = current != null && part != null && points < MOST_POINTS;
    if (follow && pairs == 3) {
      shape.curveTo(
          (float) p[0].getX(), (float) p[0].getY(),
          (float) p[1].getX(), (float) p[1].getY(),
          (float) p[2].getX(), (float) p[2].getY());
    } else if (follow) {
      shape.quadTo(
          (float) p[0].getX(), (float) p[0].getY(), (float) p[1].getX(), (float) p[1].getY());
    }
    for (Point2D each : p) {
      bound(each);
    }
    points++;
    partPoints++;
  }

  private void add(Point2D p, boolean begins) {
    if (points < MOST_POINTS) {
      if (begins) {
        shape.moveTo((float) p.getX(), (float) p.getY());
      } else {
        shape.lineTo((float) p.getX(), (float) p.getY());
      }
    }
    bound(p);
    points++;
    partPoints++;
  }

  private void bound(Point2D p) {
    if (part == null) {
      part = new Rectangle2D.Double(p.getX(), p.getY(), 0, 0);
    } else {
      part.add(p);
    }
  }

  private void endPart() {
    if (part != null) {
      if (parts.size() < MOST_PARTS) {
        parts.add(new Part(part, partPoints, partCurved));
      }
      if (all == null) {
        all = (Rectangle2D) part.clone();
      } else {
        all.add(part);
      }
    }
    part = null;
    partPoints = 0;
    partCurved = false;
  }

  private Optional<Painted> paint(String operator) {
    endPart();
    Painted painted = null;
    if (all != null) {
      boolean exact = points <= MOST_POINTS;
      GeneralPath drawn = exact ? shape : new GeneralPath(all);
      boolean odd = evenOdd || operator.endsWith("*");
      drawn.setWindingRule(odd ? Path2D.WIND_EVEN_ODD : Path2D.WIND_NON_ZERO);
      boolean filled = "fFbB".indexOf(operator.charAt(0)) >= 0;
      boolean stroked = "SsbB".indexOf(operator.charAt(0)) >= 0;
      painted = new Painted(drawn, exact, parts, filled, stroked, clips);
    }
    shape = new GeneralPath();
    parts = new ArrayList<>();
    all = null;
    points = 0;
    clips = false;
    evenOdd = false;
    return Optional.ofNullable(painted);
  }

  private static Point2D point(float x, float y, Matrix ctm) {
    return ctm.transformPoint(x, y);
  }

  private static float number(List<COSBase> operands, int index) {
    return operands.get(index) instanceof COSNumber number ? number.floatValue() : 0;
  }
}
