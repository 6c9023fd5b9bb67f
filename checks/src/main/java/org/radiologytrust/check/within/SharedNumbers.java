package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.measures.Measurements;
import org.radiologytrust.text.measures.Percentages;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.Measurement.Quantity;
import org.radiologytrust.text.words.Measurement.Role;
import org.radiologytrust.text.words.Measurement.Time;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * Finds numbers of the impression that the findings give otherwise, without a list of things: two
 * statements are about one thing if they share words, or the name of something that a report
 * measures once. They only ask.
 */
final class SharedNumbers {
  /** Bounds the work, since each is compared with each. */
  private static final int MAX_NUMBERS = 100;

  /** What two statements must share: a finding, or two other words. */
  private static final double SURE = 2;

  /** What part of the impression's statement they must share. */
  private static final double PART = 0.4;

  /** From this part of what the pair shares on, a statement may be about the same thing. */
  private static final double RIVAL = 0.6;

  /** What a sentence must share with an earlier one that it says again. */
  private static final double AGAIN = 6;

  /** What part of both it must share. */
  private static final double AGAIN_PART = 0.6;

  /** What the name of something that a report measures once tells. */
  private static final double NAME = 4;

  /** Two readings of one percentage differ by less than this. */
  private static final double POINTS = 6;

  private static final String WHY = "The words that they share may be of two things.";

  private record Number(SidedStatement statement, Measurement value, Terms.@Nullable Hit name) {
    int first() {
      return name == null ? value.first() : Math.min(value.first(), name.first());
    }

    int last() {
      return name == null ? value.last() : Math.max(value.last(), name.last());
    }
  }

  private final SidedStatements statements;
  private final Measurements measurements;
  private final Percentages percentages;

  SharedNumbers(SidedStatements statements, Measurements measurements, Percentages percentages) {
    this.statements = statements;
    this.measurements = measurements;
    this.percentages = percentages;
  }

  List<CheckResult> in(ReportReading r) {
    List<SentenceReading> impression = r.of(Section.IMPRESSION);
    List<Number> said = numbers(r, impression);
    if (said.isEmpty() && !impression.isEmpty()) {
      return List.of();
    }
    List<Number> found = numbers(r, r.body());
    if (impression.isEmpty()) {
      return again(found);
    }
    List<CheckResult> results = new ArrayList<>();
    for (Number s : said) {
      Number other = exact(s) && alone(s, said) ? other(s, said, found) : null;
      if (other != null) {
        results.add(result(s, other));
      }
    }
    return results;
  }

  /** In a report without an impression: a sentence that says nearly all of an earlier one again. */
  private static List<CheckResult> again(List<Number> all) {
    List<CheckResult> results = new ArrayList<>();
    for (int i = 1; i < all.size(); i++) {
      Number s = all.get(i);
      List<Number> others =
          all.stream().filter(f -> f.statement().sentence() != s.statement().sentence()).toList();
      Number other = exact(s) && alone(s, all) ? other(s, List.of(s), others) : null;
      if (other != null && all.indexOf(other) < i && alone(other, all) && repeats(s, other)) {
        results.add(result(s, other));
      }
    }
    return results;
  }

  private static boolean repeats(Number s, Number f) {
    double shared = shared(s, f);
    return shared >= AGAIN
        && shared >= AGAIN_PART * s.statement().weight()
        && shared >= AGAIN_PART * f.statement().weight();
  }

  private List<Number> numbers(ReportReading r, List<SentenceReading> sentences) {
    if (sentences.stream().allMatch(s -> values(s.words()).isEmpty())) {
      return List.of();
    }
    List<Number> all = new ArrayList<>();
    for (SidedStatement statement : statements.of(sentences)) {
      WordTokens t = statement.sentence().words();
      values(t).stream()
          .filter(value -> statement.covers(value.first()))
          .forEach(value -> all.add(new Number(statement, value, name(t, value))));
    }
    return r.budget().first(MAX_NUMBERS, all);
  }

  private Terms.@Nullable Hit name(WordTokens t, Measurement value) {
    return value.quantity() == Quantity.PERCENT ? percentages.name(t, value) : null;
  }

  private List<Measurement> values(WordTokens t) {
    return Stream.concat(measurements.in(t).stream(), percentages.in(t).stream())
        .filter(m -> m.quantity() != Quantity.WEIGHT && m.time() == Time.NOW)
        .filter(m -> m.quantity() == Quantity.PERCENT || m.role() == Role.SIZE)
        .toList();
  }

  private static boolean exact(Number n) {
    Measurement m = n.value();
    return !m.limits() && (!m.range() || m.quantity() == Quantity.PERCENT);
  }

  /** Whether a statement has no other number of the kind. */
  private static boolean alone(Number n, List<Number> all) {
    return all.stream()
        .allMatch(
            o ->
                o == n
                    || o.statement() != n.statement()
                    || o.value().quantity() != n.value().quantity());
  }

  /** The number that the findings give instead; {@code null} if more than one can be meant. */
  private static @Nullable Number other(Number s, List<Number> said, List<Number> found) {
    Number best = null;
    double most = 0;
    for (Number f : found) {
      double shared = shared(s, f);
      if (shared > most) {
        best = f;
        most = shared;
      }
    }
    if (best == null
        || most < SURE
        || most < PART * s.statement().weight()
        || !exact(best)
        || agree(s, best)) {
      return null;
    }
    for (Number f : found) {
      boolean same = shared(s, f) >= RIVAL * most;
      boolean percent = s.value().quantity() == Quantity.PERCENT;
      if (same && !agree(best, f) || (same || percent) && agree(s, f)) {
        return null;
      }
    }
    for (Number o : said) {
      if (o != s && agree(o, best) && shared(o, best) >= RIVAL * most) {
        return null; // the impression has the findings' number, too
      }
    }
    return best;
  }

  /** What the statements of two numbers share; nothing if they cannot be of one thing. */
  private static double shared(Number a, Number b) {
    boolean kind = a.value().quantity() == b.value().quantity();
    if (!kind || !a.statement().meets(b.statement())) {
      return 0;
    }
    if (a.name() != null && b.name() != null) {
      return a.name().id().equals(b.name().id()) ? NAME : 0;
    }
    return a.statement().weight(b.statement());
  }

  private static boolean agree(Number a, Number b) {
    Measurement one = a.value();
    Measurement other = b.value();
    if (one.quantity() != other.quantity()) {
      return false;
    }
    return one.quantity() == Quantity.PERCENT
        ? one.values().get(0) < other.largest() + POINTS
            && other.values().get(0) < one.largest() + POINTS
        : SizeValues.agree(one, other);
  }

  private static CheckResult result(Number said, Number found) {
    return new CheckResult(
            Size.ID,
            Label.NEEDS_REVIEW,
            evidence(said, found),
            evidence(found, said),
            "The report gives two numbers for what may be one thing: check which is right.")
        .asking(WHY);
  }

  private static Evidence evidence(Number of, Number other) {
    return of.statement().evidence(other.statement(), of.first(), of.last());
  }
}
