package org.radiologytrust.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes PNG files in memory. ImageIO is not used for two reasons: it may write a patient's pixels
 * to a temporary file, and it tries every filter on every row, which takes longer than all other
 * image processing here. For radiographs one filter compresses as well.
 */
public final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte GREY = 0;
  private static final byte RGB = 2;

  /** PNG filter "Up": each byte is stored as its difference to the byte above. */
  private static final byte UP = 2;

  /** Bytes of a chunk besides its data: length, type and checksum. */
  private static final int FRAME = 12;

  private Png() {}

  /**
   * Encodes an image as an 8-bit PNG.
   *
   * @param image an image of type {@code TYPE_BYTE_GRAY} becomes a grey PNG, any other type an RGB
   *     PNG
   */
  public static byte[] encode(BufferedImage image) {
    boolean grey = image.getType() == BufferedImage.TYPE_BYTE_GRAY;
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(image.getWidth())
            .putInt(image.getHeight())
            .put((byte) 8)
            .put(grey ? GREY : RGB)
            .array();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    chunk(out, "IHDR", header);
    chunk(out, "IDAT", deflated(filtered(image, grey)));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  /** All rows, each preceded by the number of its filter. */
  private static byte[] filtered(BufferedImage image, boolean grey) {
    int length = image.getWidth() * (grey ? 1 : 3);
    byte[] all = new byte[Math.multiplyExact(image.getHeight(), length + 1)];
    byte[] above = new byte[length];
    byte[] row = new byte[length];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      if (grey) {
        image.getRaster().getDataElements(0, y, image.getWidth(), 1, row);
      } else {
        rgb(image, y, row);
      }
      all[at++] = UP;
      for (int i = 0; i < length; i++) {
        all[at++] = (byte) (row[i] - above[i]);
      }
      byte[] next = above;
      above = row;
      row = next;
    }
    return all;
  }

  private static void rgb(BufferedImage image, int y, byte[] row) {
    int at = 0;
    for (int pixel : image.getRGB(0, y, image.getWidth(), 1, null, 0, image.getWidth())) {
      row[at++] = (byte) (pixel >> 16);
      row[at++] = (byte) (pixel >> 8);
      row[at++] = (byte) pixel;
    }
  }

  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2 + 64);
      byte[] buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(FRAME + data.length);
    chunk.putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 sum = new CRC32();
    sum.update(chunk.array(), 4, 4 + data.length);
    out.writeBytes(chunk.putInt((int) sum.getValue()).array());
  }
}
