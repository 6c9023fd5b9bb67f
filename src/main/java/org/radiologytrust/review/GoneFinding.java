package org.radiologytrust.review;

import java.util.Set;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ChecksMade;

/**
 * A critical finding that a newer version does not flag any more, although the report names no
 * call: who deletes it has not told anybody.
 */
public final class GoneFinding {
  /** Only a word of who was told corrects its flags. */
  static final String UNTOLD = "critical-uncommunicated";

  private static final Set<String> CRITICAL = Set.of(UNTOLD, "critical-left-out");

  private GoneFinding() {}

  /** Whether a check of critical findings flags nothing in an audit whose report names no call. */
  public static boolean in(Audit audit, String check) {
    ChecksMade made = audit.made();
    return CRITICAL.contains(check)
        && made != null
        && made.finished().contains(check)
        && !made.told()
        && !audit.report().status().withdrawn()
        && audit.checks().stream().noneMatch(flag -> flag.check().equals(check));
  }
}
