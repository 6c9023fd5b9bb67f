package org.radiologytrust.lab.phantom;

import static org.radiologytrust.lab.phantom.Shape.bone;
import static org.radiologytrust.lab.phantom.Shape.bump;
import static org.radiologytrust.lab.phantom.Shape.ellipse;
import static org.radiologytrust.lab.phantom.Shape.step;

import java.util.List;
import java.util.Random;
import org.radiologytrust.lab.phantom.Abnormality.Kind;
import org.radiologytrust.lab.phantom.Abnormality.Side;

/**
 * Draws a frontal (PA) chest radiograph. The patient's left is on the image's right; bones are
 * bright. A seed stands for a patient and an exposure: body, lungs, heart and diaphragm vary within
 * normal limits. The same seed and abnormalities always give the same pixels, on every machine.
 *
 * <p>Coordinates in this package: x runs from -1 (the image's left edge) to 1, y downwards in the
 * same unit, and 0 is the middle of the image. The patient's x and y are those of a patient who
 * stands straight in the middle.
 */
public final class Phantom {
  /** Columns. */
  public static final int WIDTH = 1024;

  /** Rows. */
  public static final int HEIGHT = 1248;

  /** The largest pixel value: 12 bits. */
  public static final int MAX = 4095;

  private final int width;
  private final int height;
  private final Random random;
  private final Anatomy anatomy;
  private final Lung right;
  private final Lung left;
  private final double heartScale;

