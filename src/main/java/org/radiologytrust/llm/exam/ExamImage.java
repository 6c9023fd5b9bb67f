package org.radiologytrust.llm.exam;

import java.awt.image.BufferedImage;
import org.radiologytrust.images.Png;

/** Test images that show no patient: PNG files, all of the same size. */
public final class ExamImage {
  private static final int SIDE = 224;
  private static final int RADIUS = 40;
  private static final int DARK = 0x202020;
  private static final int BRIGHT = 0xe0e0e0;

  private ExamImage() {}

  static byte[] black() {
    return plain(0);
  }

  static byte[] white() {
    return plain(0xffffff);
  }

  private static byte[] plain(int shade) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SIDE * SIDE; i++) {
      image.setRGB(i % SIDE, i / SIDE, shade);
    }
    return Png.encode(image);
  }

  /** A bright disc in the left half of a dark square. */
  public static byte[] disc() {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int fromX = x - SIDE / 4;
        int fromY = y - SIDE / 2;
        boolean inside = fromX * fromX + fromY * fromY < RADIUS * RADIUS;
        image.setRGB(x, y, inside ? BRIGHT : DARK);
      }
    }
    return Png.encode(image);
  }
}
