package org.radiologytrust.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** JPEG files for tests: those that programs write, and those that ask a decoder for too much. */
public final class Jpegs {
  private Jpegs() {}

  /** A JPEG whose picture comes in several scans, each finer than the one before. */
  public static byte[] progressive(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam settings = writer.getDefaultWriteParam();
    settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), settings);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** The same JPEG with its last scan many times more. An even picture has scans of few bytes. */
  public static byte[] withMoreScans(byte[] jpeg, int more) {
    int end = jpeg.length - 2;
    int last = end;
    while (jpeg[last] != (byte) 0xFF || jpeg[last + 1] != (byte) 0xDA) {
      last--;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(jpeg, 0, end);
    for (int i = 0; i < more; i++) {
      all.write(jpeg, last, end - last);
    }
    all.writeBytes(Arrays.copyOfRange(jpeg, end, jpeg.length));
    return all.toByteArray();
  }
}
