package org.radiologytrust.journal.inbox;

import java.util.Collection;
import java.util.stream.Stream;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.PatientChange;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Report;

/**
 * A mark that is refused at each door. Earlier versions sent themselves reports with it, which a
 * topic or a feed may still hold: they are about no patient.
 */
public final class ReservedMark {
  /** Site and assigning authority. */
  private static final String SITE = "RTL-SENTINEL";

  /** The assigning authority as a system. */
  private static final String SYSTEM = Identifier.UNMAPPED + SITE;

  /** What is wrong with a report or message; its subject stands before it. */
  public static final String REFUSED =
      "has the mark " + SITE + ", which is reserved: use another site and assigning authority";

  private ReservedMark() {}

  /** Whether a report has it, as its site or as the system of its patient. */
  public static boolean isOn(Report report) {
    return isSite(report.site()) || isOn(report.patient().identifiers());
  }

  private static boolean isOn(Collection<Identifier> identifiers) {
    return identifiers.stream().anyMatch(id -> id.system().strip().equalsIgnoreCase(SYSTEM));
  }

  private static boolean isSite(String site) {
    return site.strip().equalsIgnoreCase(SITE);
  }

  /** Whether a message has it, wherever an id of a patient stands. */
  static boolean isIn(String site, Disposition disposition) {
    return isSite(site)
        || disposition instanceof Parsed parsed
            && parsed.reports().stream().anyMatch(ReservedMark::isOn)
        || disposition instanceof PatientChange change
            && change.changed().stream()
                .flatMap(c -> Stream.of(c.patient().identifiers(), c.replaced()))
                .anyMatch(ReservedMark::isOn);
  }
}
