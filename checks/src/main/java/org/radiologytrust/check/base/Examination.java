package org.radiologytrust.check.base;

import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportField;

/** Finds which examination a report is about, in its text and its order. */
public final class Examination {
  private Examination() {}

  /**
   * A field of the report's message as evidence. A value that was read from the procedure's name is
   * shown as that name.
   *
   * @param value the field's value
   */
  public static Evidence evidence(Report report, ReportField field, String value) {
    String source = report.source(field);
    boolean name =
        field == ReportField.PROCEDURE || source.equals(report.source(ReportField.PROCEDURE));
    return Evidence.field(source, name ? procedure(report.order()) : value);
  }

  /** The procedure as words. */
  public static String procedure(Order order) {
    return order.procedureWords();
  }
}
