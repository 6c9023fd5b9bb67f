package org.radiologytrust.ingest.document.pdf;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferInt;
import java.awt.image.DirectColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.jspecify.annotations.Nullable;

/**
 * What lies under and over the text of a page: which colour was painted where, and in which order.
 * It is a coarse picture of the page, one dot for a point, without text and without pictures.
 */
final class PagePaint {
  /** Dots of the picture: a large page has fewer for each point. */
  private static final int MOST_DOTS = 1 << 20;

  /** Clips of other shapes than rectangles, one inside of the other; more are not followed. */
  private static final int MOST_SHAPES = 2;

  /** A dot has 24 bits: the number of a paint, which Java's drawing takes for a colour. */
  private static final int NUMBER = 0xffffff;

  private static final int[] MASKS = {0xff0000, 0xff00, 0xff};
  private static final ColorModel COLOURS = new DirectColorModel(24, MASKS[0], MASKS[1], MASKS[2]);

  /** Points in the area of a letter that are looked at, as parts of its width and height. */
  private static final float[] PARTS = {0.25f, 0.5f, 0.75f};

  private final PDRectangle crop;
  private final double scale;
  private final int width;
  private final int height;

  /**
   * The number of the last paint on each dot, and that of the last one that hides what it covers;
   * empty until something is painted.
   */
  private int[] ground = new int[0];

  private int[] cover = new int[0];

  /** The memory of the page before. */
  private final int[] spareGround;

  private final int[] spareCover;

  /** The colour of each paint, the first one that of the paper; null if it is not known. */
  private final List<@Nullable Ink> inks = new ArrayList<>(Arrays.asList(Ink.WHITE));

  /** A page without size, before the first one. */
  PagePaint() {
    this(new PDRectangle(), new int[0], new int[0]);
  }

  private PagePaint(PDRectangle crop, int[] spareGround, int[] spareCover) {
    this.crop = crop;
    this.spareGround = spareGround;
    this.spareCover = spareCover;
    double area = Math.max(1, (double) crop.getWidth() * crop.getHeight());
    scale = Math.min(1, Math.sqrt(MOST_DOTS / area));
    width = dots(crop.getWidth());
    height = dots(crop.getHeight());
  }

  /**
   * The next page, which takes over the memory of this one.
   *
   * @param shown the part of the page that is shown
   */
  PagePaint next(PDRectangle shown) {
    return ground.length == 0
        ? new PagePaint(shown, spareGround, spareCover)
        : new PagePaint(shown, ground, cover);
  }

  private int dots(float length) {
    return (int) Math.max(1, Math.min(MOST_DOTS / 16, Math.ceil(length * scale)));
  }

  /** The number of the last paint: what is drawn now lies over it, and under all later ones. */
  int last() {
    return inks.size() - 1;
  }

  /**
   * Paints a shape.
   *
   * @param ink null if its colour is not known
   * @param covers whether it hides all that lies under the shape
   * @param clips to which it is clipped
   */
  void fill(Shape shape, @Nullable Ink ink, boolean covers, List<Path2D> clips) {
    Rectangle2D bounds = shape.getBounds2D();
    List<Path2D> shapes = new ArrayList<>();
    for (Path2D clip : clips) {
      Rectangle2D limits = clip.getBounds2D();
      Rectangle2D.intersect(bounds, limits, bounds);
      if (!clip.contains(inner(limits))) {
        shapes.add(clip);
      }
    }
    if (bounds.getWidth() < 0 || bounds.getHeight() < 0) {
      return;
    }
    boolean followed = shapes.size() <= MOST_SHAPES;
    inks.add(followed ? ink : null);
    if (ground.length == 0) {
      ground = empty(spareGround);
      cover = empty(spareCover);
    }
    boolean rectangle = shapes.isEmpty() && shape.contains(inner(shape.getBounds2D()));
    int[][] planes = covers && followed ? new int[][] {ground, cover} : new int[][] {ground};
    for (int[] plane : planes) {
      if (rectangle) {
        fill(plane, bounds);
      } else {
        fill(plane, shape, bounds, followed ? shapes : List.of());
      }
    }
  }

