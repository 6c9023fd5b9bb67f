package org.radiologytrust.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.radiologytrust.cases.CaseJson;
import org.radiologytrust.process.ProductVersion;

/** The summary of a batch as a table, CSV, JSON and HTML. It holds no words of a report. */
final class BatchSummary {
  private static final List<String> COLUMNS =
      List.of(
          "case",
          "outcome",
          "score",
          "severity",
          "supported",
          "uncertain",
          "needs_review",
          "not_assessed",
          "reason");

  private final List<BatchRow> rows;

  BatchSummary(List<BatchRow> rows) {
    this.rows = rows;
  }

  /** One line with the number of cases by outcome. */
  String totals() {
    long audited = rows.stream().filter(BatchRow::audited).count();
    long scored = rows.stream().filter(r -> r.score() != null).count();
    return rows.size()
        + (rows.size() == 1 ? " case: " : " cases: ")
        + audited
        + " audited ("
        + scored
        + " with a score), "
        + count(BatchRow.Outcome.CHECKED_ONLY)
        + " checked only, "
        + count(BatchRow.Outcome.NOT_AUDITABLE)
        + " not auditable, "
        + count(BatchRow.Outcome.REFUSED)
        + " refused";
  }

  private long count(BatchRow.Outcome outcome) {
    return rows.stream().filter(r -> r.outcome() == outcome).count();
  }

  /** One line for each matching case: outcome and reason. */
  List<String> lines(Predicate<BatchRow> which) {
    return rows.stream()
        .filter(which)
        .map(r -> printable(r.id()) + ": " + r.outcome().words() + ": " + printable(r.reason()))
        .toList();
  }

  private static List<String> cells(BatchRow r) {
    return List.of(
        r.id(),
        r.outcome().words(),
        r.score() == null ? "" : "" + r.score(),
        r.severity(),
        "" + r.supported(),
        "" + r.uncertain(),
        "" + r.needsReview(),
        "" + r.notAssessed(),
        r.reason());
  }

  String text() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(COLUMNS.stream().map(BatchSummary::title).toList());
    rows.forEach(r -> lines.add(cells(r).stream().map(BatchSummary::printable).toList()));
    int[] widths = new int[COLUMNS.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder one = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String pad = " ".repeat(widths[i] - line.get(i).length());
        boolean number = i == 2 || (i >= 4 && i <= 7);
        one.append(number ? pad + line.get(i) : line.get(i) + pad).append("  ");
      }
      text.append(one.toString().stripTrailing()).append('\n');
    }
    return text.append('\n').append(totals()).append('\n').toString();
  }

  /** Folder names may hold control characters. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\s]+", " ");
  }

  /** A column's code in the words that people read. */
  private static String title(String column) {
    return column.equals("severity") ? "priority" : column.replace('_', ' ');
  }

  String csv() {
    StringBuilder text = new StringBuilder(String.join(",", COLUMNS)).append("\r\n");
    for (BatchRow r : rows) {
      text.append(cells(r).stream().map(BatchSummary::field).collect(Collectors.joining(",")))
          .append("\r\n");
    }
    return text.toString();
  }

  /**
   * A field as in RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe.
   */
  private static String field(String cell) {
    String text = cell.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + cell : cell;
    return text.matches("(?s).*[\",\\r\\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  String json() {
    ObjectNode all = CaseJson.MAPPER.createObjectNode();
    all.put("engine", ProductVersion.CURRENT);
    ObjectNode totals = all.putObject("totals");
    for (BatchRow.Outcome outcome : BatchRow.Outcome.values()) {
      totals.put(outcome.name().toLowerCase(Locale.ROOT), count(outcome));
    }
    ArrayNode cases = all.putArray("cases");
    for (BatchRow r : rows) {
      ObjectNode one = cases.addObject();
      one.put("case", r.id());
      one.put("outcome", r.outcome().name().toLowerCase(Locale.ROOT));
      one.put("score", r.score());
      one.put("severity", r.severity());
      one.put("supported", r.supported());
      one.put("uncertain", r.uncertain());
      one.put("needs_review", r.needsReview());
      one.put("not_assessed", r.notAssessed());
      one.put("reason", r.reason());
    }
    return all.toPrettyString();
  }

  String html() {
    StringBuilder page =
        new StringBuilder(
            """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Audits of cases</title>
            <style>
            body { font: 15px/1.4 system-ui, sans-serif; margin: 2em; color: #222 }
            table { border-collapse: collapse }
            th, td { text-align: left; padding: .3em .8em; border-bottom: 1px solid #ddd; vertical-align: top }
            td.n { text-align: right; font-variant-numeric: tabular-nums }
            tr.high td, tr.refused td { background: #fdeaea } tr.medium td { background: #fff6e0 }
            tr.checked td { background: #eceff4 }
            </style></head><body>
            <h1>Audits of cases</h1>
            """);
    page.append("<p>").append(PageText.escaped(totals())).append(". Radiology Trust Layer ");
    page.append(PageText.escaped(ProductVersion.CURRENT)).append(".</p>\n<table><thead><tr>");
    for (String column : COLUMNS) {
      page.append("<th>").append(title(column)).append("</th>");
    }
    page.append("</tr></thead><tbody>\n");
    rows.forEach(r -> row(page, r));
    return page.append("</tbody></table>\n</body></html>\n").toString();
  }

  private static void row(StringBuilder page, BatchRow r) {
    String kind =
        switch (r.outcome()) {
          case AUDITED -> PageText.escaped(r.severity());
          case CHECKED_ONLY -> "checked";
          case NOT_AUDITABLE, REFUSED -> "refused";
        };
    page.append("<tr class=\"").append(kind).append("\">");
    List<String> cells = cells(r);
    String id = PageText.escaped(r.id());
    boolean linked = r.outcome() != BatchRow.Outcome.REFUSED;
    page.append("<td>")
        .append(
            linked
                ? "<a href=\""
                    + PageText.link(r.id() + "/" + BatchFolder.PAGE)
                    + "\">"
                    + id
                    + "</a>"
                : id)
        .append("</td>");
    for (int i = 1; i < cells.size(); i++) {
      boolean number = i == 2 || (i >= 4 && i <= 7);
      page.append(number ? "<td class=\"n\">" : "<td>").append(PageText.escaped(cells.get(i)));
      page.append("</td>");
    }
    page.append("</tr>\n");
  }
}
