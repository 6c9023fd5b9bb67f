package org.radiologytrust.images;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AreaScalerTest {
  @Test
  void aSmallImageKeepsItsPixels() {
    float[] pixels = {0, 1, 0.5f, 0.25f, 0.75f, 1};
    BufferedImage image = AreaScaler.scale((i, band) -> pixels[i], 3, 2, 1, 896);
    assertEquals(3, image.getWidth());
    assertEquals(2, image.getHeight());
    int[] grey = image.getRaster().getSamples(0, 0, 3, 2, 0, (int[]) null);
    assertEquals("[0, 255, 128, 64, 191, 255]", Arrays.toString(grey));
  }

  @Test
  void wholePixelsAreAveraged() {
    float[] pixels = {0, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0};
    BufferedImage image = AreaScaler.scale((i, band) -> pixels[i], 4, 4, 1, 2);
    int[] grey = image.getRaster().getSamples(0, 0, 2, 2, 0, (int[]) null);
    assertEquals("[191, 0, 255, 128]", Arrays.toString(grey));
  }

  /** Three pixels to two: each takes one and a half. */
  @Test
  void sharesOfPixelsCount() {
    float[] pixels = {0, 0.6f, 0.9f};
    BufferedImage across = AreaScaler.scale((i, band) -> pixels[i], 3, 1, 1, 2);
    assertEquals(Math.round(255 * 0.3 / 1.5), across.getRaster().getSample(0, 0, 0));
    assertEquals(Math.round(255 * 1.2 / 1.5), across.getRaster().getSample(1, 0, 0));
    BufferedImage down = AreaScaler.scale((i, band) -> pixels[i], 1, 3, 1, 2);
    assertEquals(Math.round(255 * 0.3 / 1.5), down.getRaster().getSample(0, 0, 0));
    assertEquals(Math.round(255 * 1.2 / 1.5), down.getRaster().getSample(0, 1, 0));
  }

  @Test
  void theLongerSideBecomesTheLongest() {
    BufferedImage tall = AreaScaler.scale((i, band) -> 1, 1024, 1248, 1, 896);
    assertEquals(735, tall.getWidth());
    assertEquals(896, tall.getHeight());
    for (int y = 0; y < 896; y++) {
      assertEquals(255, tall.getRaster().getSample(734, y, 0));
    }
    BufferedImage line = AreaScaler.scale((i, band) -> 1, 5000, 1, 1, 896);
    assertEquals(896, line.getWidth());
    assertEquals(1, line.getHeight());
  }

  @Test
  void coloursStayApart() {
    BufferedImage image = AreaScaler.scale((i, band) -> band / 2f, 10, 10, 3, 5);
    assertEquals(0xFF0080FF, image.getRGB(4, 4));
  }
}
