package org.radiologytrust.check;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.check.*} and {@code rtl.checks.time}.
 *
 * @param switches what to do with each check, by its id; a check that is not listed is on
 * @param time processor time that all checks of one report may take together
 */
public record CheckSettings(Map<String, CheckSwitch> switches, Duration time) {
  /** Every check is on. */
  public static final CheckSettings ALL_ON = of(Map.of());

  private static final String PREFIX = "rtl.check.";
  private static final String[] WORDS =
      Arrays.stream(CheckSwitch.values()).map(CheckSwitch::word).toArray(String[]::new);

  public CheckSettings {
    switches = Map.copyOf(switches);
  }

  /** Switches with the time that a product has where it sets none. */
  public static CheckSettings of(Map<String, CheckSwitch> switches) {
    return new CheckSettings(switches, Duration.ofSeconds(20));
  }

  /**
   * @throws Settings.Wrong when a value is not on, quiet or off, or the time is not valid
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
