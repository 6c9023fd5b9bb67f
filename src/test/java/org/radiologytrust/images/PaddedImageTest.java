package org.radiologytrust.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.ImageBox;

class PaddedImageTest {
  private static final int LONGEST = 896;

  private static PaddedImage padded(int columns, int rows) {
    return new PaddedImage(
        new ImageSize(columns, rows), Math.min(LONGEST, Math.max(columns, rows)));
  }

  private static ImageBox inThousandths(PaddedImage image, ImageBox box, double step) {
    return image
        .box(
            rounded(image.forth(box.left(), box.columns()), step),
            rounded(image.forth(box.top(), box.rows()), step),
            rounded(image.forth(box.right(), box.columns()), step),
            rounded(image.forth(box.bottom(), box.rows()), step))
        .orElseThrow();
  }

  private static double rounded(double value, double step) {
    return step == 0 ? value : Math.rint(value / step) * step;
  }

  private static void assertWithin(double most, ImageBox one, ImageBox other) {
    String both = one + " " + other;
    assertTrue(Math.abs(one.left() - other.left()) <= most, both);
    assertTrue(Math.abs(one.top() - other.top()) <= most, both);
    assertTrue(Math.abs(one.right() - other.right()) <= most, both);
    assertTrue(Math.abs(one.bottom() - other.bottom()) <= most, both);
  }

  @Test
  void thereAndBackIsWithinAPixel() {
    Random random = new Random(46);
    for (int i = 0; i < 20_000; i++) {
      int columns = 1 + random.nextInt(random.nextBoolean() ? 40 : 6_000);
      int rows = 1 + random.nextInt(random.nextBoolean() ? 40 : 6_000);
      int left = random.nextInt(columns);
      int top = random.nextInt(rows);
      ImageBox box =
          new ImageBox(
              columns,
              rows,
              left,
              top,
              left + 1 + random.nextInt(columns - left),
              top + 1 + random.nextInt(rows - top));
      PaddedImage image = padded(columns, rows);
      assertWithin(1, box, inThousandths(image, box, 0));
      // a model writes whole thousandths: half of one is lost, and a pixel
      double half = Math.max(columns, rows) / 2_000.0 * stretch(image);
      if (Math.min(box.right() - left, box.bottom() - top) > 2 * half) {
        assertWithin(half + 1, box, inThousandths(image, box, 1));
      }
    }
  }

  /** How much wider a thousandth becomes where few pixels of an image are left. */
  private static double stretch(PaddedImage image) {
    double factor = (double) image.side() / Math.max(image.size().columns(), image.size().rows());
    int shortest = Math.min(image.size().columns(), image.size().rows());
    return Math.max(1, shortest * factor / Math.max(1, Math.round(shortest * factor)));
  }

  /** A bright rectangle is found in what a model is shown, and led back. */
  @Test
  void placesAreThoseOfTheRenderedImage() {
    int[][] sizes = {{2500, 3000}, {3000, 2500}, {512, 512}, {640, 17}, {31, 900}, {1024, 1248}};
    for (int[] size : sizes) {
      int columns = size[0];
      int rows = size[1];
      ImageBox drawn =
          new ImageBox(
              columns,
              rows,
              columns / 4,
              rows / 3,
              columns / 2 + 1,
              Math.max(rows / 3, rows / 2) + 1);
      BufferedImage square =
          Square.of(
              AreaScaler.scale(
                  (pixel, band) -> isIn(drawn, pixel % columns, pixel / columns) ? 1 : 0,
                  columns,
                  rows,
                  1,
                  LONGEST));
      PaddedImage image = PaddedImage.of(new ImageSize(columns, rows), Png.encode(square));
      assertEquals(square.getWidth(), image.side());
      double pixel = Math.max(1, Math.max(columns, rows) / (double) LONGEST);
      assertWithin(pixel + 1, drawn, bright(square, image));
    }
  }

  private static boolean isIn(ImageBox box, int x, int y) {
    return x >= box.left() && x < box.right() && y >= box.top() && y < box.bottom();
  }

  private static ImageBox bright(BufferedImage square, PaddedImage image) {
    int side = square.getWidth();
    int[] edges = {side, side, 0, 0};
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        if (square.getRaster().getSample(x, y, 0) > 127) {
          edges[0] = Math.min(edges[0], x);
          edges[1] = Math.min(edges[1], y);
          edges[2] = Math.max(edges[2], x + 1);
          edges[3] = Math.max(edges[3], y + 1);
        }
      }
    }
    double unit = (double) PaddedImage.UNITS / side;
    return image
        .box(edges[0] * unit, edges[1] * unit, edges[2] * unit, edges[3] * unit)
        .orElseThrow();
  }

  @Test
  void paddingIsNoPartOfTheImage() {
    PaddedImage wide = padded(1000, 500);
    assertEquals(Optional.empty(), wide.box(0, 0, 1000, 240), "all of it lies above the image");
    assertEquals(Optional.of(new ImageBox(1000, 500, 0, 0, 1000, 500)), wide.box(0, 0, 1000, 1000));
    assertEquals("columns 1 to 1000, rows 1 to 500", wide.box(0, 0, 1000, 1000).get().words());
  }
}
