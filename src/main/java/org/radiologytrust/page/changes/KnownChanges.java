package org.radiologytrust.page.changes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.radiologytrust.journal.reviews.FinalReports.FinalReport;
import org.radiologytrust.text.changes.Change;
import org.radiologytrust.text.changes.Changes;

/**
 * Compares versions, and remembers the classes and places of the last few thousand pairs: a list
 * asks for the same ones again and again. Thread-safe.
 */
final class KnownChanges {
  private static final int MOST = 5_000;

  private record Pair(UUID report, int from, int to) {}

  private final Changes changes;
  private final Map<Pair, List<Change>> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, List<Change>> eldest) {
          return size() > MOST;
        }
      };

  KnownChanges(Changes changes) {
    this.changes = changes;
  }

  List<Change> of(FinalReport report) {
    Pair pair = new Pair(report.id(), report.from(), report.to());
    List<Change> before;
    synchronized (known) {
      before = known.get(pair);
    }
    if (before != null) {
      return before;
    }
    List<Change> found = changes.of(report.before(), report.after());
    synchronized (known) {
      known.put(pair, found);
    }
    return found;
  }
}
