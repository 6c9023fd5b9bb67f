package org.radiologytrust.page;

import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.page.*}.
 *
 * @param maxForm largest form, bytes
 */
record PageSettings(int maxForm) {
  static PageSettings of(Settings settings) {
    return new PageSettings(settings.number("rtl.page.max-form", 1024, 100_000_000));
  }
}
