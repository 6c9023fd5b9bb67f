package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** Compares two conditions on the claims or calls that both have. */
final class Comparer {
  private static final int BOTH = 0;
  private static final int FIRST = 1;
  private static final int SECOND = 2;
  private static final int NEITHER = 3;

  private final Bootstrap bootstrap;

  Comparer(Bootstrap bootstrap) {
    this.bootstrap = bootstrap;
  }

  Comparison compare(
      String first,
      List<AnsweredCase> ofFirst,
      String second,
      List<AnsweredCase> ofSecond,
      Comparison.What what) {
    Function<AnsweredCase, Map<String, Boolean>> rights =
        switch (what) {
          case LABELS -> a -> labels(a, i -> true);
          case BOTH_LABELLED -> a -> labels(a, i -> a.judged(i).label() != null);
          case SCHEMA -> Comparer::schema;
        };
    Map<String, AnsweredCase> seconds = new HashMap<>();
    ofSecond.forEach(a -> seconds.put(a.result().id(), a));
    List<double[]> counts = new ArrayList<>();
    int[] total = new int[4];
    int alone = 0;
    for (AnsweredCase a : ofFirst) {
      AnsweredCase b = seconds.remove(a.result().id());
      Map<String, Boolean> left = rights.apply(a);
      Map<String, Boolean> right = b == null ? new HashMap<>() : rights.apply(b);
      double[] c = new double[4];
      for (Map.Entry<String, Boolean> e : left.entrySet()) {
        Boolean other = right.remove(e.getKey());
        if (other == null) {
          alone++;
        } else {
          int k = e.getValue() ? other ? BOTH : FIRST : other ? SECOND : NEITHER;
          c[k]++;
          total[k]++;
        }
      }
      alone += right.size();
      counts.add(c);
    }
    alone += seconds.values().stream().mapToInt(b -> rights.apply(b).size()).sum();
    int pairs = total[BOTH] + total[FIRST] + total[SECOND] + total[NEITHER];
    return new Comparison(
        first,
        second,
        what,
        total[BOTH],
        total[FIRST],
        total[SECOND],
        total[NEITHER],
        pairs == 0 ? null : McNemar.p(total[FIRST], total[SECOND]),
        bootstrap.sums(
            false, // a difference can be below 0
            s -> (s[SECOND] - s[FIRST]) / pairs(s),
            Comparer::pairs,
            counts),
        alone);
  }

  private static double pairs(double[] counts) {
    return counts[BOTH] + counts[FIRST] + counts[SECOND] + counts[NEITHER];
  }

  /** Whether the label is correct, by index of the claim. */
  private static Map<String, Boolean> labels(AnsweredCase a, IntPredicate which) {
    Map<String, Boolean> right = new LinkedHashMap<>();
    for (int i = 0; a.askedLabels() && i < a.claims().size(); i++) {
      if (a.claims().get(i).label() != null && which.test(i)) {
        right.put(String.valueOf(i), a.right(i));
      }
    }
    return right;
  }

  /** Whether a call fits the schema, by step and number of its call. */
  private static Map<String, Boolean> schema(AnsweredCase a) {
    Map<String, Boolean> valid = new LinkedHashMap<>();
    Map<String, Integer> number = new HashMap<>();
    for (Call c : a.calls()) {
      int n = number.merge(c.step(), 1, Integer::sum);
      valid.put(c.step() + " " + n, c.outcome().schemaValid());
    }
    return valid;
  }
}