  private int[] empty(int[] spare) {
    if (spare.length != width * height) {
      return new int[width * height];
    }
    Arrays.fill(spare, 0);
    return spare;
  }

  /** A rectangle that a rectangle contains in spite of rounding. */
  private static Rectangle2D inner(Rectangle2D r) {
    double x = r.getWidth() / 100;
    double y = r.getHeight() / 100;
    return new Rectangle2D.Double(
        r.getX() + x, r.getY() + y, r.getWidth() - 2 * x, r.getHeight() - 2 * y);
  }

  /** Paints the dots whose middle is in a rectangle. */
  private void fill(int[] plane, Rectangle2D r) {
    int left = dot(r.getMinX() - crop.getLowerLeftX(), width);
    int right = dot(r.getMaxX() - crop.getLowerLeftX(), width);
    int low = dot(r.getMinY() - crop.getLowerLeftY(), height);
    int high = dot(r.getMaxY() - crop.getLowerLeftY(), height);
    for (int y = low; y < high && left < right; y++) {
      Arrays.fill(plane, y * width + left, y * width + right, last());
    }
  }

  private int dot(double at, int most) {
    return (int) Math.max(0, Math.min(most, Math.round(at * scale)));
  }

  private void fill(int[] plane, Shape shape, Rectangle2D bounds, List<Path2D> clips) {
    WritableRaster raster =
        Raster.createPackedRaster(
            new DataBufferInt(plane, plane.length), width, height, width, MASKS, null);
    Graphics2D dots = new BufferedImage(COLOURS, raster, false, null).createGraphics();
    dots.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    dots.scale(scale, scale);
    dots.translate(-crop.getLowerLeftX(), -crop.getLowerLeftY());
    dots.clip(bounds);
    clips.forEach(dots::clip);
    // the number of the paint as a colour
    dots.setColor(new Color(last() & NUMBER));
    dots.fill(shape);
    dots.dispose();
  }

  /** How a letter stands out. */
  enum Sight {
    SEEN,
    /** Nobody sees it. */
    UNSEEN,
    /** What lies under it is not known, and could have its colour. */
    DOUBTFUL
  }

  /**
   * How a letter of a colour stands out from what lies under it.
   *
   * @param area of the letter, in points from the lower left corner of the crop box
   * @param ink its colour; null if it is not known
   * @param least contrast that a person sees
   */
  Sight sight(Rectangle2D area, @Nullable Ink ink, float least) {
    if (ink == null) {
      return Sight.DOUBTFUL;
    } else if (ground.length == 0) {
      return Ink.WHITE.contrast(ink) >= least ? Sight.SEEN : Sight.UNSEEN;
    }
    boolean doubtful = false;
    for (float x : PARTS) {
      for (float y : PARTS) {
        int dot = dot(area, x, y);
        if (dot < 0) {
          continue;
        }
        Ink under = inks.get(ground[dot] & NUMBER);
        if (under != null && under.contrast(ink) >= least) {
          return Sight.SEEN;
        } else if (under == null) {
          // a letter that stands out from paper is taken to stand out from a picture as well
          if (ink.contrast(Ink.WHITE) >= 0.25f) {
            return Sight.SEEN;
          }
          doubtful = true;
        }
      }
    }
    return doubtful ? Sight.DOUBTFUL : Sight.UNSEEN;
  }

  /** Whether all of an area was painted over after this paint. */
  boolean isCovered(Rectangle2D area, int paint) {
    boolean any = false;
    for (float x : PARTS) {
      for (float y : PARTS) {
        int dot = cover.length == 0 ? -1 : dot(area, x, y);
        if (dot >= 0) {
          if ((cover[dot] & NUMBER) <= paint) {
            return false;
          }
          any = true;
        }
      }
    }
    return any;
  }

  private int dot(Rectangle2D area, float x, float y) {
    int column = (int) ((area.getX() + area.getWidth() * x) * scale);
    int row = (int) ((area.getY() + area.getHeight() * y) * scale);
    return column < 0 || row < 0 || column >= width || row >= height ? -1 : row * width + column;
  }
}
