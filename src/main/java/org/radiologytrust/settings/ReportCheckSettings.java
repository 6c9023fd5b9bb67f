package org.radiologytrust.settings;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.check.CheckSwitch;

/** Reads the settings {@code rtl.check.*} and {@code rtl.checks.time}. */
public final class ReportCheckSettings {
  private static final String PREFIX = "rtl.check.";
  private static final String[] WORDS =
      Arrays.stream(CheckSwitch.values()).map(CheckSwitch::word).toArray(String[]::new);

  private ReportCheckSettings() {}

  /**
   * @throws Settings.Wrong when a value is not on, tell, ask, quiet or off, or the time is not
   *     valid
   */
  public static CheckSettings of(Settings settings) {
    Map<String, CheckSwitch> switches = new TreeMap<>();
    for (String key : settings.keys(PREFIX)) {
      switches.put(
          key.substring(PREFIX.length()), CheckSwitch.of(settings.oneOf(key, WORDS)).orElseThrow());
    }
    return new CheckSettings(switches, settings.interval("rtl.checks.time"));
  }
}
