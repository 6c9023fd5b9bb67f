package org.radiologytrust.journal.inbox;

import java.util.Comparator;

/** What identifies a report over all its versions. */
public record ReportKey(String site, String reportId) {
  static final Comparator<ReportKey> ORDER =
      Comparator.comparing(ReportKey::site).thenComparing(ReportKey::reportId);
}
