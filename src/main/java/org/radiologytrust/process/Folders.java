package org.radiologytrust.process;

import java.nio.file.Files;
import java.nio.file.Path;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.settings.Settings;

/** Folders that a site can replace by its own: data files and routes. */
public final class Folders {
  private Folders() {}

  /**
   * The shipped data files, each replaced by the site's file of the same name where there is one,
   * with the words of the site's language.
   *
   * @throws Settings.Wrong when a file of the site has no shipped counterpart, or the language has
   *     no words
   */
  public static SiteFiles files(Settings settings) {
    SiteFiles files;
    try {
      files = settings.file("rtl.files").map(SiteFiles::in).orElseGet(SiteFiles::shipped);
    } catch (IllegalArgumentException e) {
      throw new Settings.Wrong("rtl.files: " + e.getMessage());
    }
    try {
      return files.language(settings.required("rtl.language"));
    } catch (IllegalArgumentException e) {
      throw new Settings.Wrong("rtl.language: " + e.getMessage());
    }
  }

  /**
   * The folder of the routes.
   *
   * @throws Settings.Wrong when it does not exist
   */
  public static Path routes(Settings settings) {
    Path routes = settings.path(settings.required("rtl.routes"));
    if (!Files.isDirectory(routes)) {
      throw new Settings.Wrong("rtl.routes: there is no folder " + routes);
    }
    return routes;
  }
}
