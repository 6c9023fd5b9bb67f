package org.radiologytrust.journal;

import java.util.Comparator;

/** What identifies a report over all its versions. */
record ReportKey(String site, String reportId) {
  static final Comparator<ReportKey> ORDER =
      Comparator.comparing(ReportKey::site).thenComparing(ReportKey::reportId);
}
