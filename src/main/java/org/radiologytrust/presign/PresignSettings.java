package org.radiologytrust.presign;

import org.radiologytrust.settings.Pilot;
import org.radiologytrust.settings.Settings;

/** The settings {@code rtl.presign.*}. */
final class PresignSettings {
  private PresignSettings() {}

  /**
   * @throws Settings.Wrong when a value is not valid
   */
  static DraftDesk.Limits limits(Settings settings) {
    return new DraftDesk.Limits(
        settings.number("rtl.presign.at-once", 1, 1000),
        settings.number("rtl.presign.waiting", 0, 10_000),
        settings.duration("rtl.presign.patience"),
        settings.number("rtl.presign.max-text", 1, 10_000_000),
        Pilot.of(settings).shadow());
  }

  /**
   * @throws Settings.Wrong when a value is not valid
   */
  static ImageDesk.Limits images(Settings settings) {
    return new ImageDesk.Limits(
        settings.number("rtl.presign.images-at-once", 1, 100),
        settings.number("rtl.presign.max-image", 1024, 1_000_000_000));
  }
}
