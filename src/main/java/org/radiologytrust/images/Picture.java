package org.radiologytrust.images;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
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
   */
  public static Picture of(byte[] file, int longest, int maxPixels) throws Unusable {
    BufferedImage image = decoded(file, maxPixels);
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

  private static BufferedImage decoded(byte[] file, int maxPixels) throws Unusable {
    // in memory: by default ImageIO would copy the image to a temporary file
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new Unusable("is not DICOM, PNG or JPEG");
      }
      return decoded(in, readers.next(), maxPixels);
    } catch (Unusable e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new Unusable("is a damaged PNG or JPEG");
    }
  }

  /** Checks the size before it decodes pixels. */
  private static BufferedImage decoded(ImageInputStream in, ImageReader reader, int maxPixels)
      throws IOException {
    try {
      reader.setInput(in, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > maxPixels) {
        throw new Unusable("has " + pixels + " pixels; at most " + maxPixels + " are read");
      }
      return reader.read(0);
    } finally {
      reader.dispose();
    }
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
