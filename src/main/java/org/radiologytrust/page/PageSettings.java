package org.radiologytrust.page;

import java.time.Duration;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.page.*}, and {@code rtl.images.wait}.
 *
 * @param maxForm largest form, bytes
 * @param imageWait how long a report waits for its images
 */
record PageSettings(int maxForm, Duration imageWait) {
  static PageSettings of(Settings settings) {
    return new PageSettings(
        settings.number("rtl.page.max-form", 1024, 100_000_000),
        settings.duration("rtl.images.wait"));
  }
}
