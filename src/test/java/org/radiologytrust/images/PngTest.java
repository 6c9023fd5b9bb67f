package org.radiologytrust.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What another reader makes of the files. */
class PngTest {
  @ParameterizedTest
  @CsvSource({"1,1", "1,9", "9,1", "735,896"})
  void greyPixelsComeBack(int width, int height) throws Exception {
    BufferedImage image = random(width, height, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage read = read(image);
    assertEquals(BufferedImage.TYPE_BYTE_GRAY, read.getType());
    assertEquals(width, read.getWidth());
    assertEquals(height, read.getHeight());
    for (int i = 0; i < width * height; i++) {
      assertEquals(
          image.getRaster().getSample(i % width, i / width, 0),
          read.getRaster().getSample(i % width, i / width, 0));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,9", "9,1", "735,896"})
  void colouredPixelsComeBack(int width, int height) throws Exception {
    BufferedImage image = random(width, height, BufferedImage.TYPE_INT_RGB);
    BufferedImage read = read(image);
    assertEquals(3, read.getRaster().getNumBands());
    for (int i = 0; i < width * height; i++) {
      assertEquals(image.getRGB(i % width, i / width), read.getRGB(i % width, i / width));
    }
  }

  @Test
  void anEvenPictureIsSmall() {
    BufferedImage even = new BufferedImage(896, 896, BufferedImage.TYPE_BYTE_GRAY);
    assertTrue(Png.encode(even).length < 8192);
  }

  private static BufferedImage random(int width, int height, int type) {
    Random random = new Random(1);
    BufferedImage image = new BufferedImage(width, height, type);
    for (int i = 0; i < width * height; i++) {
      for (int band = 0; band < image.getRaster().getNumBands(); band++) {
        image.getRaster().setSample(i % width, i / width, band, random.nextInt(256));
      }
    }
    return image;
  }

  private static BufferedImage read(BufferedImage image) throws Exception {
    return ImageIO.read(new ByteArrayInputStream(Png.encode(image)));
  }
}
