package org.radiologytrust.lab.checks;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.html.HtmlPage;
import org.radiologytrust.lab.results.Estimate;
import org.radiologytrust.model.CheckResult;

/**
 * The measurement as one HTML file that needs nothing else: the figures, every error that is missed
 * and every alarm. Text of reports is escaped, and its invisible characters are shown.
 */
public final class CheckPage {
  private final CheckFigures figures;
  private final List<String> table;

  private CheckPage(CheckFigures figures, List<String> table) {
    this.figures = figures;
    this.table = table;
  }

  /**
   * @param table the figures as {@link CheckTable} prints them
   */
  public static String html(CheckFigures figures, List<String> table) {
    return HtmlPage.render("lab/checks/checks.jte", new CheckPage(figures, table));
  }

  /**
   * A report on the page.
   *
   * @param fields of order and patient
   * @param flags that are shown
   */
  record Entry(String title, List<String> fields, MarkedText text, List<CheckResult> flags) {}

  CheckFigures figures() {
    return figures;
  }

  String table() {
    return String.join("\n", table);
  }

  /** The errors of a kind that are missed. */
  List<Entry> misses(String kind) {
    List<Entry> entries = new ArrayList<>();
    for (SeededError e : figures.of(kind)) {
      if (!e.found()) {
        List<CheckResult> flags = e.error().flags();
        entries.add(
            new Entry(
                e.name(),
                e.error().fields(),
                MarkedText.of(e.error().report().text(), flags, e.said()),
                flags));
      }
    }
    return entries;
  }

  /** The clean reports that a check flags. */
  List<Entry> alarms(String check) {
    List<Entry> entries = new ArrayList<>();
    for (CleanReport r : figures.reports()) {
      List<CheckResult> flags = of(check, r.checked());
      if (!flags.isEmpty()) {
        entries.add(entry(r.id(), r.checked(), flags, List.of()));
      }
    }
    return entries;
  }

  /** The twins that a check flags and whose report it does not. */
  List<Entry> twinAlarms(String check) {
    List<Entry> entries = new ArrayList<>();
    for (SeededError e : figures.errors()) {
      if (e.twinAlarms().contains(check)) {
        entries.add(entry("twin of " + e.name(), e.twin(), of(check, e.twin()), e.said()));
      }
    }
    return entries;
  }

  private static List<CheckResult> of(String check, Checked checked) {
    return checked.flags().stream().filter(f -> f.check().equals(check)).toList();
  }

  private static Entry entry(
      String title, Checked checked, List<CheckResult> flags, List<String> said) {
    return new Entry(
        title, checked.fields(), MarkedText.of(checked.report().text(), flags, said), flags);
  }

  /** Such as {@code 12 of 40}. */
  static String of(Estimate e) {
    return e.known() ? Math.round(e.value() * e.n()) + " of " + e.n() : "none";
  }

  static String style() {
    return HtmlPage.resource("/lab/evaluation.css");
  }

  static String policy() {
    return HtmlPage.policy(style());
  }
}
