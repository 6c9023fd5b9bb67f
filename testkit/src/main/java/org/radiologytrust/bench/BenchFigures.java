package org.radiologytrust.bench;

import java.util.Arrays;

/** BenchFigures of several measurements. */
record BenchFigures(double... values) {
  double median() {
    double[] sorted = sorted();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** Nearest rank. */
  double percentile(int percent) {
    double[] sorted = sorted();
    return sorted[(int) Math.ceil(percent / 100.0 * sorted.length) - 1];
  }

  private double[] sorted() {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
