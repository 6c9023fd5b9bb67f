package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.check.form.OverconfidentWords;
import org.radiologytrust.model.Label;

/** How each metric is counted. */
final class Measures {
  private final OverconfidentWords overconfident;

  Measures(OverconfidentWords overconfident) {
    this.overconfident = overconfident;
  }

  /** One measure for each metric, in the order of {@link Metric}. */
  List<Measure> all() {
    List<Measure> all = new ArrayList<>();
    all.add(calls(Metric.SCHEMA_VALID, c -> true));
    all.add(Measure.share(Metric.OVERCONFIDENT, this::overconfident));
    all.add(Measure.share(Metric.LABEL_VALID, Measures::labelValid));
    all.add(accuracy(c -> true));
    all.add(calls(Metric.REPAIR_NEEDED, c -> true));
    all.add(Labels.macroF1());
    all.add(Reliability.error());
    all.addAll(f1(Metric.CLAIMS_F1, a -> spans(a, (t, g) -> t.type() == g.type())));
    all.addAll(f1(Metric.SPANS_F1, a -> spans(a, (t, g) -> true)));
    all.add(
        Measure.share(
            Metric.QUOTES_REFUSED,
            a -> new double[] {a.result().quotesRefused(), a.result().quotes()}));
    all.addAll(f1(Metric.FINDINGS_F1, Measures::findings));
    all.add(Measure.share(Metric.OVERCONFIDENT_EXPECTED, this::overconfidentExpected));
    all.add(Measure.share(Metric.REWRITE_MISSING, this::rewriteMissing));
    all.add(Measure.share(Metric.MEANING_KEPT, Measures::meaningKept));
    all.add(Measure.share(Metric.NOT_AUDITABLE, Measures::notAuditable));
    all.add(Measure.share(Metric.BLANK_STAYS, a -> supportedStays(a, "blank", i -> true)));
    all.add(Measure.share(Metric.OTHER_STAYS, Measures::otherStays));
    all.add(Measure.share(Metric.AGAIN_EQUAL, Measures::againEqual));
    all.add(new Measure.Median(Metric.SECONDS_PER_CASE, Measures::secondsOfCase));
    all.add(
        new Measure.Median(
            Metric.SECONDS_PER_CALL, a -> a.calls().stream().mapToDouble(Call::seconds).toArray()));
    all.add(tokens(Metric.PROMPT_TOKENS, Call::promptTokens));
    all.add(tokens(Metric.ANSWER_TOKENS, Call::answerTokens));
    return all;
  }

  /** Valid schema or needed repair, over the calls that the predicate accepts. */
  static Measure calls(Metric metric, Predicate<Call> which) {
    Predicate<Call> so =
        metric == Metric.SCHEMA_VALID
            ? c -> c.outcome().schemaValid()
            : c -> c.outcome() != Call.Outcome.ACCEPTED;
    return Measure.share(
        metric,
        a -> {
          List<Call> calls = a.calls().stream().filter(which).toList();
          return new double[] {calls.stream().filter(so).count(), calls.size()};
        });
  }

  /** Label accuracy over the claims that the predicate accepts. */
  static Measure accuracy(Predicate<TrueClaim> which) {
    return Measure.share(
        Metric.LABEL_ACCURACY,
        a -> {
          if (!a.askedLabels()) {
            return new double[2];
          }
          IntPredicate labelled =
              i -> a.claims().get(i).label() != null && which.test(a.claims().get(i));
          return count(a, labelled, a::right);
        });
  }

  private static double[] labelValid(AnsweredCase a) {
    if (!a.askedLabels()) {
      return new double[2];
    }
    int claims = a.claims().size();
    long judged = IntStream.range(0, claims).filter(i -> a.judged(i).label() != null).count();
    return new double[] {Math.max(judged, RawLabels.valid(a.labelCalls(), claims)), claims};
  }

  private double[] overconfident(AnsweredCase a) {
    return count(a, i -> proposed(a, i) || boldAndMissing(a, i), i -> bold(a, i));
  }

  private double[] overconfidentExpected(AnsweredCase a) {
    return count(a, i -> expected(a, i), i -> bold(a, i));
  }

  private double[] rewriteMissing(AnsweredCase a) {
    return count(a, i -> expected(a, i), i -> !proposed(a, i) && !boldAndMissing(a, i));
  }

  /** Whether the final wording is overconfident: the rewrite or, without one, the claim. */
  private boolean bold(AnsweredCase a, int i) {
    return overconfident.in(proposed(a, i) ? a.rewrite(i) : a.claims().get(i).quote());
  }

  private boolean boldAndMissing(AnsweredCase a, int i) {
    return expected(a, i) && !proposed(a, i) && bold(a, i);
  }

