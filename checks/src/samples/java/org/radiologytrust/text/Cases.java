package org.radiologytrust.text;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SectionHint;

/** Cases that hold nothing but a text. */
public final class Cases {
  private Cases() {}

  public static Audit of(String text, SectionHint... hints) {
    Report report =
        Report.of("main", "A1")
            .patient(new Patient(null, "", "", null, null, ""))
            .order(new Order("", "", null, null, null, "", "", ""))
            .text(text)
            .hints(List.of(hints))
            .status(ReportStatus.FINAL)
            .build();
    return Audit.of(new UUID(0, 1), report).started(Instant.EPOCH).build();
  }
}
