package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.model.Label;

/** Compares the confidence of labels with the share of correct labels. */
final class Reliability {
  static final int BINS = 10;

  private Reliability() {}

  static List<Bin> bins(List<AnsweredCase> cases) {
    double[] sums = new double[3 * BINS];
    for (AnsweredCase a : cases) {
      double[] counts = counts(a);
      for (int k = 0; k < sums.length; k++) {
        sums[k] += counts[k];
      }
    }
    List<Bin> bins = new ArrayList<>();
    for (int b = 0; b < BINS; b++) {
      double n = sums[3 * b];
      bins.add(
          n == 0
              ? new Bin(0, null, null)
              : new Bin((int) n, sums[3 * b + 1] / n, sums[3 * b + 2] / n));
    }
    return bins;
  }

  /** The expected calibration error. */
  static Measure error() {
    return new Measure.Sums(
        Metric.CALIBRATION_ERROR, Reliability::counts, Reliability::error, Reliability::labels);
  }

  /** For each bin: number of labels, sum of their confidences, number of correct labels. */
  private static double[] counts(AnsweredCase a) {
    double[] counts = new double[3 * BINS];
    for (int i = 0; i < a.claims().size(); i++) {
      Label label = a.judged(i).label();
      Double confidence = a.judged(i).confidence();
      if (a.claims().get(i).label() != null
          && label != null
          && confidence != null
          && Double.isFinite(confidence)) {
        double c = Math.max(0, Math.min(1, confidence));
        int bin = Math.min(BINS - 1, (int) (c * BINS));
        counts[3 * bin]++;
        counts[3 * bin + 1] += c;
        counts[3 * bin + 2] += a.right(i) ? 1 : 0;
      }
    }
    return counts;
  }

  private static double error(double[] sums) {
    double distance = 0;
    for (int b = 0; b < BINS; b++) {
      distance += Math.abs(sums[3 * b + 1] - sums[3 * b + 2]);
    }
    return distance / labels(sums);
  }

  private static double labels(double[] sums) {
    double n = 0;
    for (int b = 0; b < BINS; b++) {
      n += sums[3 * b];
    }
    return n;
  }
}
