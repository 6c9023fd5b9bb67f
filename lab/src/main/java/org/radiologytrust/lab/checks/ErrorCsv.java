package org.radiologytrust.lab.checks;

import java.util.List;
import org.radiologytrust.lab.results.EvalCsv;
import org.radiologytrust.model.CheckResult;

/** Writes {@code errors.csv} (RFC 4180): a row for each seeded error. */
public final class ErrorCsv {
  private ErrorCsv() {}

  public static String text(CheckFigures figures) {
    StringBuilder out = new StringBuilder();
    out.append(
        EvalCsv.line(List.of("kind", "wording", "report", "found", "flags", "fields", "words")));
    for (SeededError e : figures.errors()) {
      List<String> flags = e.error().flags().stream().map(CheckResult::check).distinct().toList();
      out.append(
          EvalCsv.line(
              List.of(
                  e.kind(),
                  String.valueOf(e.wording()),
                  EvalCsv.plain(e.reportId()),
                  e.found() ? "yes" : "no",
                  String.join(" ", flags),
                  EvalCsv.plain(String.join("; ", e.otherFields())),
                  EvalCsv.plain(String.join(" | ", e.said())))));
    }
    return out.toString();
  }
}
