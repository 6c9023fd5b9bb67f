package org.radiologytrust.page.worklist;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.model.Weight;

/**
 * What the first column of the worklist shows, readable without its colour.
 *
 * @param code class of the style sheet
 */
public record ResultSign(String symbol, String words, String code) {
  private static final String NONE = "none";

  public static ResultSign of(Worklist.Row row) {
    Weight weight = row.problems().weight();
    return switch (row.state()) {
      case OPEN -> open(weight == null ? Weight.REST : weight);
      case TO_CORRECT -> new ResultSign("✎", "To be corrected", code(weight));
      case QUESTIONS -> new ResultSign("?", "Questions only", "asks");
      case NO_FLAG -> new ResultSign("○", "No flag", NONE);
      case DECIDED ->
          row.correction().version() == null
              ? new ResultSign("✓", "Decided", NONE)
              : new ResultSign("✓", "Corrected", "ok");
      case WAITING -> new ResultSign("◷", "Waiting", NONE);
      case NOT_AUDITABLE -> new ResultSign("□", "Not auditable", NONE);
      case WITHDRAWN -> new ResultSign("◌", "Withdrawn", NONE);
      case TRIAL -> new ResultSign("◒", "In the trial", NONE);
    };
  }

  private static ResultSign open(Weight weight) {
    return switch (weight) {
      case OTHER_PATIENT -> new ResultSign("◫", "Another patient", code(weight));
      case CRITICAL -> new ResultSign("■", "Critical", code(weight));
      case SIDE, CONTRADICTION -> new ResultSign("▲", "Needs review", code(weight));
      case REST -> new ResultSign("◆", "Uncertain", code(weight));
    };
  }

  private static String code(@Nullable Weight weight) {
    if (weight == null) {
      return NONE;
    }
    return switch (weight) {
      case OTHER_PATIENT, CRITICAL -> "critical";
      case SIDE, CONTRADICTION -> "review";
      case REST -> "uncertain";
    };
  }
}
