package org.radiologytrust.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.SelfCheckResult.State;
import org.radiologytrust.journal.search.Overview;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.SteadyClock;

/**
 * Whole hours without a new message, for each door through which one ever came. A night may be
 * silent, so this is no problem by itself.
 */
record SilentDoors(Overview overview, SteadyClock clock) {
  /** The health check. */
  static final String NAME = "doors";

  SelfCheckResult health() {
    Map<String, String> hours = new TreeMap<>();
    try {
      Map<String, Instant> last = new TreeMap<>();
      for (Overview.Feed feed : overview.feeds()) {
        last.merge(feed.channel(), feed.last(), (a, b) -> a.isAfter(b) ? a : b);
      }
      Instant now = clock.instant();
      last.forEach(
          (door, at) ->
              hours.put(
                  door + "HoursWithoutMessage",
                  "" + Math.max(0, Duration.between(at, now).toHours())));
    } catch (JournalException e) {
      return new SelfCheckResult(NAME, State.WARNING, e.getMessage());
    }
    return new SelfCheckResult(NAME, State.OK, "", hours);
  }
}