  private Phantom(long seed, List<Abnormality> abnormalities, int width, int height) {
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException("an image needs at least one pixel");
    }
    this.width = width;
    this.height = height;
    this.random = Seeds.random(seed, 0);
    this.anatomy = Anatomy.of(random);
    this.right = new Lung(Side.RIGHT, anatomy, abnormalities);
    this.left = new Lung(Side.LEFT, anatomy, abnormalities);
    this.heartScale = anatomy.heart() * heartScale(abnormalities);
  }

  /**
   * Draws an image of {@link #WIDTH} by {@link #HEIGHT} pixels.
   *
   * @return rows from the top, values from 0 to {@link #MAX}
   */
  public static short[] pixels(long seed, List<Abnormality> abnormalities) {
    return pixels(seed, abnormalities, WIDTH, HEIGHT);
  }

  /**
   * Draws the same patient in another size. If the ratio of width to height differs from that of
   * {@link #WIDTH} to {@link #HEIGHT}, the image shows more or less at the top and bottom. Larger
   * pixels have less noise.
   *
   * @return rows from the top, values from 0 to {@link #MAX}
   * @throws IllegalArgumentException if width or height is not positive
   */
  public static short[] pixels(long seed, List<Abnormality> abnormalities, int width, int height) {
    return new Phantom(seed, List.copyOf(abnormalities), width, height).draw();
  }

  private static double heartScale(List<Abnormality> abnormalities) {
    double size =
        abnormalities.stream()
            .filter(a -> a.kind() == Kind.CARDIOMEGALY)
            .mapToDouble(Abnormality::size)
            .max()
            .orElse(0);
    return size == 0 ? 1 : 1.12 + 0.6 * size;
  }

  private short[] draw() {
    float[] vessels = Vessels.draw(width, height, anatomy, random);
    double coarse = anatomy.noise() * width / WIDTH;
    short[] pixels = new short[width * height];
    for (int row = 0; row < height; row++) {
      double y = (row + 0.5 - height / 2.0) / (width / 2.0);
      for (int column = 0; column < width; column++) {
        double x = (column + 0.5) / (width / 2.0) - 1;
        int at = row * width + column;
        double shown = density(anatomy.patientX(x, y), anatomy.patientY(x, y), vessels[at]);
        double grey = Math.max(marker(x, y), anatomy.exposed(shown));
        double noise = random.nextGaussian() * coarse * (0.5 + grey);
        pixels[at] = (short) Math.round(MAX * Math.max(0, Math.min(1, grey + noise)));
      }
    }
    return pixels;
  }

  /** Brightness, 0 to 1, at a place in the patient. */
  private double density(double x, double y, double vessel) {
    double body = body(x, y);
    if (body == 0) {
      return 0.02;
    }
    double heart = heart(x, y);
    Lung lung = x < 0 ? right : left;
    double collapsed = lung.collapsed(x, y);
    double air = lung.air(x, y) * (1 - 0.72 * heart);
    double open = air * (1 - lung.filled(x, y));
    double grey = body * (0.62 + 0.10 * Math.sqrt(Math.max(0, 1 - x * x)));
    grey -= open * (0.45 + 0.13 * collapsed - 0.08 * lung.crowded(x, y));
    grey += open * (1 - collapsed) * 0.27 * vessel;
    grey += 0.20 * air * lung.pleuralLine(x, y);
    grey += 0.13 * heart + mediastinum(x, y) + abdomen(x, y);
    grey += body * anatomy.bones() * bones(x, y - anatomy.ribs()) * (1.05 - 0.35 * (1 - air));
    return Math.min(0.97, Math.max(0.02, grey));
  }

  private static double body(double x, double y) {
    double t = Math.abs(x);
    double shoulder = 0.26 + 0.72 * step(-1.16, -0.70, y) - 0.10 * step(-0.45, 0.4, y);
    return 1 - step(shoulder - 0.03, shoulder + 0.015, t);
  }

  private double heart(double x, double y) {
    double dx = x - 0.13;
    double dy = y - 0.36;
    double along = 0.83 * dx + 0.56 * dy;
    double across = -0.56 * dx + 0.83 * dy;
    double ventricles =
        ellipse(along, across, 0.34 * heartScale, 0.25 * Math.sqrt(heartScale), 0.10);
    double atrium = ellipse(x + 0.03, y - 0.30, 0.19 * heartScale, 0.30, 0.12);
    return Math.max(ventricles, atrium);
  }

  private static double mediastinum(double x, double y) {
    double column = 0.10 * bump(x, 0.17);
    double upper = 0.08 * bump(x - 0.01, 0.24) * (1 - step(-0.1, 0.2, y));
    double knob = 0.11 * ellipse(x - 0.12, y + 0.42, 0.09, 0.10, 0.2);
    double trachea = 0.15 * bump(x + 0.005, 0.055) * (1 - step(-0.34, -0.24, y));
    double hilum = 0.13 * (bump(Math.abs(x) - 0.19, 0.10) * bump(y + 0.08, 0.17));
    return column + upper + knob + hilum - trachea;
  }

  private static double abdomen(double x, double y) {
    double below = 0.16 * step(0.5, 0.95, y);
    double bubble = 0.20 * ellipse(x - 0.38, y - 0.82, 0.15, 0.085, 0.25);
    return below - bubble;
  }

  private static double bones(double x, double y) {
    double t = Math.abs(x);
    double sum = 0;
    for (int k = 0; k < 10; k++) {
      double back = -0.80 + 0.145 * k + 0.85 * (t - 0.30) * (t - 0.30);
      sum += 0.11 * bone(y - back, 0.030) * step(0.08, 0.13, t) * (1 - step(0.74, 0.84, t));
      double front = -0.62 + 0.165 * k + 0.42 * (0.80 - t);
      sum += 0.05 * bone(y - front, 0.034) * step(0.24, 0.42, t) * (1 - step(0.74, 0.80, t));
    }
    double clavicle = -0.62 - 0.30 * (t - 0.08) + 0.16 * (t - 0.4) * (t - 0.4);
    sum += 0.16 * bone(y - clavicle, 0.033) * step(0.06, 0.09, t) * (1 - step(0.76, 0.86, t));
    double scapula = 0.80 - 0.25 * step(-0.75, -0.05, y);
    sum += 0.05 * step(0, 0.04, t - scapula) * step(-0.78, -0.7, y) * (1 - step(-0.2, 0.0, y));
    double humerus = ellipse(t - 0.96, y + 0.72, 0.13, 0.16, 0.08);
    sum += 0.12 * humerus;
    double slot = Math.abs((y + 2) / 0.135 - Math.floor((y + 2) / 0.135) - 0.5);
    sum += 0.06 * (1 - step(0.10, 0.15, t)) * (1 - step(0.36, 0.46, slot));
    sum += 0.05 * bump(t, 0.022) * bump(slot - 0.2, 0.16);
    return sum;
  }

  /** The lead letter L at the patient's left shoulder. */
  private static double marker(double x, double y) {
    double dx = x - 0.88;
    double dy = y + 1.05;
    boolean stem = dx >= 0 && dx <= 0.018 && dy >= 0 && dy <= 0.10;
    boolean foot = dx >= 0 && dx <= 0.060 && dy >= 0.082 && dy <= 0.10;
    return stem || foot ? 0.97 : 0;
  }
}
