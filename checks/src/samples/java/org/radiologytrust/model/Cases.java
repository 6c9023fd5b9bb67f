package org.radiologytrust.model;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

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
