package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.model.Label;
import org.radiologytrust.pipeline.step.Ask;

/**
 * The same model asked about all claims in a list, and about each claim by itself, on the same
 * cases.
 *
 * @param correct correct labels on the claims that both ways answered; the list comes first
 * @param list of the way in a list
 * @param each of the way claim by claim
 * @param same share of these claims that got the same label in both ways
 */
public record AskedWays(Comparison correct, Way list, Way each, Estimate same) {
  private static final int PAIRS = 0;
  private static final int SAME = 1;
  private static final int OF_LIST = 2;
  private static final int OF_EACH = 3;

  /**
   * One of the ways.
   *
   * @param accuracy share of correct labels, on the claims that both ways answered
   * @param missing labelled claims of the compared cases that got no label
   * @param calls for labels, without probes
   * @param seconds of these calls, one after the other
   */
  public record Way(String letter, Estimate accuracy, int missing, int calls, double seconds) {}

  /** Whether two conditions differ in nothing but the way of asking, the list first. */
  static boolean differ(Condition first, Condition second) {
    return first.ask() == Ask.LIST
        && second.ask() == Ask.EACH
        && first.name().equals(second.name())
        && first.fewShot() == second.fewShot()
        && first.grammar() == second.grammar()
        && first.chain() == second.chain();
  }

  /**
   * @param correct labels of the same conditions, on the claims that both answered
   */
  static AskedWays of(
      Comparison correct,
      List<AnsweredCase> asList,
      List<AnsweredCase> asEach,
      Bootstrap bootstrap) {
    Map<String, AnsweredCase> seconds = new HashMap<>();
    asEach.forEach(a -> seconds.put(a.labelled().id(), a));
    List<AnsweredCase> first = new ArrayList<>();
    List<AnsweredCase> second = new ArrayList<>();
    for (AnsweredCase a : asList) {
      AnsweredCase b = seconds.get(a.labelled().id());
      if (b != null && a.askedLabels() && b.askedLabels()) {
        first.add(a);
        second.add(b);
      }
    }
    List<double[]> counts = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      counts.add(counts(first.get(i), second.get(i)));
    }
    return new AskedWays(
        correct,
        way(correct.first(), OF_LIST, counts, first, bootstrap),
        way(correct.second(), OF_EACH, counts, second, bootstrap),
        share(SAME, counts, bootstrap));
  }

  private static Way way(
      String letter,
      int right,
      List<double[]> counts,
      List<AnsweredCase> cases,
      Bootstrap bootstrap) {
    int missing = 0;
    int calls = 0;
    double seconds = 0;
    for (AnsweredCase a : cases) {
      for (int i = 0; i < a.claims().size(); i++) {
        missing += a.claims().get(i).label() != null && a.judged(i).label() == null ? 1 : 0;
      }
      calls += a.labelCalls().size();
      seconds += a.labelCalls().stream().mapToDouble(Call::seconds).sum();
    }
    return new Way(letter, share(right, counts, bootstrap), missing, calls, seconds);
  }

  private static Estimate share(int of, List<double[]> counts, Bootstrap bootstrap) {
    return bootstrap.sums(true, s -> s[of] / s[PAIRS], s -> s[PAIRS], counts);
  }

  private static double[] counts(AnsweredCase a, AnsweredCase b) {
    double[] counts = new double[4];
    for (int i = 0; i < a.claims().size(); i++) {
      Label first = a.judged(i).label();
      Label second = b.judged(i).label();
      if (a.claims().get(i).label() != null && first != null && second != null) {
        counts[PAIRS]++;
        counts[SAME] += first == second ? 1 : 0;
        counts[OF_LIST] += a.right(i) ? 1 : 0;
        counts[OF_EACH] += b.right(i) ? 1 : 0;
      }
    }
    return counts;
  }
}
