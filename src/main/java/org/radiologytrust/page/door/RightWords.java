package org.radiologytrust.page.door;

import java.util.Set;
import java.util.stream.Collectors;
import org.radiologytrust.session.Right;

/** Rights as people read them. */
final class RightWords {
  private RightWords() {}

  static String of(Right right) {
    return switch (right) {
      case READ_AUDITS -> "read";
      case DECIDE -> "decide";
      case CONFIRM_PATIENT -> "confirm patients";
      case SEE_FIGURES -> "see figures";
      case CHANGE_STRENGTHS -> "change strengths";
      case SEE_TRIAL -> "see the trial";
      case PASS_ON -> "pass critical flags on";
      case CHECK_DRAFTS -> "check drafts";
      case SEND_REPORTS -> "send reports";
      case OPERATE -> "run the system";
    };
  }

  /** Such as: read, decide. */
  static String of(Set<Right> rights) {
    return rights.stream().sorted().map(RightWords::of).collect(Collectors.joining(", "));
  }
}
