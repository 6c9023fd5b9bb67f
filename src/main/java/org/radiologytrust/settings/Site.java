package org.radiologytrust.settings;

import java.time.DateTimeException;
import java.time.ZoneId;

/**
 * Where reports come from.
 *
 * @param name of the sending site where a message names none
 * @param zone of times without an offset
 */
public record Site(String name, ZoneId zone) {
  /**
   * @throws Settings.Wrong when a setting cannot be used
   */
  public static Site of(Settings settings) {
    return new Site(settings.required("rtl.site"), zone(settings.text("rtl.zone")));
  }

  private static ZoneId zone(String name) {
    try {
      return name.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new Settings.Wrong("rtl.zone: " + name + " is no time zone such as Europe/Berlin");
    }
  }
}
