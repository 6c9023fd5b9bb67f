package org.radiologytrust.ingest.hl7.out;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Score;
import org.radiologytrust.model.Severity;
import org.radiologytrust.model.Texts;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.ProblemParts;
import org.radiologytrust.review.ProblemWords;
import org.radiologytrust.review.Problems;
import org.radiologytrust.review.Recommendation;

/** What a message says about an audit, line by line. */
final class AuditLines {
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private final OruMapping mapping;
  private final Options options;
  private final ProblemWords words;

  /**
   * What the settings say.
   *
   * @param asked whether flags that only ask are sent too
   * @param page URL of the review page; empty for no link
   * @param zone of the times
   */
  record Options(boolean asked, String page, ZoneId zone) {}

  AuditLines(OruMapping mapping, Options options, ProblemWords words) {
    this.mapping = mapping;
    this.options = options;
    this.words = words;
  }

  /** The first line, which says what the message is. */
  static Line notice(Audit audit) {
    String version = Texts.orEmpty(audit.engineVersion());
    String what =
        "Automated audit of a radiology report, made by software (Radiology Trust Layer"
            + (version.isEmpty() ? "" : " " + version)
            + "). This is no radiology report and no version of one; it does not change the report.";
    String more = "";
    if (audit.report().status().withdrawn()) {
      more = " The report was withdrawn: its audit is withdrawn with it.";
    } else if (audit.textOnly()) {
      more = " Only the text was checked so far; an audit with the images may follow.";
    }
    return Line.of(OwnCodes.NOTICE, "1", what + more);
  }

  /**
   * All other lines. If the report was withdrawn, its numbers alone: they tell the receiver which
   * report it was.
   *
   * @param page our id of the report; empty if it is not known
   */
  List<Line> of(Audit audit, List<Decision> decisions, Optional<UUID> page) {
    if (audit.report().status().withdrawn()) {
      return numbers(audit.report());
    }
    Decided decided = Decided.of(audit, decisions);
    List<Line> lines = new ArrayList<>(report(audit.report()));
    summary(lines, audit, decided);
    decided.problems().forEach(flag -> lines.add(flag(OwnCodes.FLAG, audit, flag, decided)));
    if (options.asked) {
      decided
          .questions()
          .forEach(asked -> lines.add(flag(OwnCodes.QUESTION, audit, asked, decided)));
    }
    page.filter(id -> !options.page.isEmpty())
        .ifPresent(id -> lines.add(link(options.page + "/reports/" + id)));
    return lines;
  }

  private static Line link(String url) {
    return Line.of(OwnCodes.LINK, "1", url);
  }

  private List<Line> numbers(Report report) {
    List<Line> lines = new ArrayList<>();
    for (OruMapping.Reference reference : mapping.references()) {
      String value = OruMapping.resolved(reference.value(), report.order());
      if (!value.isEmpty()) {
        lines.add(Line.of(OwnCodes.REPORT, reference.name(), reference.name() + ": " + value));
      }
    }
    return lines;
  }

  private List<Line> report(Report report) {
    List<Line> lines = numbers(report);
    Instant issued = report.issued();
    String released =
        issued == null ? "" : ", released " + MINUTE.format(issued.atZone(options.zone));
    lines.add(
        Line.of(OwnCodes.REPORT, "status", "Status: " + report.status().code() + released + "."));
    return lines;
  }

  private void summary(List<Line> lines, Audit audit, Decided decided) {
    summary(lines, "outcome", outcome(audit, decided));
    summary(lines, "recommendation", Recommendation.of(audit).map(Recommendation::told).orElse(""));
    summary(lines, "text", audit.summaries().clinician());
    summary(lines, "note", audit.note());
    summary(
        lines,
        "unfinished",
        listed(
            "Checks that did not finish: ",
            audit.unfinished().stream()
                .map(check -> check.check() + " (" + check.reason().words() + ")")
                .toList()));
    summary(
        lines,
        "not audited",
        listed("Not audited: ", audit.notAudited().stream().map(NotAudited::what).toList()));
  }

  private static void summary(List<Line> lines, String name, String text) {
    if (!Texts.orEmpty(text).isBlank()) {
      lines.add(Line.of(OwnCodes.SUMMARY, name, text));
    }
  }

  private static String listed(String title, List<String> items) {
    return items.isEmpty() ? "" : title + String.join("; ", items) + ".";
  }

  private String outcome(Audit audit, Decided decided) {
    List<String> parts = new ArrayList<>();
    if (audit.failed()) {
      parts.add("Not audited: " + audit.failure());
    } else {
      Score score = audit.score();
      parts.add(Texts.capital(audit.outcome().words()));
      parts.add(
          score == null || score.value() == null
              ? "No score"
              : "Score " + score.value() + " of 100");
      if (!audit.complete()) {
        parts.add("Not complete");
      }
    }
    Problems.severity(audit).ifPresent(severity -> parts.add("Priority " + severity.code()));
    parts.add("Flags: " + decided.problems().size());
    parts.add("Questions: " + decided.questions().size());
    return parts.stream().collect(Collectors.joining(". ", "", "."));
  }

  private Line flag(OwnCodes kind, Audit audit, Problem problem, Decided decided) {
    ProblemParts parts = ProblemParts.of(audit, problem);
    Severity severity = Severity.of(problem.weight());
    List<String> text = new ArrayList<>();
    text.add(Texts.capital(severity.code()) + ":");
    String sentence = words.of(parts);
    text.add(sentence);
    if (!parts.action().isEmpty() && !sentence.contains(parts.action())) {
      text.add(parts.action());
    }
    if (!parts.place().isEmpty()) {
      text.add("Place: " + parts.place() + ".");
    }
    problem.checks().stream()
        .map(check -> check.why())
        .filter(why -> !why.isEmpty())
        .findFirst()
        .ifPresent(why -> text.add("Only asks: " + why));
    text.add("Check: " + problem.kind() + ".");
    String quote = quote(audit, problem);
    if (!quote.isEmpty()) {
      text.add("Quote: “" + quote + "”");
    }
    decided
        .standing(problem.key())
        .ifPresent(decision -> text.add("Decision: " + decided(decision) + "."));
    String abnormal = kind == OwnCodes.FLAG ? mapping.abnormal().get(severity) : "";
    return new Line(kind, problem.key(), problem.kind(), abnormal, String.join(" ", text));
  }

  /** The flagged words themselves. */
  private static String quote(Audit audit, Problem problem) {
    return problem.places().stream()
        .map(span -> span.in(audit.report().text()))
        .distinct()
        .collect(Collectors.joining("”, “"));
  }

  private static String decided(Decision decision) {
    return DECISIONS.getOrDefault(decision.kind(), decision.kind().code());
  }

  private static final Map<Decision.Kind, String> DECISIONS =
      Map.of(
          Decision.Kind.AGREE, "a person agrees",
          Decision.Kind.REWORD, "a person agrees and proposes other words",
          Decision.Kind.DISMISS, "a person dismissed it",
          Decision.Kind.LEFT, "a person agrees and leaves the report as it is",
          Decision.Kind.CORRECTED, "the report was corrected",
          Decision.Kind.UNCLEAR, "it is not known what became of it");
}
