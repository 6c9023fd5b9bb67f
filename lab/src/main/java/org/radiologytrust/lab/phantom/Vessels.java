package org.radiologytrust.lab.phantom;

import java.util.Random;

/** Draws the vessels of both lungs, which branch at random from the hila. */
final class Vessels {
  private final float[] layer;
  private final int width;
  private final int height;
  private final Anatomy anatomy;
  private final Random random;

  private Vessels(int width, int height, Anatomy anatomy, Random random) {
    this.layer = new float[width * height];
    this.width = width;
    this.height = height;
    this.anatomy = anatomy;
    this.random = random;
  }

  /** Density of each pixel, about 0 to 1, in rows from the top left. */
  static float[] draw(int width, int height, Anatomy anatomy, Random random) {
    Vessels vessels = new Vessels(width, height, anatomy, random);
    for (int sign = -1; sign <= 1; sign += 2) {
      for (int i = 0; i < 13; i++) {
        double up = -1.5 + i * 0.25 + 0.15 * (vessels.random.nextDouble() - 0.5);
        vessels.branch(sign * 0.17, -0.10 + 0.09 * up, Math.max(-1.3, Math.min(1.35, up)), sign, 4);
      }
    }
    return vessels.layer;
  }

  private void branch(double x, double y, double angle, int sign, int order) {
    double thick = 0.0032 * order + 0.0015;
    double length = 0.10 + 0.05 * random.nextDouble();
    double bend = 0.5 * (random.nextDouble() - 0.5);
    double step = 0.004;
    for (double way = 0; way < length; way += step) {
      double now = angle + bend * way / length;
      x += sign * step * StrictMath.cos(now);
      y += step * StrictMath.sin(now);
      spot(
          anatomy.imageX(x, y),
          anatomy.imageY(x, y),
          thick * (1 - 0.25 * way / length),
          0.20 + 0.08 * order);
    }
    if (order > 1) {
      double fork = 0.25 + 0.3 * random.nextDouble();
      branch(x, y, angle + bend + fork, sign, order - 1);
      branch(x, y, angle + bend - 0.8 * fork, sign, order - 1);
    }
  }

  private void spot(double x, double y, double radius, double density) {
    double scale = width / 2.0;
    double reach = 2 * radius * scale;
    double column = (x + 1) * scale - 0.5;
    double row = y * scale + height / 2.0 - 0.5;
    int bottom = (int) Math.min(height - 1, Math.floor(row + reach));
    int last = (int) Math.min(width - 1, Math.floor(column + reach));
    for (int r = (int) Math.max(0, Math.ceil(row - reach)); r <= bottom; r++) {
      for (int c = (int) Math.max(0, Math.ceil(column - reach)); c <= last; c++) {
        double distance = Math.sqrt((r - row) * (r - row) + (c - column) * (c - column));
        float value = (float) (density * Shape.bump(distance, reach));
        int at = r * width + c;
        layer[at] = Math.max(layer[at], value);
      }
    }
  }
}
