package org.radiologytrust.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.radiologytrust.model.AuditCase;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SectionHint;

/** Cases that hold nothing but a text. */
final class Cases {
  private Cases() {}

  static AuditCase of(String text, SectionHint... hints) {
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
    return AuditCase.of(new UUID(0, 1), report, List.of(), List.of(), false, "", Instant.EPOCH);
  }
}
