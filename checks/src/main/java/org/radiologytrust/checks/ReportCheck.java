package org.radiologytrust.checks;

import java.util.List;

/**
 * A check of one's own. A jar with the file {@code
 * META-INF/services/org.radiologytrust.checks.ReportCheck}, which names the class, brings it in.
 *
 * <p>A check has no state, is thread-safe, and keeps nothing of a report. If it throws an
 * exception, it counts as one that did not finish.
 */
public interface ReportCheck {
  /** What it looks for. The id must be its own. */
  Rule rule();

  /**
   * The flags, in order of the text; at most 50 of them count. Their offsets refer to {@link
   * Reading#text}.
   */
  List<Flag> check(Reading reading, Context context);
}
