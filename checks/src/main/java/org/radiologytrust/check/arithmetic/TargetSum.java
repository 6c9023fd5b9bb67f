package org.radiologytrust.check.arithmetic;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.measures.Measurements;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.Measurement.Bound;
import org.radiologytrust.text.words.Measurement.Quantity;
import org.radiologytrust.text.words.Measurement.Time;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code target-sum}: the sum of the target lesions is not the sum of their sizes, or a change in
 * percent is not that of the two sizes in its sentence.
 */
final class TargetSum implements Check {
  static final String ID = "target-sum";

  /** Millimetres that each rounded size can be off. */
  private static final double ROUNDING = 0.5;

  /** Percentage points that a rounded percentage of rounded sizes can be off. */
  private static final double POINTS = 2;

  /** A guideline measures at most so many targets: more are two lists. */
  private static final int MOST_TARGETS = 10;

  private static final double PERCENT = 100;

  private record Words(
      Terms sum,
      Terms target,
      @MayBeEmpty Terms notTarget,
      @MayBeEmpty Set<String> percent,
      Terms change,
      @MayBeEmpty Terms not) {}

  private final Words words;
  private final Numbers percentages;
  private final Measurements measurements;

  TargetSum(SiteFiles files, Measurements measurements) {
    words = files.words("target-sum.yaml", new TypeReference<Words>() {});
    percentages = new Numbers(words.percent());
    this.measurements = measurements;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<CheckResult> results = new ArrayList<>();
    CheckResult sum = sum(r);
    if (sum != null) {
      results.add(sum);
    }
    for (SentenceReading s : r.stated()) {
      CheckResult percentage = percentage(s);
      if (percentage != null && results.size() < MAX_RESULTS) {
        results.add(percentage);
      }
    }
    return results;
  }

  /** The only sum of the report, which is not that of the targets. */
  private @Nullable CheckResult sum(ReportReading r) {
    List<SentenceReading> sums =
        r.stated().stream().filter(s -> words.sum().anyIn(s.words())).toList();
    Measurement said = sums.size() == 1 ? behindSum(sums.get(0).words()) : null;
    if (said == null) {
      return null;
    }
    double total = 0;
    List<SentenceReading> targets = new ArrayList<>();
    for (SentenceReading s : r.stated()) {
      WordTokens t = s.words();
      if (s == sums.get(0) || !words.target().anyIn(t) || words.notTarget().anyIn(t)) {
        continue;
      }
      List<Measurement> sizes = now(t);
      if (sizes.isEmpty()) {
        continue;
      }
      if (sizes.size() > 1 || sizes.get(0).values().size() > 1) {
        return null;
      }
      total += sizes.get(0).largest();
      targets.add(s);
    }
    int n = targets.size();
    double off = Math.abs(total - said.largest());
    if (n < 2 || n > MOST_TARGETS || off <= ROUNDING * n) {
      return null;
    }
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        sums.get(0).words().evidence(said.first(), said.last()),
        Evidence.of(targets.get(n - 1).sentence()),
        "The sizes of the targets add up to "
            + Math.round(total)
            + " mm: check the sizes and the sum.");
  }

  /** The first size behind the words of a sum. */
  private @Nullable Measurement behindSum(WordTokens t) {
    int last = words.sum().in(t).get(0).last();
    return now(t).stream()
        .filter(m -> m.first() > last && m.values().size() == 1)
        .findFirst()
        .orElse(null);
  }

  private List<Measurement> now(WordTokens t) {
    return lengths(t).stream().filter(m -> m.time() == Time.NOW).toList();
  }

  private List<Measurement> lengths(WordTokens t) {
    return measurements.in(t).stream()
        .filter(m -> m.quantity() == Quantity.LENGTH && !m.range() && m.bound() == Bound.EXACT)
        .toList();
  }

  /** A percentage that neither of the two sizes of its sentence gives. */
  private @Nullable CheckResult percentage(SentenceReading s) {
    WordTokens t = s.words();
    if (!words.change().anyIn(t) || words.not().anyIn(t)) {
      return null;
    }
    List<Numbers.Number> said = percentages.in(t);
    List<Measurement> sizes = said.size() == 1 ? lengths(t) : List.of();
    boolean two =
        sizes.size() == 2
            && measurements.in(t).size() == 2
            && sizes.stream().allMatch(m -> m.values().size() == 1);
    if (!two) {
      return null;
    }
    double a = sizes.get(0).largest();
    double b = sizes.get(1).largest();
    double difference = Math.abs(a - b);
    boolean fits = fits(difference, a, said.get(0)) || fits(difference, b, said.get(0));
    return fits
        ? null
        : new CheckResult(
            ID,
            Label.NEEDS_REVIEW,
            said.get(0).words(),
            Evidence.of(s.sentence()),
            "The two sizes give another change in percent: check the sizes and the percentage.");
  }

  /** Whether a percentage is this difference, with sizes that may be rounded. */
  private static boolean fits(double difference, double of, Numbers.Number percentage) {
    double change = PERCENT * difference / of;
    double rounding = PERCENT * ROUNDING * 2 / of;
    return Math.abs(change - percentage.value()) <= Math.max(POINTS, rounding);
  }
}
