package org.radiologytrust.check;

import java.time.Duration;
import java.util.Map;

/**
 * Which checks run, and for how long.
 *
 * @param switches what to do with each check, by its id; a check that is not listed is on
 * @param time processor time that all checks of one report may take together
 */
public record CheckSettings(Map<String, CheckSwitch> switches, Duration time) {
  /** Every check is on. */
  public static final CheckSettings ALL_ON = of(Map.of());

  public CheckSettings {
    switches = Map.copyOf(switches);
  }

  /** Switches with the time that a product has where it sets none. */
  public static CheckSettings of(Map<String, CheckSwitch> switches) {
    return new CheckSettings(switches, Duration.ofSeconds(20));
  }
}
