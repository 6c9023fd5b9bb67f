package org.radiologytrust.review;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Span;

/**
 * What the sentence about a problem is made of: what stands there, where, and against what. The
 * worklist keeps it; {@link ProblemWords} makes the sentence.
 *
 * @param kind as in {@link Problem#kind}
 * @param quote the flagged words in their sentence; what the model saw, for an omission
 * @param place the section of these words, such as {@code impression}; empty if it is none of those
 *     that people name
 * @param other words of the report that contradict them; empty if there are none
 * @param otherPlace the section of those
 * @param value what a field or the model says, as people say it; empty if nothing does
 * @param action what to do, or what is wrong where no check found it
 */
public record ProblemParts(
    String kind,
    String quote,
    String place,
    String other,
    String otherPlace,
    String value,
    String action) {
  /** For a report without a problem. */
  public static final ProblemParts NONE = new ProblemParts("", "", "", "", "", "", "");

  private static final String REPORT = "report";
  private static final int QUOTE = 90;
  private static final int OTHER = 70;
  private static final int SENTENCE = 300;

  public static ProblemParts of(Audit audit, Problem problem) {
    return new Reading(audit, problem).parts();
  }

  /** Reads the parts of one problem. */
  private record Reading(Audit audit, Problem problem) {
    ProblemParts parts() {
      Optional<Span> words = problem.places().stream().findFirst();
      Optional<Span> against = other();
      return new ProblemParts(
          problem.kind(),
          problem.type().equals(Problem.OMISSION)
              ? Excerpt.of(seen(audit, problem.findings()), QUOTE)
              : words.map(span -> quote(span, QUOTE)).orElse(""),
          words.map(span -> section(audit, span)).orElse(""),
          against.map(span -> quote(span, OTHER)).orElse(""),
          against.map(span -> section(audit, span)).orElse(""),
          value(),
          action(problem.why()));
    }

    /** What contradicts the first place; a sentence around the flagged words does not. */
    private Optional<Span> other() {
      return second()
          .map(Evidence::span)
          .filter(span -> problem.places().stream().noneMatch(span::contains));
    }

    private Optional<Evidence> second() {
      return problem.checks().stream()
          .filter(result -> problem.places().get(0).equals(result.first().span()))
          .findFirst()
          .map(CheckResult::second);
    }

    private String value() {
      if (problem.checks().isEmpty()) {
        return said(problem.type().equals(Problem.MODEL) ? problem.why() : "");
      }
      return second()
          .filter(evidence -> evidence.span() == null)
          // what no sentence says is no field
          .filter(evidence -> !evidence.source().equals(REPORT))
          .map(Evidence::value)
          .map(field -> FieldWords.of(field).orElseGet(() -> said(field)))
          .orElse("");
    }

    /** With its full stop, unless it is very long. */
    private static String action(String why) {
      return why.length() <= SENTENCE ? why : Excerpt.of(why, SENTENCE);
    }

    private static String said(String words) {
      return words.isBlank() ? "" : "“" + Excerpt.of(words, QUOTE) + "”";
    }

    private String quote(Span words, int most) {
      String text = audit.report().text();
      if (words.end() > text.codePointCount(0, text.length())) {
        return "";
      }
      Span around =
          audit.claims().stream()
              .map(Claim::span)
              .filter(span -> span.contains(words))
              .findFirst()
              .orElse(words);
      int start = text.offsetByCodePoints(0, around.start());
      int from = text.offsetByCodePoints(start, words.start() - around.start());
      int to = text.offsetByCodePoints(from, words.end() - words.start());
      int end = text.offsetByCodePoints(to, around.end() - words.end());
      return Excerpt.of(text.substring(start, end), from - start, to - start, most);
    }
  }

  /** What the model saw, in its words. */
  public static String seen(Audit audit, Collection<String> findings) {
    return audit.reads().stream()
        .flatMap(read -> read.findings().stream())
        .filter(finding -> findings.contains(finding.id()))
        .map(Finding::words)
        .collect(Collectors.joining("; "));
  }

  /** Findings, impression or addendum; empty for other parts of the report. */
  public static String section(Audit audit, @Nullable Span span) {
    if (span == null) {
      return "";
    }
    if (audit.report().addenda().stream().anyMatch(a -> a.text().overlaps(span))) {
      return "addendum";
    }
    return audit.claims().stream()
        .filter(claim -> claim.span().overlaps(span))
        .map(Claim::section)
        .findFirst()
        .map(ProblemParts::name)
        .orElse("");
  }

  private static String name(Section section) {
    return switch (section) {
      case FINDINGS -> "findings";
      case IMPRESSION -> "impression";
      default -> "";
    };
  }

  /** Withholds the words of the report. */
  @Override
  public String toString() {
    return "ProblemParts[" + kind + "]";
  }
}
