package org.radiologytrust.settings;

import java.util.Set;
import org.radiologytrust.check.CheckSettings;

/** Reads the setting {@code rtl.checks.time}. */
public final class ReportCheckSettings {
  private ReportCheckSettings() {}

  /**
   * @throws Settings.Wrong when the time is not valid
   */
  public static CheckSettings of(Settings settings) {
    return new CheckSettings(Set.of(), settings.interval("rtl.checks.time"));
  }
}
