package org.radiologytrust.check;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.check.*}.
 *
 * @param switches what to do with each check, by its id; a check that is not listed is on
 */
public record CheckSettings(Map<String, CheckSwitch> switches) {
  /** Every check is on. */
  public static final CheckSettings ALL_ON = new CheckSettings(Map.of());

  private static final String PREFIX = "rtl.check.";
  private static final String[] WORDS =
      Arrays.stream(CheckSwitch.values()).map(CheckSwitch::word).toArray(String[]::new);

  public CheckSettings {
    switches = Map.copyOf(switches);
  }

  /**
   * @throws Settings.Wrong when a value is not on, quiet or off
   */
  public static CheckSettings of(Settings settings) {
    Map<String, CheckSwitch> switches = new TreeMap<>();
    for (String key : settings.keys(PREFIX)) {
      switches.put(
          key.substring(PREFIX.length()), CheckSwitch.of(settings.oneOf(key, WORDS)).orElseThrow());
    }
    return new CheckSettings(switches);
  }
}
