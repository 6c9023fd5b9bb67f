package org.radiologytrust.lab.phantom;

/**
 * Functions with soft edges. They use only polynomials and square roots, which give the same bits
 * on every machine; sines and exponentials may not.
 */
final class Shape {
  private Shape() {}

  /** 0 up to {@code from}, 1 from {@code to} on, smooth between. */
  static double step(double from, double to, double value) {
    double t = Math.max(0, Math.min(1, (value - from) / (to - from)));
    return t * t * (3 - 2 * t);
  }

  /** 1 at 0, falling smoothly to 0 at {@code width} on either side. */
  static double bump(double distance, double width) {
    double t = distance / width;
    double u = 1 - t * t;
    return u <= 0 ? 0 : u * u;
  }

  /** 1 inside an ellipse, 0 outside, with a soft edge of {@code edge} times the radius. */
  static double ellipse(double dx, double dy, double rx, double ry, double edge) {
    double radius = Math.sqrt((dx / rx) * (dx / rx) + (dy / ry) * (dy / ry));
    return 1 - step(1 - edge, 1 + edge, radius);
  }

  /** A bone seen from the side: a band with denser rims. */
  static double bone(double distance, double halfWidth) {
    double t = Math.abs(distance) / halfWidth;
    return t >= 1.25 ? 0 : (1 - step(0.75, 1.25, t)) * (0.6 + 0.4 * Math.min(1, t * t));
  }
}
