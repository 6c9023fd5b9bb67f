package org.radiologytrust.images;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Study;
import org.radiologytrust.model.Texts;

/**
 * A PNG or JPEG file. It has no tags: nothing in it says whose image it is.
 *
 * @param study stands for the study that the picture would be of; it says nothing
 * @param png the picture, scaled and padded to what a model is shown
 * @param size of the file's picture
 */
public record Picture(Study study, byte[] png, ImageSize size) {
  /** Most processor time. A JPEG of 20 million pixels in ten scans takes about a second. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** The file cannot be used. The message follows the name of the file: "is damaged". */
  public static final class Unusable extends IOException {
    private static final long serialVersionUID = 1;

    public Unusable(String message) {
      super(message);
    }
  }

  /**
   * Decodes a file.
   *
   * @param longest most pixels of a side of the result
   * @param maxPixels most pixels of the file, asked before they are decoded
   * @param unwanted whether nobody waits for the picture any more, asked while it is decoded
   */
  public static Picture of(byte[] file, int longest, int maxPixels, BooleanSupplier unwanted)
      throws Unusable {
    return of(file, longest, maxPixels, new Decoding(LONGEST, unwanted));
  }

  /** The same for a file of our own, or of whoever started the command. */
  public static Picture of(byte[] file, int longest, int maxPixels) throws Unusable {
    return of(file, longest, maxPixels, () -> false);
  }

  static Picture of(byte[] file, int longest, int maxPixels, Decoding decoding) throws Unusable {
    BufferedImage image = decoded(file, maxPixels, decoding);
    byte[] png = png(image, longest);
    String uid = "2.25." + new BigInteger(Texts.sha256(file).substring(0, 30), 16);
    return new Picture(
        new Study(
            uid + ".1",
            "",
            new Patient(List.of(), "", "", null, Sex.UNKNOWN, ""),
            null,
            "",
            true,
            List.of(new Instance(uid, uid + ".2", "", "", "", "", "", "", 1, 1, uid))),
        png,
        new ImageSize(image.getWidth(), image.getHeight()));
  }

  /** How the picture is made, in words. */
  public static String recipe(int longest) {
    return "file as it is, at most " + longest + " pixels a side, padded to a square";
  }

  private static ImageReader reader(byte[] file) throws Unusable {
    String format = format(file);
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      // another jar may have brought more, whose bounds nobody has tried
      if (reader.getClass().getName().startsWith("com.sun.")) {
        return reader;
      }
    }
    throw new IllegalStateException("Java has no reader of " + format);
  }

  /** Java reads more formats than these; what they can ask for is not bounded here. */
  private static String format(byte[] file) throws Unusable {
    if (begins(file, 0x89, 'P', 'N', 'G')) {
      return "png";
    } else if (begins(file, 0xFF, 0xD8, 0xFF)) {
      return "jpeg";
    }
    throw new Unusable("is not DICOM, PNG or JPEG");
  }

  private static boolean begins(byte[] file, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (i == file.length || (file[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** Checks size and scans before it decodes pixels. */
  private static BufferedImage decoded(byte[] file, int maxPixels, Decoding decoding)
      throws Unusable {
    ImageReader reader = reader(file);
    try (ImageInputStream in = decoding.input(file)) {
      decoding.requireFewScans(file);
      reader.setInput(in, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > maxPixels) {
        throw new Unusable("has " + pixels + " pixels; at most " + maxPixels + " are read");
      }
      decoding.watch(reader);
      return plain(reader.read(0), decoding);
    } catch (Unusable e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new Unusable(decoding.whyEnded().orElse("is a damaged PNG or JPEG"));
    } finally {
      reader.dispose();
    }
  }

  /** Java scales the kinds of images that it knows fast; of others it asks for each pixel. */
  private static BufferedImage plain(BufferedImage image, Decoding decoding) {
    if (image.getType() != BufferedImage.TYPE_CUSTOM) {
      return image;
    }
    boolean alpha = image.getColorModel().hasAlpha();
    int width = image.getWidth();
    BufferedImage plain =
        new BufferedImage(
            width,
            image.getHeight(),
            alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      decoding.check();
      plain.setRGB(0, y, width, 1, image.getRGB(0, y, width, 1, null, 0, width), 0, width);
    }
    return plain;
  }

  private static byte[] png(BufferedImage image, int longest) {
    double scale = Math.min(1, (double) longest / Math.max(image.getWidth(), image.getHeight()));
    int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = scaled.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.drawImage(image, 0, 0, width, height, null);
    g.dispose();
    return Png.encode(Square.of(scaled));
  }

  /** Withholds the pixels. */
  @Override
  public String toString() {
    return "Picture[withheld]";
  }
}
