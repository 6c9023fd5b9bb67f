package org.radiologytrust.pipeline.step;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.images.Png;

/** Makes a uniformly grey image to show in place of a real one, and tells such images. */
final class BlankImage {
  private static final byte GREY = (byte) 128;
  private static final int BLACK = 0xFF000000;

  /** A PNG begins with 8 bytes of signature and the IHDR chunk: length, type, width, height. */
  private static final int WIDTH_AT = 16;

  private static final int HEIGHT_AT = 20;

  private BlankImage() {}

  /**
   * A grey PNG of the same width and height.
   *
   * @throws IOException when the image is not a PNG
   */
  static byte[] like(byte[] png) throws IOException {
    if (png.length < HEIGHT_AT + 4) {
      throw new ImageSource.Unreadable("an image is not a PNG");
    }
    ByteBuffer header = ByteBuffer.wrap(png);
    BufferedImage grey =
        new BufferedImage(
            header.getInt(WIDTH_AT), header.getInt(HEIGHT_AT), BufferedImage.TYPE_BYTE_GRAY);
    byte[] row = new byte[grey.getWidth()];
    Arrays.fill(row, GREY);
    for (int y = 0; y < grey.getHeight(); y++) {
      grey.getRaster().setDataElements(0, y, grey.getWidth(), 1, row);
    }
    return Png.encode(grey);
  }

  /**
   * Whether a PNG shows nothing: within the black that pads it to a square, all pixels are alike.
   *
   * @throws IOException when the image is not a PNG
   */
  static boolean is(byte[] png) throws IOException {
    // a cache in memory: a file would hold a patient's pixels
    BufferedImage image =
        ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(png)));
    if (image == null) {
      throw new ImageSource.Unreadable("an image is not a PNG");
    }
    Rectangle box = new Rectangle(-1, -1);
    int[] row = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int x = 0; x < row.length; x++) {
        if (row[x] != BLACK) {
          box.add(new Rectangle(x, y, 1, 1));
        }
      }
    }
    return box.isEmpty() || uniform(image, box);
  }

  private static boolean uniform(BufferedImage image, Rectangle box) {
    int first = image.getRGB(box.x, box.y);
    for (int y = box.y; y < box.y + box.height; y++) {
      for (int x = box.x; x < box.x + box.width; x++) {
        if (image.getRGB(x, y) != first) {
          return false;
        }
      }
    }
    return true;
  }
}
