package org.radiologytrust.ops;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.radiologytrust.journal.inbox.IntakeLimits;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.settings.Pilot;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.journal.*}, {@code rtl.intake.*}, {@code rtl.queue.*}, {@code
 * rtl.retention.*} and {@code rtl.home.*}.
 *
 * @param site site of messages that name none
 * @param postgres where the journal is; empty if it is SQLite in {@code rtl.home}
 * @param searches limits of searches
 * @param intake limits of the numbers and times of reports, and of earlier reports ({@code
 *     rtl.audit.earlier})
 * @param minFree an alarm fires below this free space, bytes
 * @param probe pause between two test writes to the journal
 * @param maxAge longest wait of a run before readiness fails; empty for no limit
 * @param periods how long data is kept
 * @param pruning pause between two runs that remove what is too old
 */
record JournalSettings(
    String site,
    Optional<PostgresLogin> postgres,
    SearchLimits searches,
    IntakeLimits intake,
    long minFree,
    Duration probe,
    Optional<Duration> maxAge,
    Pruner.Periods periods,
    Duration pruning) {
  private static final int MOST_CONNECTIONS = 100;

  /** Each message looks at so many reports. */
  private static final int MOST_OF_NUMBER = 100;

  /** Logs and messages may show a URL. */
  private static final Pattern SECRET = Pattern.compile("@|[?&](user|password)=");

  static JournalSettings of(Settings settings) {
    return new JournalSettings(
        settings.required("rtl.site"),
        postgres(settings),
        new SearchLimits(
            settings.interval("rtl.search.time"), settings.number("rtl.search.parallel", 1, 40)),
        new IntakeLimits(
            settings.duration("rtl.intake.future"),
            settings.number("rtl.intake.reports-of-number", 1, MOST_OF_NUMBER),
            earlier(settings),
            Pilot.of(settings).shadow()),
        settings.bytes("rtl.home.min-free"),
        settings.interval("rtl.journal.probe"),
        settings.optionalDuration("rtl.queue.max-age"),
        new Pruner.Periods(
            settings.optionalDuration("rtl.retention.messages"),
            settings.optionalDuration("rtl.retention.quarantine"),
            settings.optionalDuration("rtl.retention.answers"),
            settings.optionalDuration("rtl.retention.drafts")),
        settings.interval("rtl.retention.every"));
  }

  /** So many earlier reports an audit rests on. */
  private static int earlier(Settings settings) {
    int most = settings.number("rtl.audit.earlier-max", 1, IntakeLimits.MOST_EARLIER);
    return settings.flag("rtl.audit.earlier") ? most : 0;
  }

  private static Optional<PostgresLogin> postgres(Settings settings) {
    String url = settings.text("rtl.journal.url");
    int connections = settings.number("rtl.journal.connections", 1, MOST_CONNECTIONS);
    if (url.isEmpty()) {
      return Optional.empty();
    }
    if (!url.startsWith(PostgresLogin.SCHEME + "//")) {
      throw new Settings.Wrong(
          "rtl.journal.url: needs to begin with jdbc:postgresql:// (for SQLite in rtl.home, leave"
              + " it empty)");
    }
    if (SECRET.matcher(url).find()) {
      throw new Settings.Wrong(
          "rtl.journal.url: set user and password in rtl.journal.user and rtl.journal.password");
    }
    return Optional.of(
        new PostgresLogin(
            url,
            settings.required("rtl.journal.user"),
            settings.text("rtl.journal.password"),
            connections));
  }
}
