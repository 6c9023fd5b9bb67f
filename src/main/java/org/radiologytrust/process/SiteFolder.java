package org.radiologytrust.process;

import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.settings.Settings;

/** The folder with data files of the site's own, {@code rtl.files}. */
public final class SiteFolder {
  private SiteFolder() {}

  /**
   * The shipped files with those of the site in their places.
   *
   * @throws Settings.Wrong when one of them replaces none of ours
   */
  public static SiteFiles files(Settings settings) {
    try {
      return settings.file("rtl.files").map(SiteFiles::in).orElseGet(SiteFiles::shipped);
    } catch (IllegalArgumentException e) {
      throw new Settings.Wrong("rtl.files: " + e.getMessage());
    }
  }
}
