package org.radiologytrust.process;

import java.nio.file.Files;
import java.nio.file.Path;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.settings.Settings;

/** The folders that a site may have its own of. */
public final class Folders {
  private Folders() {}

  /**
   * The data files: the shipped ones, each replaced by the site's own where it has one.
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

  /**
   * The folder of the routes.
   *
   * @throws Settings.Wrong when there is none
   */
  public static Path routes(Settings settings) {
    Path routes = settings.path(settings.required("rtl.routes"));
    if (!Files.isDirectory(routes)) {
      throw new Settings.Wrong("rtl.routes: there is no folder " + routes);
    }
    return routes;
  }
}
