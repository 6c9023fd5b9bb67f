package org.radiologytrust.settings;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.radiologytrust.check.CheckSettings;

/** Reads the settings of the checks. */
public final class ReportCheckSettings {
  private static final String CALLS = "rtl.calls.documented";

  private ReportCheckSettings() {}

  /**
   * @throws Settings.Wrong when the time or the time zone of the site is not valid
   */
  public static CheckSettings of(Settings settings) {
    ZoneId zone = Site.zone(settings);
    return new CheckSettings(
        Set.of(), settings.interval("rtl.checks.time"), () -> LocalDate.now(zone));
  }

  /**
   * Whether the reports of the site say who was told of a critical finding; empty where the site
   * has not said so.
   *
   * @throws Settings.Wrong when it is neither yes nor no
   */
  public static Optional<Boolean> callsDocumented(Settings settings) {
    return settings.text(CALLS).isEmpty()
        ? Optional.empty()
        : Optional.of(settings.oneOf(CALLS, "yes", "no").equals("yes"));
  }
}
