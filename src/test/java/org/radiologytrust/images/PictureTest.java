package org.radiologytrust.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pictures from outside become, and what they may cost. */
@Tag("safety")
class PictureTest {
  private static final int LONGEST = 96;
  private static final int MAX_PIXELS = 1 << 20;
  private static final Duration FIVE = Duration.ofSeconds(5);
  private static final BufferedImage EVEN =
      new BufferedImage(400, 300, BufferedImage.TYPE_BYTE_GRAY);

  private static BufferedImage drawn(int type) {
    BufferedImage image = new BufferedImage(200, 150, type);
    draw(image);
    return image;
  }

  private static void draw(BufferedImage image) {
    Graphics2D g = image.createGraphics();
    Random random = new Random(1);
    for (int i = 0; i < 40; i++) {
      g.setColor(new Color(random.nextInt(1 << 24)));
      g.fillOval(random.nextInt(180), random.nextInt(140), 30, 20);
    }
    g.dispose();
  }

  private static byte[] file(BufferedImage image, String format) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, out), format);
    return out.toByteArray();
  }

  private static BufferedImage read(byte[] file) throws Exception {
    byte[] png = Picture.of(file, LONGEST, MAX_PIXELS).png();
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static void assertUnusable(String why, byte[] file, Decoding decoding) {
    Picture.Unusable e =
        assertThrows(Picture.Unusable.class, () -> Picture.of(file, LONGEST, MAX_PIXELS, decoding));
    assertEquals(why, e.getMessage());
  }

  private static void assertUnusable(String why, byte[] file) {
    assertUnusable(why, file, new Decoding(Duration.ofDays(1), () -> false, () -> 0));
  }

  @Test
  void aProgressiveJpegIsReadAsAnyOther() throws Exception {
    BufferedImage image = drawn(BufferedImage.TYPE_INT_RGB);
    BufferedImage baseline = read(file(image, "jpeg"));
    BufferedImage progressive = read(Jpegs.progressive(image));
    assertEquals(LONGEST, progressive.getWidth());
    for (int i = 0; i < LONGEST * LONGEST; i++) {
      assertEquals(
          baseline.getRGB(i % LONGEST, i / LONGEST), progressive.getRGB(i % LONGEST, i / LONGEST));
    }
  }

  /** Java has no image type of its own for them. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPngOf16BitsLooksAsOneOf8(boolean alpha) throws Exception {
    ComponentColorModel deep =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            alpha,
            false,
            alpha ? Color.TRANSLUCENT : Color.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = deep.createCompatibleWritableRaster(200, 150);
    BufferedImage image = new BufferedImage(deep, raster, false, null);
    BufferedImage plain = drawn(alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 200 * 150; i++) {
      image.setRGB(i % 200, i / 200, plain.getRGB(i % 200, i / 200));
    }
    assertArrayEquals(
        Picture.of(file(plain, "png"), LONGEST, MAX_PIXELS).png(),
        Picture.of(file(image, "png"), LONGEST, MAX_PIXELS).png());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gif", "bmp", "tiff"})
  void noOtherFormatIsDecoded(String format) throws Exception {
    BufferedImage image = drawn(BufferedImage.TYPE_INT_RGB);
    assertUnusable("is not DICOM, PNG or JPEG", file(image, format));
  }

  @Test
  void sizeAndScansAreAskedBeforeAPixelIsDecoded() throws Exception {
    byte[] scans = Jpegs.withMoreScans(Jpegs.progressive(EVEN), 500);
    assertTrue(scans.length < 15_000, () -> "" + scans.length);
    assertUnusable("has more than 32 scans: save it anew", scans);
    BufferedImage large = new BufferedImage(2048, 513, BufferedImage.TYPE_BYTE_BINARY);
    assertUnusable("has 1050624 pixels; at most 1048576 are read", file(large, "png"));
  }

  /** A clock that goes on by a second at each look counts the looks. */
  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "progressive", "png"})
  void theDecoderIsEndedWhenItsTimeIsOver(String kind) throws Exception {
    byte[] file = kind.equals("progressive") ? Jpegs.progressive(EVEN) : file(EVEN, kind);
    AtomicInteger looks = new AtomicInteger();
    Decoding decoding =
        new Decoding(FIVE, () -> false, () -> looks.getAndIncrement() * 1_000_000_000L);
    assertUnusable(
        "takes more than 5 s to decode: save it anew, or make it smaller", file, decoding);
    assertEquals(7, looks.get());
  }

  /** Nor while an image of a rare kind is made one that Java scales fast. */
  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "progressive", "png"})
  void theDecoderIsEndedWhenNobodyWaits(String kind) throws Exception {
    byte[] file = kind.equals("progressive") ? Jpegs.progressive(EVEN) : file(EVEN, kind);
    AtomicInteger looks = new AtomicInteger();
    Decoding decoding = new Decoding(FIVE, () -> looks.incrementAndGet() > 3, () -> 0);
    assertUnusable("was not decoded: nobody waits for it", file, decoding);
    assertEquals(4, looks.get());
  }
}
