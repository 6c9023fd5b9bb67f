package org.radiologytrust.text.changes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.changes.Pairs.Pair;
import org.radiologytrust.text.measures.Measurements;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.Recommendation;
import org.radiologytrust.text.mentions.RecommendationReader;
import org.radiologytrust.text.mentions.ReportReader;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.sections.Segmenter;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.Measurement.Role;

/**
 * Tells what a later version of a report says otherwise. Only sections that make statements are
 * compared. Thread-safe.
 */
public final class Changes {
  private final Segmenter segmenter;
  private final ReportReader reader;
  private final Measurements measurements;
  private final RecommendationReader recommendations;

  /**
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  public Changes(SiteFiles files) {
    segmenter = Segmenter.of(files);
    reader = new ReportReader(files);
    measurements = new Measurements(files);
    recommendations = new RecommendationReader(files);
  }

  /**
   * The statements that the two versions do not share, in order of the later text; then those that
   * only the earlier one has. A statement that stands elsewhere in the same words has not changed.
   */
  public List<Change> of(Report before, Report after) {
    Statements old = read(before);
    Statements now = read(after);
    return Pairs.of(old.without(now), now.without(old)).stream()
        .map(pair -> new Change(kind(pair, old, now), span(pair.before()), span(pair.after())))
        .toList();
  }

  private static @Nullable Span span(@Nullable Statement s) {
    return s == null ? null : s.span();
  }

  private Statements read(Report report) {
    ReportReading reading =
        reader.read(segmenter.segment(Audit.of(report.correlationId(), report).build()));
    List<Recommendation> recommended = recommendations.read(reading);
    return new Statements(reading.stated().stream().map(s -> statement(s, recommended)).toList());
  }

  private Statement statement(SentenceReading s, List<Recommendation> recommended) {
    Set<String> sizes =
        measurements.in(s.words()).stream()
            .filter(m -> m.role() != Role.TECHNICAL)
            .map(Changes::size)
            .collect(Collectors.toSet());
    Set<String> asked =
        Stream.concat(
                recommended.stream()
                    .filter(r -> concerns(r, s.sentence().span()))
                    .map(r -> words(r.modality()) + ", " + words(r.interval())),
                recommendations.asked(s).stream())
            .map(what -> what.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return new Statement(s, sizes, asked);
  }

  /** Equal in millimetres and in centimetres. */
  private static String size(Measurement m) {
    return m.quantity()
        + m.values().stream()
            .map(value -> " " + Math.round(value * 10))
            .collect(Collectors.joining());
  }

  /** The sentence recommends, or adds to the recommendation of the one before it. */
  private static boolean concerns(Recommendation r, Span sentence) {
    return Stream.of(r.sentence(), r.modality(), r.interval())
        .filter(Objects::nonNull)
        .anyMatch(e -> sentence.contains(e.span()));
  }

  private static String words(@Nullable Evidence e) {
    return e == null ? "" : e.value();
  }

  /** The heaviest of what the two versions of a statement differ in. */
  private static ChangeKind kind(Pair pair, Statements old, Statements now) {
    List<ChangeKind> kinds = new ArrayList<>();
    if (pair.after() != null) {
      kinds.add(kind(pair.after(), pair.before(), now, old, ChangeKind.FINDING_ADDED));
    }
    if (pair.before() != null) {
      kinds.add(kind(pair.before(), pair.after(), old, now, ChangeKind.FINDING_REMOVED));
    }
    return kinds.stream().min(ChangeKind::compareTo).orElseThrow();
  }

  /**
   * What a statement of one version says that the other version does not.
   *
   * @param other the same statement in the other version, if it is there
   * @param here its own version
   * @param alone what it is if only its own version has a finding
   */
  private static ChangeKind kind(
      Statement one,
      @Nullable Statement other,
      Statements here,
      Statements there,
      ChangeKind alone) {
    Set<ChangeKind> kinds = new HashSet<>(Set.of(ChangeKind.WORDING));
    for (Mention m : one.findings()) {
      if (!there.same(m).isEmpty()) {
        if (there.sideless(m)) {
          kinds.add(ChangeKind.SIDE);
        }
        if (!asSure(m, one, other, here, there)) {
          kinds.add(ChangeKind.CERTAINTY);
        }
      } else {
        boolean moved =
            there.otherSide(m).stream().anyMatch(o -> here.same(o).isEmpty())
                || (other != null && !new Statements(List.of(other)).otherSide(m).isEmpty());
        kinds.add(moved ? ChangeKind.SIDE : alone);
      }
    }
    if (other != null && !one.sides().isEmpty() && !other.sides().isEmpty()) {
      if (!one.sides().equals(other.sides())) {
        kinds.add(ChangeKind.SIDE);
      }
    }
    if (!there.gives(one.sizes())) {
      kinds.add(ChangeKind.SIZE);
    }
    if (!there.recommends(one.recommended())) {
      kinds.add(ChangeKind.RECOMMENDATION);
    }
    return kinds.stream().min(ChangeKind::compareTo).orElseThrow();
  }

  /** Whether the two versions of a statement, or else the whole versions, are as sure of it. */
  private static boolean asSure(
      Mention m, Statement one, @Nullable Statement other, Statements here, Statements there) {
    return other != null && other.families().contains(m.family())
        ? one.doubts(m.family()).equals(other.doubts(m.family()))
        : here.certainty(m).equals(there.certainty(m));
  }
}
