package org.radiologytrust.lab.results;

import java.util.Arrays;
import java.util.List;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.model.Label;

/** Compares given labels with true labels. */
final class Labels {
  /** Column of missing labels. */
  static final int MISSING = Label.values().length;

  private static final int COLUMNS = MISSING + 1;

  private Labels() {}

  /** Rows: true label. Columns: given label, then missing. Both in the order of {@link Label}. */
  static int[][] confusion(List<AnsweredCase> cases) {
    int[][] table = new int[Label.values().length][COLUMNS];
    for (AnsweredCase a : cases) {
      double[] counts = counts(a);
      for (int k = 0; k < counts.length; k++) {
        table[k / COLUMNS][k % COLUMNS] += (int) counts[k];
      }
    }
    return table;
  }

  static Measure macroF1() {
    return new Measure.Sums(
        Metric.LABEL_MACRO_F1, Labels::counts, Labels::macroF1, s -> Arrays.stream(s).sum());
  }

  private static double[] counts(AnsweredCase a) {
    double[] counts = new double[Label.values().length * COLUMNS];
    if (a.askedLabels()) {
      List<TrueClaim> claims = a.claims();
      for (int i = 0; i < claims.size(); i++) {
        if (claims.get(i).label() != null) {
          Label given = a.judged(i).label();
          counts[
              claims.get(i).label().ordinal() * COLUMNS
                  + (given == null ? MISSING : given.ordinal())]++;
        }
      }
    }
    return counts;
  }

  /** The mean over labels that some claim truly has; NaN when there are none. */
  static double macroF1(double[] counts) {
    double sum = 0;
    int labels = 0;
    for (int l = 0; l < MISSING; l++) {
      double truths = 0;
      double given = 0;
      for (int k = 0; k < COLUMNS; k++) {
        truths += counts[l * COLUMNS + k];
      }
      for (int k = 0; k < MISSING; k++) {
        given += counts[k * COLUMNS + l];
      }
      if (truths > 0) {
        labels++;
        sum += 2 * counts[l * COLUMNS + l] / (truths + given);
      }
    }
    return sum / labels;
  }
}
