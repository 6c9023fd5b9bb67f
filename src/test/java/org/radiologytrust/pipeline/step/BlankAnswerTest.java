package org.radiologytrust.pipeline.step;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.Png;
import org.radiologytrust.llm.ask.InvalidAnswer;
import org.radiologytrust.pipeline.words.AnswerWords;

class BlankAnswerTest {
  private static final String SAID = "The image is blank.";

  /** A grey square in black, with one pixel of this grey within. */
  private static byte[] png(int other) {
    BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 5; y < 15; y++) {
      for (int x = 0; x < 20; x++) {
        image.getRaster().setSample(x, y, 0, 128);
      }
    }
    image.getRaster().setSample(10, 10, 0, other);
    return Png.encode(image);
  }

  private static BlankAnswer of(byte[]... pngs) {
    return new BlankAnswer(new AnswerWords(SiteFiles.shipped()), List.of(pngs));
  }

  @Test
  void anImageWithPixelsIsNotBlank() {
    assertThrows(InvalidAnswer.class, () -> of(png(200)).check(SAID));
    assertDoesNotThrow(() -> of(png(200)).check("A dense spot."));
    assertDoesNotThrow(
        () -> of(png(200)).check("The claim says normal; the images show nothing against it."));
    assertDoesNotThrow(() -> of(png(200)).check("The image shows nothing abnormal."));
  }

  @Test
  void anImageThatShowsNothingIsBlank() throws Exception {
    assertDoesNotThrow(() -> of(png(128)).check(SAID));
    byte[] grey = BlankImage.like(png(200));
    assertDoesNotThrow(() -> of(grey).check(SAID));
    assertDoesNotThrow(() -> of(png(200), grey).check(SAID), "one of several");
    assertDoesNotThrow(() -> of().check(SAID), "none was shown");
  }
}
