package org.radiologytrust.pipeline.step;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.images.Png;

/** Makes a uniformly grey image to show in place of a real one. */
final class BlankImage {
  private static final byte GREY = (byte) 128;

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
}
