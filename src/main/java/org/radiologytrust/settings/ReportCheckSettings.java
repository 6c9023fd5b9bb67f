package org.radiologytrust.settings;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.check.CheckSwitch;
import org.radiologytrust.model.StrengthRow;

/** Reads the settings {@code rtl.check.*} and {@code rtl.checks.time}. */
public final class ReportCheckSettings {
  private static final String PREFIX = "rtl.check.";
  private static final String[] WORDS =
      Arrays.stream(CheckSwitch.values()).map(CheckSwitch::word).toArray(String[]::new);

  private ReportCheckSettings() {}

  /**
   * @throws Settings.Wrong when a value is not on, tell, ask, quiet or off, or would soften a check
   *     that always tells, or the time is not valid
   */
  public static CheckSettings of(Settings settings) {
    Map<String, CheckSwitch> switches = new TreeMap<>();
    for (String key : settings.keys(PREFIX)) {
      String check = key.substring(PREFIX.length());
      switches.put(check, valid(key, check, settings.oneOf(key, WORDS)));
    }
    return new CheckSettings(switches, settings.interval("rtl.checks.time"));
  }

  private static CheckSwitch valid(String key, String check, String word) {
    CheckSwitch valid = CheckSwitch.of(word).orElseThrow();
    try {
      StrengthRow.requireTells(check, valid.tells());
    } catch (IllegalArgumentException e) {
      throw new Settings.Wrong(key + "=" + word + ": " + e.getMessage() + ". Set it to on or tell");
    }
    return valid;
  }
}
