package org.radiologytrust.cli.phantom;

import java.util.Random;

/** The vessels of both lungs, branching at random from the hila. */
final class Vessels {
  private final float[] layer;
  private final Random random;

  private Vessels(Random random) {
    this.layer = new float[Phantom.WIDTH * Phantom.HEIGHT];
    this.random = random;
  }

  /** Density by pixel, about 0 to 1, in rows from the top left. */
  static float[] draw(Random random) {
    Vessels vessels = new Vessels(random);
    for (int sign = -1; sign <= 1; sign += 2) {
      for (int i = 0; i < 13; i++) {
        double up = -1.5 + i * 0.25 + 0.15 * (vessels.random.nextDouble() - 0.5);
        vessels.branch(sign * 0.17, -0.10 + 0.09 * up, Math.max(-1.3, Math.min(1.35, up)), sign, 4);
      }
    }
    return vessels.layer;
  }

  private void branch(double x, double y, double angle, int sign, int order) {
    double width = 0.0032 * order + 0.0015;
    double length = 0.10 + 0.05 * random.nextDouble();
    double bend = 0.5 * (random.nextDouble() - 0.5);
    double step = 0.004;
    for (double way = 0; way < length; way += step) {
      double now = angle + bend * way / length;
      x += sign * step * StrictMath.cos(now);
      y += step * StrictMath.sin(now);
      spot(x, y, width * (1 - 0.25 * way / length), 0.20 + 0.08 * order);
    }
    if (order > 1) {
      double fork = 0.25 + 0.3 * random.nextDouble();
      branch(x, y, angle + bend + fork, sign, order - 1);
      branch(x, y, angle + bend - 0.8 * fork, sign, order - 1);
    }
  }

  private void spot(double x, double y, double radius, double density) {
    double scale = Phantom.WIDTH / 2.0;
    int reach = (int) Math.ceil(2 * radius * scale);
    int column = (int) Math.round((x + 1) * scale);
    int row = (int) Math.round(y * scale + Phantom.HEIGHT / 2.0);
    for (int r = Math.max(0, row - reach); r <= Math.min(Phantom.HEIGHT - 1, row + reach); r++) {
      for (int c = Math.max(0, column - reach);
          c <= Math.min(Phantom.WIDTH - 1, column + reach);
          c++) {
        double distance = Math.sqrt((r - row) * (r - row) + (c - column) * (c - column)) / scale;
        float value = (float) (density * Shape.bump(distance, 2 * radius));
        int at = r * Phantom.WIDTH + c;
        layer[at] = Math.max(layer[at], value);
      }
    }
  }
}
