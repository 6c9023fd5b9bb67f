package org.radiologytrust.cli.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.radiologytrust.cases.CaseJson;
import org.radiologytrust.html.HtmlPage;
import org.radiologytrust.model.Weight;
import org.radiologytrust.process.ProductVersion;

/**
 * The summary of a batch as a table, CSV, JSON and HTML: the heaviest flags first, then the cases
 * in their own order. It holds no words of a report.
 */
final class BatchSummary {
  private static final List<String> COLUMNS =
      List.of(
          "case",
          "outcome",
          "weight",
          "flags",
          "score",
          "severity",
          "supported",
          "uncertain",
          "needs_review",
          "not_assessed",
          "reason");

  private static final Set<String> NUMBERS =
      Set.of("score", "supported", "uncertain", "needs_review", "not_assessed");

  private final List<BatchRow> rows;

  BatchSummary(List<BatchRow> rows) {
    this.rows = rows.stream().sorted(Comparator.comparingInt(BatchSummary::rank)).toList();
  }

  /** As the heaviest flag of the case weighs; a case without a flag comes after all others. */
  private static int rank(BatchRow row) {
    return Weight.ofCode(row.weight()).map(Weight::ordinal).orElse(Weight.values().length);
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

  /** The values of a case, in the order of the columns. */
  static List<String> cells(BatchRow r) {
    return List.of(
        r.id(),
        r.outcome().words(),
        r.weight(),
        r.flags(),
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
        one.append(number(i) ? pad + line.get(i) : line.get(i) + pad).append("  ");
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
      one.put("weight", r.weight());
      one.put("flags", r.flags());
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

  /** The summary as a page that links to the page of each case. */
  String html() {
    return HtmlPage.render("cli/audit/summary.jte", this);
  }

  List<BatchRow> rows() {
    return rows;
  }

  static List<String> titles() {
    return COLUMNS.stream().map(BatchSummary::title).toList();
  }

  /** Whether a column holds numbers. */
  static boolean number(int column) {
    return NUMBERS.contains(COLUMNS.get(column));
  }

  /** The style class of a row. */
  static String kind(BatchRow r) {
    return switch (r.outcome()) {
      case AUDITED -> r.severity();
      case CHECKED_ONLY -> "checked";
      case NOT_AUDITABLE, REFUSED -> "refused";
    };
  }

  /** A link to the page of a case; empty for a case that has none. */
  static String link(BatchRow r) {
    return r.outcome() == BatchRow.Outcome.REFUSED
        ? ""
        : HtmlPage.link(r.id() + "/" + BatchFolder.PAGE);
  }
}
