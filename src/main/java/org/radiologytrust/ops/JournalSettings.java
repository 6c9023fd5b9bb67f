package org.radiologytrust.ops;

import java.time.Duration;
import org.radiologytrust.journal.SearchLimits;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.journal.*}, {@code rtl.retention.*} and {@code rtl.home.*}.
 *
 * @param site site of messages that name none
 * @param searches limits of searches
 * @param minFree an alarm fires below this free space, bytes
 * @param probe pause between two test writes to the journal
 * @param periods how long data is kept
 * @param pruning pause between two runs that remove what is too old
 */
record JournalSettings(
    String site,
    SearchLimits searches,
    long minFree,
    Duration probe,
    Pruner.Periods periods,
    Duration pruning) {
  static JournalSettings of(Settings settings) {
    if (!settings.text("rtl.journal.url").isEmpty()) {
      throw new Settings.Wrong(
          "rtl.journal.url: this version keeps its journal in SQLite in rtl.home: leave it empty");
    }
    return new JournalSettings(
        settings.required("rtl.site"),
        new SearchLimits(
            settings.interval("rtl.search.time"), settings.number("rtl.search.parallel", 1, 40)),
        settings.bytes("rtl.home.min-free"),
        settings.interval("rtl.journal.probe"),
        new Pruner.Periods(
            settings.optionalDuration("rtl.retention.messages"),
            settings.optionalDuration("rtl.retention.quarantine"),
            settings.optionalDuration("rtl.retention.answers")),
        settings.interval("rtl.retention.every"));
  }
}
