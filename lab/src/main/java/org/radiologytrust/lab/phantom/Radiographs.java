package org.radiologytrust.lab.phantom;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.radiologytrust.images.Png;
import org.radiologytrust.lab.phantom.Abnormality.Kind;
import org.radiologytrust.lab.phantom.Abnormality.Side;

/** Phantoms as PNG images for models, and the findings of each seed. */
public final class Radiographs {
  /** Names of all findings that a phantom can show, as {@link Abnormality#finding} returns them. */
  public static final List<String> FINDINGS =
      List.of(
          "left pleural effusion",
          "right pleural effusion",
          "left lung opacity",
          "right lung opacity",
          "left pneumothorax",
          "right pneumothorax",
          "cardiomegaly");

  private static final double PREVALENCE = 0.3;

  private Radiographs() {}

  /** An 8-bit grey PNG. The phantom's 12 bits are scaled by the window of {@link DicomWriter}. */
  public static byte[] png(long seed, List<Abnormality> abnormalities, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    byte[] grey = grey(seed, abnormalities, width, height);
    image.getRaster().setDataElements(0, 0, width, height, grey);
    return Png.encode(image);
  }

  /** The PNG's pixels, in rows from the top left. */
  static byte[] grey(long seed, List<Abnormality> abnormalities, int width, int height) {
    short[] pixels = Phantom.pixels(seed, abnormalities, width, height);
    byte[] grey = new byte[pixels.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) ((pixels[i] * 255 + Phantom.MAX / 2) / Phantom.MAX);
    }
    return grey;
  }

  /**
   * Draws the findings of a seed. Each finding occurs in about three of ten patients and is large
   * enough to be seen. An effusion and a pneumothorax are never on the same side, and neither hides
   * an opacity.
   */
  public static List<Abnormality> draw(long seed) {
    Random random = Seeds.random(seed, 1);
    List<Abnormality> drawn = new ArrayList<>();
    for (Side side : Side.values()) {
      double pleura = random.nextDouble();
      boolean opacity = random.nextDouble() < PREVALENCE;
      double most = opacity ? 0.55 : 0.9;
      double large = 0.3 + (most - 0.3) * random.nextDouble();
      if (pleura < PREVALENCE) {
        drawn.add(new Abnormality(Kind.PLEURAL_EFFUSION, side, large));
      } else if (pleura < 2 * PREVALENCE) {
        drawn.add(new Abnormality(Kind.PNEUMOTHORAX, side, large));
      }
      double dense = 0.3 + 0.6 * random.nextDouble();
      if (opacity) {
        drawn.add(new Abnormality(Kind.OPACITY, side, dense));
      }
    }
    double heart = 0.3 + 0.6 * random.nextDouble();
    if (random.nextDouble() < PREVALENCE) {
      drawn.add(new Abnormality(Kind.CARDIOMEGALY, Side.LEFT, heart));
    }
    return List.copyOf(drawn);
  }
}
