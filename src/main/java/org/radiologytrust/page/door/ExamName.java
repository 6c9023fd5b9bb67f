package org.radiologytrust.page.door;

import java.util.stream.Stream;
import org.radiologytrust.model.Order;

/** What was examined, as lists name a report. */
public final class ExamName {
  private ExamName() {}

  /** The name of the procedure; without one the modality, else {@code Report}. */
  public static String of(String procedure, String modality) {
    return Stream.of(procedure, modality)
        .filter(name -> !name.isBlank())
        .findFirst()
        .orElse("Report");
  }

  /** The same, of the order that a report answers. */
  public static String of(Order order) {
    return of(order.procedure().display(), order.modality());
  }
}
