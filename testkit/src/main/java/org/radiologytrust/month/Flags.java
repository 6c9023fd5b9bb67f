package org.radiologytrust.month;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Span;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.Problems;

/** The flags of an audit, as the count made apart knows them. */
final class Flags {
  /** Checks that miss something in the impression. */
  static final Set<String> LACKING =
      Set.of("critical-left-out", "finding-left-out", "no-impression");

  private static final Pattern HEADING = Pattern.compile("(?m)^[A-Z][A-Za-z ]*:");

  private Flags() {}

  static List<Happened.Flag> of(Audit audit) {
    return Problems.every(audit).stream().map(problem -> of(audit.report(), problem)).toList();
  }

  private static Happened.Flag of(Report report, Problem problem) {
    return new Happened.Flag(
        problem.key(),
        problem.type(),
        problem.checks().get(0).strength(),
        Readers.Flagged.of(problem).what(),
        problem.checks().stream()
            .map(r -> r.action() + side(report, r.first()) + side(report, r.second()) + r.inputs())
            .sorted()
            .collect(Collectors.joining(";", problem.type() + ";", "")),
        quoted(problem).map(Flags::words).collect(Collectors.toSet()),
        quoted(problem)
            .map(Evidence::span)
            .filter(Objects::nonNull)
            .map(span -> sentence(report.text(), span))
            .distinct()
            .toList(),
        LACKING.contains(problem.type())
            || problem.checks().stream()
                .map(CheckResult::second)
                .anyMatch(e -> e.span() == null && e.source().equals(Evidence.REPORT)));
  }

  private static Stream<Evidence> quoted(Problem problem) {
    return problem.checks().stream().flatMap(r -> Stream.of(r.first(), r.second()));
  }

  /** Words with the heading under which they are. */
  private static String side(Report report, Evidence evidence) {
    String heading = "";
    if (evidence.span() != null && evidence.span().start() > 0) {
      Matcher before = HEADING.matcher(new Span(0, evidence.span().start()).in(report.text()));
      while (before.find()) {
        heading = before.group();
      }
    }
    return "|" + heading + words(evidence);
  }

  private static String words(Evidence evidence) {
    return evidence.source() + "=" + plain(evidence.value());
  }

  /** From the full stop or line before to the one behind. */
  private static String sentence(String text, Span span) {
    int[] points = text.codePoints().toArray();
    int start = span.start();
    int end = span.end();
    while (start > 0 && points[start - 1] != '.' && points[start - 1] != '\n') {
      start--;
    }
    while (end < points.length && points[end - 1] != '.' && points[end] != '\n') {
      end++;
    }
    return plain(new String(points, start, end - start));
  }

  /** Without regard to how lines are broken. */
  static String plain(String words) {
    return words.strip().replaceAll("\\s+", " ");
  }
}
