package org.radiologytrust.pipeline.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class BlankImageTest {
  @Test
  void isGreyAndAsLarge() throws Exception {
    BufferedImage colourful = new BufferedImage(7, 5, BufferedImage.TYPE_INT_RGB);
    colourful.setRGB(3, 2, 0xff8811);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(colourful, "png", png);
    byte[] blank = BlankImage.like(png.toByteArray());
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(blank));
    assertEquals(7, read.getWidth());
    assertEquals(5, read.getHeight());
    for (int x = 0; x < 7; x++) {
      for (int y = 0; y < 5; y++) {
        assertEquals(128, read.getRaster().getSample(x, y, 0));
      }
    }
  }

  @Test
  void whatIsNoPngIsTold() {
    assertThrows(IOException.class, () -> BlankImage.like(new byte[] {1}));
  }
}
