package org.radiologytrust.publish.resources;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;

/** The line that tells a reader which examination an audit is about. Never names the patient. */
public final class ExamLine {
  private ExamLine() {}

  /**
   * Procedure, accession number, day and site, such as {@code Chest 2 views, accession ACC-1,
   * 2026-11-24, site HOSP}. Two sites may use the same number. What is unknown is left out; empty
   * when nothing is known.
   *
   * @param studies the report's studies; the earliest study date is the day. Without one it is the
   *     UTC day of {@link Report#effective}, else of {@link Report#issued}
   */
  public static String of(Report report, List<Study> studies) {
    Order order = report.order();
    List<String> parts = new ArrayList<>();
    String procedure = order.procedure().display();
    parts.add(procedure.isBlank() ? order.procedure().code() : procedure);
    parts.add(order.accessionNumber().isEmpty() ? "" : "accession " + order.accessionNumber());
    parts.add(day(report, studies).map(LocalDate::toString).orElse(""));
    parts.add(report.site().isEmpty() ? "" : "site " + report.site());
    parts.removeIf(String::isBlank);
    return String.join(", ", parts);
  }

  private static Optional<LocalDate> day(Report report, List<Study> studies) {
    return studies.stream()
        .map(Study::studyDate)
        .filter(Objects::nonNull)
        .min(LocalDate::compareTo)
        .or(
            () ->
                Optional.ofNullable(report.effective())
                    .or(() -> Optional.ofNullable(report.issued()))
                    .map(instant -> LocalDate.ofInstant(instant, ZoneOffset.UTC)));
  }
}
