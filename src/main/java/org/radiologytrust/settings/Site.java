package org.radiologytrust.settings;

import java.time.DateTimeException;
import java.time.ZoneId;

/**
 * The site that reports come from.
 *
 * @param name name of the sending site where a message has none
 * @param zone time zone of times without an offset
 */
public record Site(String name, ZoneId zone) {
  /**
   * Reads {@code rtl.site} and {@code rtl.zone}.
   *
   * @throws Settings.Wrong when one of them is not valid
   */
  public static Site of(Settings settings) {
    return new Site(settings.required("rtl.site"), zone(settings));
  }

  /**
   * Reads {@code rtl.zone}.
   *
   * @throws Settings.Wrong when it is not valid
   */
  static ZoneId zone(Settings settings) {
    String name = settings.text("rtl.zone");
    try {
      return name.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new Settings.Wrong(
          "rtl.zone: " + name + " is no time zone: use a name such as Europe/Berlin");
    }
  }
}
