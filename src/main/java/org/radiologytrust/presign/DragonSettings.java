package org.radiologytrust.presign;

import java.util.Locale;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.dragon.header.*}: names of the headers by which an installation says more
 * than the contract has. Empty where it says nothing.
 *
 * @param site header with the name of the sending site
 * @param modality header with a DICOM modality
 * @param procedure header with the name of the examination
 * @param number header with the accession number
 */
record DragonSettings(String site, String modality, String procedure, String number) {
  private static final String PREFIX = "x-dre-";

  /**
   * @throws Settings.Wrong if a name does not begin with {@code x-dre-}
   */
  static DragonSettings of(Settings settings) {
    return new DragonSettings(
        name(settings, "rtl.dragon.header.site"),
        name(settings, "rtl.dragon.header.modality"),
        name(settings, "rtl.dragon.header.procedure"),
        name(settings, "rtl.dragon.header.number"));
  }

  private static String name(Settings settings, String key) {
    String name = settings.text(key).toLowerCase(Locale.ROOT);
    if (!name.isEmpty() && !name.matches(PREFIX + "[a-z0-9-]+")) {
      throw new Settings.Wrong(key + ": must be a header such as x-dre-site");
    }
    return name;
  }
}
