package org.radiologytrust.lab.results;

import java.util.List;

/**
 * Counts of cases, with a column for each thing counted. Most of the time goes into sums over 2,000
 * draws of 1,000 cases. Summing down a column is faster than across many small arrays.
 */
final class Columns {
  private final double[][] columns;

  /** The count that all cases share, for each column; NaN where they differ. */
  private final double[] same;

  private Columns(double[][] columns, double[] same) {
    this.columns = columns;
    this.same = same;
  }

  /**
   * @param counts at least one array, all of the same length
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

  /** The sums with each case counted once. */
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
   * @param times how often each case counts; they add up to the number of cases
   */
  double[] sums(short[] times) {
    double[] sums = new double[columns.length];
    for (int k = 0; k < sums.length; k++) {
      sums[k] = Double.isNaN(same[k]) ? product(times, columns[k]) : same[k] * times.length;
    }
    return sums;
  }

  /** Four partial sums, which the processor can add in parallel. */
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