  /** Whether a claim needs a rewrite. */
  private static boolean expected(AnsweredCase a, int i) {
    return a.askedRewrites() && a.claims().get(i).label() == Label.UNCERTAIN;
  }

  private static boolean proposed(AnsweredCase a, int i) {
    return !a.rewrite(i).isEmpty();
  }

  private static double[] meaningKept(AnsweredCase a) {
    return count(
        a,
        i -> proposed(a, i) && a.claims().get(i).meaning() != null,
        i -> MeaningKept.in(a.rewrite(i), a.claims().get(i)));
  }

  private static double[] notAuditable(AnsweredCase a) {
    List<Call> calls = a.calls();
    boolean not = calls.stream().anyMatch(c -> c.outcome() != Call.Outcome.ACCEPTED);
    return new double[] {not ? 1 : 0, calls.isEmpty() ? 0 : 1};
  }

  private static double[] otherStays(AnsweredCase a) {
    return a.other() == null
        ? new double[2]
        : supportedStays(a, "other", i -> DeniedClaim.by(a.other(), a.claims().get(i)));
  }

  private static double[] supportedStays(AnsweredCase a, String probe, IntPredicate which) {
    if (!a.result().probes().containsKey(probe)) {
      return new double[2];
    }
    return count(
        a,
        i -> a.judged(i).label() == Label.SUPPORTED && which.test(i),
        i -> a.probed(probe, i).label() == Label.SUPPORTED);
  }

  private static double[] againEqual(AnsweredCase a) {
    if (!a.result().probes().containsKey("again")) {
      return new double[2];
    }
    return count(
        a,
        i -> a.judged(i).label() != null || a.probed("again", i).label() != null,
        i -> a.judged(i).label() == a.probed("again", i).label());
  }

  private static double[] secondsOfCase(AnsweredCase a) {
    List<Call> calls = a.calls();
    return calls.isEmpty()
        ? new double[0]
        : new double[] {calls.stream().mapToDouble(Call::seconds).sum()};
  }

  private static Measure tokens(Metric metric, Function<Call, Integer> tokens) {
    return new Measure.Median(
        metric,
        a ->
            a.calls().stream()
                .map(tokens)
                .filter(t -> t > 0)
                .mapToDouble(Integer::doubleValue)
                .toArray());
  }

  /** Numbers of true positives, given findings and true findings. */
  private static double[] findings(AnsweredCase a) {
    if (!a.labelled().withImages() || !a.asked("findings")) {
      return new double[3];
    }
    var truths = a.labelled().truth().findings();
    var given = a.result().findings();
    return new double[] {FindingMatch.pairs(truths, given), given.size(), truths.size()};
  }

  private record Place(int start, int end) {}

  /**
   * Numbers of true positives, given claims and true claims. A duplicate span counts once as
   * correct.
   */
  private static double[] spans(AnsweredCase a, BiPredicate<TrueClaim, GivenClaim> alike) {
    if (!a.asked("claims") || a.claims().isEmpty()) {
      return new double[3];
    }
    Map<Place, List<TrueClaim>> open = new HashMap<>();
    for (TrueClaim t : a.claims()) {
      open.computeIfAbsent(new Place(t.start(), t.end()), k -> new ArrayList<>()).add(t);
    }
    int right = 0;
    for (GivenClaim g : a.result().claims()) {
      List<TrueClaim> there = open.getOrDefault(new Place(g.start(), g.end()), List.of());
      for (TrueClaim t : there) {
        if (alike.test(t, g)) {
          there.remove(t);
          right++;
          break;
        }
      }
    }
    return new double[] {right, a.result().claims().size(), a.claims().size()};
  }

  /**
   * F1, precision and recall.
   *
   * @param f1 the enum constant that its precision and its recall follow
   * @param count numbers of true positives, given items and true items
   */
  private static List<Measure> f1(Metric f1, Function<AnsweredCase, double[]> count) {
    Metric precision = Metric.values()[f1.ordinal() + 1];
    Metric recall = Metric.values()[f1.ordinal() + 2];
    return Stream.of(
            new Measure.Sums(f1, count, s -> 2 * s[0] / (s[1] + s[2]), s -> s[1] + s[2]),
            new Measure.Sums(precision, count, s -> s[0] / s[1], s -> s[1]),
            new Measure.Sums(recall, count, s -> s[0] / s[2], s -> s[2]))
        .map(Measure.class::cast)
        .toList();
  }

  /** How many of the selected claims fulfil the condition, and how many are selected. */
  private static double[] count(AnsweredCase a, IntPredicate of, IntPredicate so) {
    double[] counts = new double[2];
    for (int i = 0; i < a.claims().size(); i++) {
      if (of.test(i)) {
        counts[1]++;
        counts[0] += so.test(i) ? 1 : 0;
      }
    }
    return counts;
  }
}
