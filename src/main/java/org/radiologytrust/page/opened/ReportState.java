package org.radiologytrust.page.opened;

import java.util.Optional;
import org.radiologytrust.journal.reviews.Expected;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.model.Audit;
import org.radiologytrust.review.Problems;

/** What is known about a version of a report; the page says it in place of flags. */
public enum ReportState {
  /** There are flags. */
  FLAGS,
  /** The audit found nothing to look at. */
  NO_FLAG,
  /** There are no flags, and a check did not finish: the worklist counts it as not auditable. */
  INCOMPLETE,
  /** There are no flags in the text, and another audit will follow: the worklist has it waiting. */
  EXPECTING,
  /** The audit waits for images. */
  WAITING,
  /** The audit has not ended. */
  AUDITING,
  /** There is no audit, and there will be none. */
  NOT_AUDITABLE,
  /** It was audited in shadow mode: what came of it is not shown here. */
  TRIAL,
  /** The sender took the report back. */
  WITHDRAWN;

  public static ReportState of(Version version) {
    if (version.report().status().withdrawn()) {
      return WITHDRAWN;
    }
    Optional<Audit> audit = version.audits().stream().findFirst();
    if (audit.isPresent()) {
      if (audit.get().imagesRefused()) {
        return FLAGS;
      }
      if (audit.get().failed()) {
        return NOT_AUDITABLE;
      }
      if (!Problems.of(audit.get()).isEmpty()) {
        return FLAGS;
      }
      if (!audit.get().unfinished().isEmpty()) {
        return INCOMPLETE;
      }
      return version.expecting() == Expected.NOTHING ? NO_FLAG : EXPECTING;
    }
    return switch (version.state()) {
      case "not_auditable" -> NOT_AUDITABLE;
      case "awaiting_images" -> WAITING;
      case Reviews.TRIAL -> TRIAL;
      default -> AUDITING;
    };
  }

  /** Whether the text is shown as it was audited. */
  public boolean audited() {
    return this == FLAGS || this == NO_FLAG || this == INCOMPLETE || this == EXPECTING;
  }

  /** Whether another state will follow by itself. */
  public boolean passing() {
    return this == WAITING || this == AUDITING || this == EXPECTING;
  }
}
