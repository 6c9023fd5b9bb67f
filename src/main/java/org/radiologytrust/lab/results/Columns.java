package org.radiologytrust.lab.results;

import java.util.List;

/**
 * Counts of cases, a column for each thing counted: sums over 2,000 draws of 1,000 cases are most
 * of the work, and quicker down a column than across small arrays.
 */
final class Columns {
  private final double[][] columns;

  /** What every case counts the same, so that all sums are the same; NaN where they differ. */
  private final double[] same;

  private Columns(double[][] columns, double[] same) {
    this.columns = columns;
    this.same = same;
  }

  /**
   * @param counts one or more, of one length
   */
  static Columns of(List<double[]> counts) {
    int width = counts.get(0).length;
    double[][] columns = new double[width][counts.size()];
    double[] same = counts.get(0).clone();
    for (int i = 0; i < counts.size(); i++) {
      for (int k = 0; k < width; k++) {
        columns[k][i] = counts.get(i)[k];
        same[k] = columns[k][i] == same[k] ? same[k] : Double.NaN;
      }
    }
    return new Columns(columns, same);
  }

  /** Each case once. */
  double[] total() {
    double[] sums = new double[columns.length];
    for (int k = 0; k < sums.length; k++) {
      for (double c : columns[k]) {
        sums[k] += c;
      }
    }
    return sums;
  }

  /**
   * @param times how often each case counts; as often as there are cases, all together
   */
  double[] sums(short[] times) {
    double[] sums = new double[columns.length];
    for (int k = 0; k < sums.length; k++) {
      sums[k] = Double.isNaN(same[k]) ? product(times, columns[k]) : same[k] * times.length;
    }
    return sums;
  }

  /** In four sums, which the processor adds side by side. */
  private static double product(short[] times, double[] column) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < times.length; i += 4) {
      a += times[i] * column[i];
      b += times[i + 1] * column[i + 1];
      c += times[i + 2] * column[i + 2];
      d += times[i + 3] * column[i + 3];
    }
    for (; i < times.length; i++) {
      a += times[i] * column[i];
    }
    return a + b + (c + d);
  }
}
