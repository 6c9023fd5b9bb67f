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
        new Report(
            "main",
            "A1",
            new Patient(null, "", "", null, null, ""),
            new Order("", "", null, null, null, "", "", ""),
            text,
            List.of(hints),
            ReportStatus.FINAL,
            null,
            null,
            "",
            "N",
            false);
    return Audit.of(new UUID(0, 1), report).started(Instant.EPOCH).build();
  }
}
