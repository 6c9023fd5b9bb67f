package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.measures.MeasuredThings;
import org.radiologytrust.text.measures.Measurements;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.Measurement.Quantity;
import org.radiologytrust.text.words.Measurement.Role;
import org.radiologytrust.text.words.Measurement.Time;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * Sizes that may be written wrong: "08 cm", which lacks a point, and "subcentimeter" for a finding
 * of 12 mm. They only ask.
 */
final class DoubtfulSizes {
  private static final Pattern LACKS_POINT = Pattern.compile("(?<![\\d.,:/])0\\d(?![\\d.,:/])");
  private static final String CENTIMETRES = "cm";
  private static final double CENTIMETRE = 10;

  private final Measurements measurements;
  private final MeasuredThings things;
  private final Terms small;
  private final Terms aspects;

  /**
   * @param small words for a finding of less than a centimetre
   * @param aspects words for one of several sizes of a finding
   */
  DoubtfulSizes(Measurements measurements, MeasuredThings things, Terms small, Terms aspects) {
    this.measurements = measurements;
    this.things = things;
    this.small = small;
    this.aspects = aspects;
  }

  List<CheckResult> in(ReportReading r) {
    List<CheckResult> points = new ArrayList<>();
    List<CheckResult> results = new ArrayList<>();
    SentenceReading before = null;
    for (SentenceReading s : r.stated()) {
      for (Measurement m : measurements.in(s.words())) {
        Evidence size = s.words().evidence(m.first(), m.last());
        if (m.units().contains(CENTIMETRES) && LACKS_POINT.matcher(size.value()).find()) {
          points.add(
              result(
                  size,
                  Evidence.of(s.sentence()),
                  "A number begins with a zero: check whether it lacks a decimal point.",
                  "Some authors write a zero before each number below ten."));
        }
        Evidence called = large(m) ? called(s, m, before) : null;
        if (called != null) {
          results.add(
              result(
                  size,
                  called,
                  "The report calls this smaller than a centimetre: check the size and its unit.",
                  "The words may be meant for other findings."));
        }
      }
      before = s;
    }
    // who writes it twice does so by habit
    if (points.size() == 1) {
      results.addAll(points);
    }
    return results;
  }

  private static boolean large(Measurement m) {
    return m.quantity() == Quantity.LENGTH
        && m.role() == Role.SIZE
        && m.time() == Time.NOW
        && !m.limits()
        && !m.range()
        && m.largest() > CENTIMETRE;
  }

  /** The words that call what is measured small; {@code null} if they can be of something else. */
  private @Nullable Evidence called(
      SentenceReading s, Measurement m, @Nullable SentenceReading before) {
    WordTokens t = s.words();
    if (aspects.anyIn(t)) {
      return null;
    }
    List<Terms.Hit> own = small.in(t);
    if (!own.isEmpty()) {
      Terms.Hit hit = own.get(0);
      return findings(s) <= 1 && t.clause(hit.first()) == t.clause(m.first())
          ? t.evidence(hit.first(), hit.last())
          : null;
    }
    List<Terms.Hit> last =
        before != null && goesOn(s) && findings(before) <= 1 && !aspects.anyIn(before.words())
            ? small.in(before.words())
            : List.of();
    return last.isEmpty() ? null : before.words().evidence(last.get(0).first(), last.get(0).last());
  }

  private static long findings(SentenceReading s) {
    return s.mentions(MentionKind.FINDING).count();
  }

  /** "The largest measures 12 mm." */
  private boolean goesOn(SentenceReading s) {
    WordTokens t = s.words();
    return findings(s) == 0
        && (things.pronoun(t.word(0)) || t.size() > 1 && things.pronoun(t.word(1)));
  }

  private static CheckResult result(Evidence first, Evidence second, String action, String why) {
    return new CheckResult(Unit.ID, Label.NEEDS_REVIEW, first, second, action).asking(why);
  }
}
