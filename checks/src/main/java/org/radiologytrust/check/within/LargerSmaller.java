package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.measures.MeasuredThings;
import org.radiologytrust.text.measures.Measurements;
import org.radiologytrust.text.measures.Trends;
import org.radiologytrust.text.measures.Trends.Direction;
import org.radiologytrust.text.measures.Trends.Trend;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.Measurement.Quantity;
import org.radiologytrust.text.words.Measurement.Role;
import org.radiologytrust.text.words.Measurement.Time;

/**
 * {@code larger-smaller}: the report says that something has grown, and its sizes say that it has
 * shrunk, or the reverse. Reads a sentence with those behind it that go on with the same finding.
 * Asks where two sentences differ in how one finding went.
 */
final class LargerSmaller implements Check {
  static final String ID = "larger-smaller";

  private static final int MAX_SENTENCES = 3;
  private static final int MAX_TRENDS = 6;

  /** A size in its sentence. */
  private record Sized(SentenceReading sentence, Measurement size) {}

  /** A change in its sentence. */
  private record Said(SentenceReading sentence, Trend trend) {}

  private final Measurements measurements;
  private final Trends trends;
  private final MeasuredThings things;
  private final Denials denials;
  private final Courses courses;

  LargerSmaller(
      Measurements measurements,
      Trends trends,
      MeasuredThings things,
      Denials denials,
      Courses courses) {
    this.measurements = measurements;
    this.trends = trends;
    this.things = things;
    this.denials = denials;
    this.courses = courses;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<CheckResult> results = new ArrayList<>();
    List<SentenceReading> stated = r.stated();
    int i = 0;
    while (i < stated.size()) {
      int end = i + 1;
      while (end < stated.size() && end < i + MAX_SENTENCES && goesOn(stated, end)) {
        end++;
      }
      CheckResult result = contradiction(stated.subList(i, end));
      for (int k = i; k < end && result == null; k++) {
        result = contradiction(stated.subList(k, k + 1));
      }
      if (result != null) {
        results.add(result);
      }
      i = end;
    }
    results.addAll(courses.contradictions(r, denials.statements(r)));
    return results;
  }

  /** Whether a sentence is about the finding of the sentence before it. */
  private boolean goesOn(List<SentenceReading> stated, int i) {
    SentenceReading s = stated.get(i);
    return s.section() == stated.get(i - 1).section()
        && s.words().size() > 0
        && things.pronoun(s.words().word(0))
        && s.mentions(MentionKind.FINDING).findAny().isEmpty();
  }

  private @Nullable CheckResult contradiction(List<SentenceReading> sentences) {
    List<Sized> sizes = new ArrayList<>();
    List<Said> said = new ArrayList<>();
    for (SentenceReading s : sentences) {
      measurements.in(s.words()).stream()
          .filter(m -> m.role() == Role.SIZE && m.quantity() == Quantity.LENGTH && !m.range())
          .forEach(m -> sizes.add(new Sized(s, m)));
      trends.in(s.words()).forEach(t -> said.add(new Said(s, t)));
    }
    if (sizes.size() < 2 || said.isEmpty() || said.size() > MAX_TRENDS || several(sizes)) {
      return null;
    }
    Set<Direction> directions = EnumSet.noneOf(Direction.class);
    said.forEach(t -> directions.add(t.trend().direction()));
    if (directions.size() > 1) {
      return null;
    }
    Sized now = first(sizes, Time.NOW);
    Sized earlier = first(sizes, Time.EARLIER);
    for (Said t : said) {
      if (!sameFinding(t, now)) {
        return null;
      }
    }
    return SizeValues.contradict(said.get(0).trend().direction(), now.size(), earlier.size())
        ? result(said.get(0), now, earlier)
        : null;
  }

  /** Whether there are not exactly one size of now and one of earlier. */
  private static boolean several(List<Sized> sizes) {
    long now = sizes.stream().filter(s -> s.size().time() == Time.NOW).count();
    return now != 1 || sizes.size() != 2;
  }

  private static Sized first(List<Sized> sizes, Time time) {
    return sizes.stream().filter(s -> s.size().time() == time).findFirst().orElseThrow();
  }

  /** Whether a change and a size are of one finding, as far as both are named in one sentence. */
  private static boolean sameFinding(Said said, Sized sized) {
    if (said.sentence() != sized.sentence()) {
      return true;
    }
    List<Mention> findings = said.sentence().mentions(MentionKind.FINDING).toList();
    String ofTrend = nearest(findings, said.trend().first(), said.trend().last());
    String ofSize = nearest(findings, sized.size().first(), sized.size().last());
    return ofTrend == null || ofSize == null || Objects.equals(ofTrend, ofSize);
  }

  /** The family of the finding whose name is nearest to some words. */
  private static @Nullable String nearest(List<Mention> findings, int first, int last) {
    String family = null;
    int nearest = Integer.MAX_VALUE;
    for (Mention m : findings) {
      int distance = m.last() < first ? first - m.last() : Math.max(0, m.first() - last);
      if (distance < nearest) {
        nearest = distance;
        family = m.family();
      }
    }
    return family;
  }

  private static CheckResult result(Said said, Sized now, Sized earlier) {
    SentenceReading s = said.sentence();
    List<Integer> places =
        Stream.of(now, earlier)
            .filter(p -> p.sentence() == s)
            .flatMap(p -> Stream.of(p.size().first(), p.size().last()))
            .toList();
    int first = said.trend().first();
    int last = said.trend().last();
    for (int place : places) {
      first = Math.min(first, place);
      last = Math.max(last, place);
    }
    Sized other = earlier.sentence() == s ? now : earlier;
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        s.words().evidence(first, last),
        other.sentence().words().evidence(other.size().first(), other.size().last()),
        "The words and the sizes give different changes: check the sizes and correct the"
            + " sentence.");
  }
}
