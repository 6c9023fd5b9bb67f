package org.radiologytrust.check.tables;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.measures.MeasuredThing;
import org.radiologytrust.text.measures.MeasuredThings;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.Measurement.Bound;
import org.radiologytrust.text.words.Measurement.Quantity;
import org.radiologytrust.text.words.Measurement.Time;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/** Finds the nodules of a report that have a size and are there now. */
final class Lesions {
  /** How many words on each side of a nodule and its size can tell its type. */
  private static final int NEAR = 4;

  private final MeasuredThings things;
  private final Assessments.Words words;
  private final Terms types;

  Lesions(SiteFiles files, MeasuredThings things, Assessments assessments) {
    this.things = things;
    words = assessments.words();
    types = Terms.of(files, "assessments.yaml", words.types());
  }

  /**
   * The largest nodule; {@code null} if there is none, or if two have different types.
   *
   * @param exceptions words with which sizes decide nothing, unless they are denied
   */
  @Nullable Lesion largest(ReportReading r, @Nullable Terms exceptions) {
    if (exceptions != null && r.stated().stream().anyMatch(s -> asserts(exceptions, s))) {
      return null;
    }
    List<MeasuredThing> measured =
        things.in(r).stream()
            .filter(m -> m.sentence().section().stated() && m.affirmed() && nodule(m))
            .toList();
    boolean exact = measured.stream().map(MeasuredThing::measurement).allMatch(Lesions::exact);
    if (measured.isEmpty() || !exact) {
      return null;
    }
    long sizes =
        measured.stream().map(m -> Math.round(m.measurement().largest())).distinct().count();
    boolean several =
        sizes > 1
            || r.stated().stream().anyMatch(s -> names(s) && words.several().anyIn(s.words()));
    List<String> named = measured.stream().flatMap(this::types).distinct().toList();
    MeasuredThing largest =
        measured.stream()
            .reduce((a, b) -> b.measurement().largest() > a.measurement().largest() ? b : a)
            .orElseThrow();
    return named.size() > 1
        ? null
        : new Lesion(largest, named.isEmpty() ? null : named.get(0), several);
  }

  private static boolean exact(Measurement m) {
    return m.quantity() == Quantity.LENGTH
        && m.time() == Time.NOW
        && !m.range()
        && (m.bound() == Bound.EXACT || m.bound() == Bound.ABOUT || m.bound() == Bound.UP_TO);
  }

  private boolean names(SentenceReading s) {
    return words.nodules().anyIn(s.words());
  }

  private boolean nodule(MeasuredThing m) {
    SentenceReading s = m.before() == null ? m.sentence() : m.before();
    return Window.around(s.words(), m.first(), m.last(), 0).has(words.nodules());
  }

  private static boolean asserts(Terms some, SentenceReading s) {
    return some.in(s.words()).stream()
        .anyMatch(hit -> s.scopes().polarity(hit.first()) != Polarity.DENIED);
  }

  /** The types that stand near a nodule and its size. */
  private Stream<String> types(MeasuredThing m) {
    SentenceReading s = m.before() == null ? m.sentence() : m.before();
    WordTokens t = s.words();
    int first = m.before() == null ? Math.min(m.first(), m.measurement().first()) : m.first();
    int last = m.before() == null ? Math.max(m.last(), m.measurement().last()) : m.last();
    Window near = Window.around(t, first, last, NEAR).inPart();
    return types.in(t).stream()
        .filter(hit -> near.from() <= hit.first() && hit.last() < near.to())
        .map(Terms.Hit::id);
  }
}
