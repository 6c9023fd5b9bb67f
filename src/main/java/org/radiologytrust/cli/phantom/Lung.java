package org.radiologytrust.cli.phantom;

import static org.radiologytrust.cli.phantom.Shape.step;

import java.util.List;
import org.radiologytrust.cli.phantom.Abnormality.Kind;
import org.radiologytrust.cli.phantom.Abnormality.Side;

/** One lung: where it is, how deep, and what fills or leaves it. Coordinates as in Phantom. */
final class Lung {
  private static final double APEX = -0.86;

  private final Side side;
  private final double dome;
  private final double effusion;
  private final double pneumothorax;
  private final double opacity;

  Lung(Side side, List<Abnormality> abnormalities) {
    this.side = side;
    this.dome = side == Side.RIGHT ? 0.50 : 0.57;
    this.effusion = size(abnormalities, Kind.PLEURAL_EFFUSION);
    this.pneumothorax = size(abnormalities, Kind.PNEUMOTHORAX);
    this.opacity = size(abnormalities, Kind.OPACITY);
  }

  private double size(List<Abnormality> all, Kind kind) {
    return all.stream()
        .filter(a -> a.kind() == kind && a.side() == side)
        .mapToDouble(Abnormality::size)
        .max()
        .orElse(0);
  }

  /** Distance into the lung from its nearest wall; negative outside. */
  private double inside(double t, double y) {
    double u = (y - APEX) / 1.5;
    if (u <= 0) {
      return -1;
    }
    double v = Math.max(0, 1 - u);
    double lateral = 0.36 + 0.42 * Math.sqrt(1 - v * v * v);
    double medial = 0.36 - 0.26 * Math.sqrt(1 - v * v * v * v);
    return Math.min(lateral - t, t - medial);
  }

  private double floor(double t) {
    return dome + 1.1 * (t - 0.40) * (t - 0.40);
  }

  /** Share of air in the beam's way, 0 to 1, without what is abnormal. */
  double air(double x, double y) {
    double t = side.sign() * x;
    double depth = inside(t, y);
    if (depth <= 0) {
      return 0;
    }
    return step(0, 0.05, depth)
        * (0.62 + 0.38 * step(0, 0.30, depth))
        * (1 - step(-0.02, 0.02, y - floor(t)));
  }

  /** Share of that air which fluid or consolidation has taken. */
  double filled(double x, double y) {
    double t = side.sign() * x;
    double fluid = 0;
    if (effusion > 0) {
      double level = dome + 0.10 - 0.85 * effusion - 0.22 * step(0.45, 0.80, t);
      fluid = 0.92 * step(-0.05, 0.06, y - level);
    }
    double dense = 0;
    if (opacity > 0) {
      double radius = 0.10 + 0.28 * opacity;
      double wave = 0.12 * (step(0.3, 0.5, t) - step(0.5, 0.7, t)) - 0.1 * step(0.0, 0.2, y);
      dense = 0.75 * Shape.ellipse(t - 0.48, y - 0.18, radius * (1 + wave), 0.85 * radius, 0.5);
    }
    return Math.max(fluid, dense);
  }

  /** 1 where the lung has collapsed away from the wall, 0 where it is. */
  double collapsed(double x, double y) {
    return pneumothorax == 0 ? 0 : 1 - step(-0.006, 0.006, fromPleura(side.sign() * x, y));
  }

  /** The thin white line of the visceral pleura. */
  double pleuralLine(double x, double y) {
    double t = side.sign() * x;
    return pneumothorax == 0 || inside(t, y) <= 0 ? 0 : Shape.bump(fromPleura(t, y), 0.012);
  }

  private double fromPleura(double t, double y) {
    double gap = 0.05 + 0.32 * pneumothorax;
    double lower = gap * (1 - 0.7 * step(-0.4, 0.5, y));
    return Math.min(inside(t + lower, y), inside(t, y - 1.3 * gap) + 0.02);
  }
}
