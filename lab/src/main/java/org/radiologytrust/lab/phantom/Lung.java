package org.radiologytrust.lab.phantom;

import static org.radiologytrust.lab.phantom.Shape.step;

import java.util.List;
import org.radiologytrust.lab.phantom.Abnormality.Kind;
import org.radiologytrust.lab.phantom.Abnormality.Side;

/** One lung: its outline, its depth and its abnormalities, in the patient's coordinates. */
final class Lung {
  private static final double APEX = -0.86;

  private final Side side;
  private final double width;
  private final double dome;
  private final Anatomy.Focus focus;
  private final double effusion;
  private final double opacity;

  /** Distance between lung and chest wall in a pneumothorax; 0 if there is none. */
  private final double gap;

  Lung(Side side, Anatomy anatomy, List<Abnormality> abnormalities) {
    this.side = side;
    this.width = anatomy.lungs();
    this.dome = (side == Side.RIGHT ? 0.50 : 0.57) + anatomy.dome();
    this.focus = side == Side.RIGHT ? anatomy.rightFocus() : anatomy.leftFocus();
    this.effusion = size(abnormalities, Kind.PLEURAL_EFFUSION);
    this.opacity = size(abnormalities, Kind.OPACITY);
    double pneumothorax = size(abnormalities, Kind.PNEUMOTHORAX);
    this.gap = pneumothorax == 0 ? 0 : 0.11 + 0.26 * pneumothorax;
  }

  private double size(List<Abnormality> all, Kind kind) {
    return all.stream()
        .filter(a -> a.kind() == kind && a.side() == side)
        .mapToDouble(Abnormality::size)
        .max()
        .orElse(0);
  }

  /** Distance from the lung's nearest edge; negative outside the lung. */
  private double inside(double t, double y) {
    double u = (y - APEX) / 1.5;
    if (u <= 0) {
      return -1;
    }
    double v = Math.max(0, 1 - u);
    double lateral = 0.36 + 0.42 * width * Math.sqrt(1 - v * v * v);
    double medial = 0.36 - 0.26 * Math.sqrt(1 - v * v * v * v);
    return Math.min(lateral - t, t - medial);
  }

  private double floor(double t) {
    return dome + 1.1 * (t - 0.40) * (t - 0.40);
  }

  /** Share of air along the beam in a normal lung, 0 to 1. */
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

  /** Share of the air that fluid or consolidation replaces, 0 to 1. */
  double filled(double x, double y) {
    double t = side.sign() * x;
    double fluid = 0;
    if (effusion > 0) {
      double level = dome + 0.10 - 0.80 * effusion - 0.22 * step(0.45, 0.80, t);
      fluid = 0.92 * step(-0.05, 0.06, y - level);
    }
    double dense = 0;
    if (opacity > 0) {
      // the opacity moves with a collapsed lung
      double dx = t - focus.across() + 0.6 * gap;
      double dy = y - focus.along() - 0.3 * gap;
      double radius = 0.11 + 0.24 * opacity;
      double wave = 0.12 * (step(-0.2, 0, dx) - step(0, 0.2, dx)) - 0.1 * step(-0.2, 0.1, dy);
      double across = radius * focus.form() * (1 + wave);
      dense =
          focus.density()
              * Shape.ellipse(dx, dy, across, 0.9 * radius / focus.form(), focus.edge())
              * (1 - collapsed(x, y));
    }
    return Math.max(fluid, dense);
  }

  /** 1 in the gap that a collapsed lung leaves, 0 within the lung. */
  double collapsed(double x, double y) {
    return gap == 0 ? 0 : 1 - step(-0.008, 0.008, fromPleura(side.sign() * x, y));
  }

  /** How much denser the collapsed lung is than a normal one, 0 to 1. */
  double crowded(double x, double y) {
    return gap == 0 ? 0 : 1 - collapsed(x, y);
  }

  /** The thin white line of the visceral pleura. */
  double pleuralLine(double x, double y) {
    double t = side.sign() * x;
    return gap == 0 || inside(t, y) <= 0 ? 0 : Shape.bump(fromPleura(t, y), 0.020);
  }

  private double fromPleura(double t, double y) {
    double lower = gap * (1 - 0.6 * step(-0.3, 0.5, y));
    return Math.min(inside(t + lower, y), inside(t, y - 1.3 * gap) + 0.02);
  }
}
