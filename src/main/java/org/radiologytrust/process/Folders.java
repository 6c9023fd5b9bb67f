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
    settings.file("rtl.files").ifPresent(Folders::refuseSwitches);
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

  /** Versions before had a second table of strengths, for single sites and modalities. */
  private static void refuseSwitches(Path folder) {
    if (Files.exists(folder.resolve("check/switches.yaml"))) {
      throw new Settings.Wrong(
          "rtl.files: check/switches.yaml is not read any more: delete it, and write each of its"
              + " switches as a row into check/strengths.yaml, such as - {check: denied, site:"
              + " HOSPITAL, modality: US, strength: quiet}");
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
