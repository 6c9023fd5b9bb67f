package org.radiologytrust.check.within;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/**
 * Compares how two sentences say that one finding at one place went: new in one, unchanged in the
 * other.
 */
final class Courses {
  private static final String FILE = "courses.yaml";
  private static final String WHY = "The two sentences may compare with two studies.";

  /** Bounds the work, since each is compared with each. */
  private static final int MAX_FINDINGS = 100;

  private static final int BEFORE = 4;
  private static final int BEHIND = 4;

  private enum Course {
    FRESH,
    WORSE,
    BETTER,
    SAME,
    KNOWN,
    MORE,
    LESS;

    boolean contradicts(Course other) {
      return switch (this) {
        case FRESH -> EnumSet.of(BETTER, SAME, KNOWN, LESS).contains(other);
        case WORSE -> EnumSet.of(BETTER, SAME, LESS).contains(other);
        case BETTER -> EnumSet.of(FRESH, WORSE, SAME, MORE).contains(other);
        case SAME -> EnumSet.of(FRESH, WORSE, BETTER).contains(other);
        case KNOWN -> other == FRESH;
        case MORE -> other == BETTER;
        case LESS -> other == FRESH || other == WORSE;
      };
    }
  }

  private record Words(
      List<String> fresh,
      List<String> worse,
      List<String> better,
      List<String> same,
      List<String> known,
      List<String> more,
      List<String> less,
      @MayBeEmpty Terms several) {}

  /** A finding with its course. */
  private record Gone(Placed placed, Course course) {
    Mention mention() {
      return placed.mention();
    }
  }

  private final Terms courses;
  private final Terms several;
  private final Distinctions distinctions;

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  Courses(SiteFiles files, Distinctions distinctions) {
    Words w = files.words(FILE, new TypeReference<Words>() {});
    Map<Course, List<String>> terms = new EnumMap<>(Course.class);
    terms.put(Course.FRESH, w.fresh());
    terms.put(Course.WORSE, w.worse());
    terms.put(Course.BETTER, w.better());
    terms.put(Course.SAME, w.same());
    terms.put(Course.KNOWN, w.known());
    terms.put(Course.MORE, w.more());
    terms.put(Course.LESS, w.less());
    Map<String, List<String>> byName = new LinkedHashMap<>();
    terms.forEach((course, all) -> byName.put(course.name(), all));
    courses = Terms.of(files, FILE, byName);
    several = w.several();
    this.distinctions = distinctions;
  }

  /** What contradicts itself, each finding once. */
  List<CheckResult> contradictions(ReportReading r, List<SentenceReading> statements) {
    List<Gone> found = new ArrayList<>();
    for (SentenceReading s : statements) {
      if (courses.anyIn(s.words()) && !several.anyIn(s.words())) {
        distinctions.findings(s).forEach(p -> add(p, s, found));
      }
    }
    List<Gone> compared = r.budget().first(MAX_FINDINGS, found);
    List<CheckResult> results = new ArrayList<>();
    Set<String> reported = new HashSet<>();
    for (Gone one : compared) {
      List<Gone> same = compared.stream().filter(other -> sameThing(one, other)).toList();
      boolean differs =
          !same.isEmpty() && same.stream().allMatch(o -> one.course().contradicts(o.course()));
      if (differs && reported.add(one.mention().concept())) {
        results.add(result(same.get(same.size() - 1).mention(), one.mention()));
      }
    }
    return results;
  }

  private void add(Placed p, SentenceReading s, List<Gone> found) {
    Mention m = p.mention();
    boolean stated =
        m.kind() == MentionKind.FINDING
            && m.polarity() == Polarity.AFFIRMED
            && m.time() == MentionTime.NOW;
    Course course = stated ? course(s, m) : null;
    if (course != null) {
      found.add(new Gone(p, course));
    }
  }

  /** The course of a finding; {@code null} if the words around it name none, or two. */
  private @Nullable Course course(SentenceReading s, Mention m) {
    WordTokens t = s.words();
    boolean[] finding = Distinctions.findingWords(s);
    IntPredicate ends = i -> finding[i];
    Set<Course> named = EnumSet.noneOf(Course.class);
    Window before = Window.before(t, m.first(), BEFORE).inClause().until(ends);
    Window behind = Window.behind(t, m.last(), BEHIND).inPart().until(ends);
    for (Terms.Hit hit : courses.in(t)) {
      boolean leading = hit.first() >= before.from() && hit.last() < before.to();
      boolean following =
          hit.first() >= behind.from() && hit.first() < behind.to() && !leads(t, finding, hit);
      if ((leading || following) && s.scopes().polarity(hit.first()) == Polarity.AFFIRMED) {
        named.add(Course.valueOf(hit.id()));
      }
    }
    return named.size() == 1 ? named.iterator().next() : null;
  }

  /** Whether a finding follows a word in its clause: "cardiomegaly and new effusions". */
  private static boolean leads(WordTokens t, boolean[] finding, Terms.Hit word) {
    return Window.behind(t, word.last(), BEFORE).inClause().words().anyMatch(i -> finding[i]);
  }

  private static boolean sameThing(Gone one, Gone other) {
    Mention a = one.mention();
    Mention b = other.mention();
    return a.words() != b.words()
        && a.concept().equals(b.concept())
        && a.side() == b.side()
        && one.placed().place().sites().equals(other.placed().place().sites())
        && !one.placed().place().apart(other.placed().place());
  }

  private static CheckResult result(Mention said, Mention other) {
    return new CheckResult(
            LargerSmaller.ID,
            Label.NEEDS_REVIEW,
            said.words().evidence(),
            other.words().evidence(),
            "The report says in two ways how this went since the earlier study: correct the sentence"
                + " that is wrong.")
        .asking(WHY);
  }
}
