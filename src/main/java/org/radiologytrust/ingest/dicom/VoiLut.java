package org.radiologytrust.ingest.dicom;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * Converts modality values to brightness, from 0 to 1 (PS3.3 C.11.2).
 *
 * @param center of the window, or of the input values of a table
 * @param width of the window, or the number of input values of a table
 */
record VoiLut(double center, double width, DoubleUnaryOperator curve) {
  double apply(double value) {
    return curve.applyAsDouble(value);
  }

  /**
   * The first valid window: WindowCenter and WindowWidth in pairs, applied by VOILUTFunction. A
   * width of 0, or below 1 for the function LINEAR, is not valid.
   */
  static Optional<VoiLut> window(DicomTags tags) {
    List<Double> centers = tags.numbers("WindowCenter");
    List<Double> widths = tags.numbers("WindowWidth");
    String function = tags.text("VOILUTFunction");
    for (int i = 0; i < Math.min(centers.size(), widths.size()); i++) {
      double center = centers.get(i);
      double width = widths.get(i);
      boolean linear = !function.equals("LINEAR_EXACT") && !function.equals("SIGMOID");
      if (!Double.isNaN(center) && (linear ? width >= 1 : width > 0)) {
        return Optional.of(
            switch (function) {
              case "LINEAR_EXACT" -> exact(center, width);
              case "SIGMOID" -> sigmoid(center, width);
              default -> linear(center, width);
            });
      }
    }
    return Optional.empty();
  }

  static VoiLut linear(double center, double width) {
    return new VoiLut(
        center,
        width,
        value -> {
          if (value <= center - 0.5 - (width - 1) / 2) {
            return 0;
          }
          if (value > center - 0.5 + (width - 1) / 2) {
            return 1;
          }
          return (value - (center - 0.5)) / (width - 1) + 0.5;
        });
  }

  static VoiLut exact(double center, double width) {
    return new VoiLut(
        center, width, value -> Math.max(0, Math.min(1, (value - center) / width + 0.5)));
  }

  static VoiLut sigmoid(double center, double width) {
    return new VoiLut(
        center, width, value -> 1 / (1 + StrictMath.exp(-4 * (value - center) / width)));
  }

  static VoiLut table(LookupTable table) {
    int width = table.entries().length;
    return new VoiLut(
        table.first() + (width - 1) / 2.0,
        width,
        value -> Math.min(1, table.at(value) / table.maximum()));
  }

  /** The whole range between two values. A uniform image becomes mid grey. */
  static VoiLut range(double low, double high) {
    return high > low
        ? new VoiLut(
            (low + high) / 2,
            high - low,
            value -> Math.max(0, Math.min(1, (value - low) / (high - low))))
        : new VoiLut(low, 1, value -> 0.5);
  }
}
