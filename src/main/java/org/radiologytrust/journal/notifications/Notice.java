package org.radiologytrust.journal.notifications;

import java.util.Locale;
import org.radiologytrust.model.Weight;

/**
 * Something that somebody is told of, once.
 *
 * @param reportId identifies the report, together with {@code site}
 * @param run the audit that shows it
 * @param problem its key in that audit
 * @param identity the same for the same problem in any audit of the report; holds no words of it
 */
public record Notice(
    Kind kind,
    String site,
    String reportId,
    String run,
    String problem,
    String identity,
    Weight weight) {
  /** Why somebody is told. */
  public enum Kind {
    /** An audit has an urgent problem. */
    FLAG,
    /** A problem that people agreed to was not corrected in time. */
    REMINDER;

    /** The word for it in the journal. */
    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Withholds the report's number. */
  @Override
  public String toString() {
    return "Notice[" + kind.code() + ", " + problem + "]";
  }
}
