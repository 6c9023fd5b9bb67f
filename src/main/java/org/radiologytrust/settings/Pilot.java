package org.radiologytrust.settings;

import java.time.Duration;

/**
 * Whether the product is in a trial: the settings {@code rtl.pilot} and {@code rtl.pilot.*}.
 *
 * @param shadow whether audits are made in shadow mode, in which only the quality lead and the
 *     clinician on duty see what was found
 * @param clinician log-in of the clinician who passes critical flags on; empty where there is none
 * @param mail e-mail address of the clinician; empty if the page alone reminds
 * @param remind how long after a reminder the next one comes
 */
public record Pilot(boolean shadow, String clinician, String mail, Duration remind) {
  private static final String KEY = "rtl.pilot";
  private static final String CLINICIAN = "rtl.pilot.clinician";

  /**
   * @throws Settings.Wrong when a value is not valid, or shadow mode has no clinician
   */
  public static Pilot of(Settings settings) {
    Pilot pilot =
        new Pilot(
            settings.oneOf(KEY, "off", "shadow").equals("shadow"),
            settings.text(CLINICIAN),
            settings.text("rtl.pilot.mail"),
            settings.interval("rtl.pilot.remind"));
    if (pilot.shadow && pilot.clinician.isEmpty()) {
      throw new Settings.Wrong(
          CLINICIAN
              + " is empty: name the log-in of the clinician who passes critical flags on, since"
              + " in shadow mode nobody else is told of them");
    }
    return pilot;
  }

  /**
   * Refuses what would show flags to whoever runs it.
   *
   * @param command such as {@code rtl audit}
   * @throws Settings.Wrong in shadow mode
   */
  public static void refuse(Settings settings, String command) {
    if (of(settings).shadow) {
      throw new Settings.Wrong(
          KEY
              + "=shadow: this installation is in a trial, and "
              + command
              + " would show flags: use another rtl.home with its own settings");
    }
  }

  /** Withholds the person. */
  @Override
  public String toString() {
    return "Pilot[shadow=" + shadow + "]";
  }
}
