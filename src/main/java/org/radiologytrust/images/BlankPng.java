package org.radiologytrust.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Tells images that show nothing. */
public final class BlankPng {
  private static final int BLACK = 0xFF000000;

  private BlankPng() {}

  /**
   * Whether a PNG of ours shows nothing: within the black that pads it to a square, all pixels are
   * alike.
   *
   * @throws IOException when the image is not a PNG
   */
  public static boolean is(byte[] png) throws IOException {
    // a cache in memory: a file would hold a patient's pixels
    BufferedImage image =
        ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(png)));
    if (image == null) {
      throw new ImageSource.Unreadable("an image is not a PNG");
    }
    int left = image.getWidth();
    int right = -1;
    int top = image.getHeight();
    int bottom = -1;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (image.getRGB(x, y) != BLACK) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        if (image.getRGB(x, y) != image.getRGB(left, top)) {
          return false;
        }
      }
    }
    return true;
  }
}
