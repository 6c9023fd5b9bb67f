package org.radiologytrust.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Texts;

/** An explanation for a terminal or a script. */
public final class ExplanationView {
  private final Explanation explanation;
  private final boolean values;

  /**
   * Creates the view.
   *
   * @param values whether values of the message are shown, which may be the patient's data
   */
  public ExplanationView(Explanation explanation, boolean values) {
    this.explanation = explanation;
    this.values = values;
  }

  /** Lines of text. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("site     " + visible(explanation.site()));
    if (!explanation.mapping().isEmpty()) {
      lines.add("mapping  " + explanation.mapping());
    }
    lines.add("");
    List<Explanation.Part> parts = explanation.parts();
    int segment = width(parts.stream().map(Explanation.Part::segment));
    int place = width(parts.stream().map(Explanation.Part::place));
    for (Explanation.Part part : parts) {
      String text =
          padded(part.segment(), segment)
              + "  "
              + padded(part.place(), place)
              + (part.used() ? "  " : "  - ")
              + part.as()
              + (part.rule().isEmpty() ? "" : "  [" + part.rule() + "]")
              + (values && !part.value().isEmpty() ? "  = " + part.value() : "");
      lines.add(visible(text));
    }
    lines.add("");
    outcome().forEach((name, value) -> lines.add(visible(padded(name, 10) + value)));
    reports().forEach(report -> report.forEach((k, v) -> lines.add(visible(padded(k, 10) + v))));
    return lines;
  }

  /** The same as JSON. */
  public ObjectNode json(ObjectMapper mapper) {
    ObjectNode all = mapper.createObjectNode();
    all.put("site", explanation.site()).put("mapping", explanation.mapping());
    ArrayNode parts = all.putArray("parts");
    for (Explanation.Part part : explanation.parts()) {
      ObjectNode one = parts.addObject();
      one.put("segment", part.segment())
          .put("place", part.place())
          .put("used", part.used())
          .put("as", part.as())
          .put("rule", part.rule());
      if (values) {
        one.put("value", part.value());
      }
    }
    outcome().forEach(all::put);
    ArrayNode reports = all.putArray("reports");
    reports().forEach(report -> report.forEach(reports.addObject()::put));
    return all;
  }

  private Map<String, String> outcome() {
    Map<String, String> all = new TreeMap<>();
    Inbox.Disposition disposition = explanation.disposition();
    if (disposition instanceof Inbox.Quarantined refused) {
      all.put("outcome", "refused");
      all.put("reason", refused.reason());
      all.put("refusal", explanation.refusal());
    } else if (disposition instanceof Inbox.Ignored ignored) {
      all.put("outcome", "ignored");
      all.put("reason", ignored.reason());
    } else {
      all.put("outcome", disposition instanceof Inbox.Parsed ? "parsed" : "applied");
    }
    return all;
  }

  private List<Map<String, String>> reports() {
    return explanation.disposition() instanceof Inbox.Parsed parsed
        ? parsed.reports().stream().map(this::report).toList()
        : List.of();
  }

  private Map<String, String> report(Report report) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("report", values ? report.reportId() : "yes");
    all.put("ids", values ? String.join(" ", report.otherIds()) : report.otherIds().size() + "");
    all.put("patient", report.patient().identifiers().size() + " identifiers");
    all.put("status", report.status().code() + (report.addendum() ? ", an addendum" : ""));
    all.put("text", report.text().length() + " characters");
    all.put(
        "sections",
        report.hints().stream()
            .map(hint -> hint.section().name())
            .distinct()
            .collect(Collectors.joining(" ")));
    all.put(
        "authors", report.authors().stream().map(this::author).collect(Collectors.joining("; ")));
    all.put(
        "unread",
        report.notAudited().stream().map(NotAudited::what).collect(Collectors.joining("; ")));
    return all;
  }

  private String author(Author author) {
    return author.role().name().toLowerCase(Locale.ROOT)
        + " by "
        + author.kind().name().toLowerCase(Locale.ROOT)
        + (values ? " " + author.name() : "")
        + (author.time() == null || !values ? "" : " at " + author.time())
        + " ("
        + author.source()
        + ")";
  }

  private static int width(Stream<String> texts) {
    return texts.mapToInt(String::length).max().orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  private static String visible(String text) {
    return Texts.printable(text).stripTrailing();
  }
}
