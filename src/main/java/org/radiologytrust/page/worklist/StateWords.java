package org.radiologytrust.page.worklist;

import org.radiologytrust.journal.reviews.Worklist.State;

/** The states of the worklist in words. */
public final class StateWords {
  private StateWords() {}

  public static String of(State state) {
    return switch (state) {
      case OPEN -> "Open";
      case TO_CORRECT -> "To be corrected";
      case QUESTIONS -> "Questions only";
      case NO_FLAG -> "Checked without a flag";
      case DECIDED -> "Decided";
      case WAITING -> "Waiting";
      case NOT_AUDITABLE -> "Not auditable";
      case WITHDRAWN -> "Withdrawn";
      case TRIAL -> "In the trial";
    };
  }
}
