package org.radiologytrust.acceptance;

import com.fasterxml.jackson.core.type.TypeReference;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.quality.Acceptances.Rule;

/** The rule of an acceptance that begins now, from {@code pilot/accept.yaml}. */
public final class RuleFile {
  private static final String FILE = "pilot/accept.yaml";

  /** More would quiet most of the product. */
  private static final int MOST_QUIET = 10;

  private static final int MOST_FLAGS = 1000;

  /** The file, which explains the fields. */
  record File(double mostWrong, double leastRight, int mostQuiet, int leastFlags) {}

  private RuleFile() {}

  /**
   * @throws IllegalArgumentException if the file is not valid; the message names it
   */
  public static Rule of(SiteFiles files) {
    File file = files.yaml(FILE, new TypeReference<File>() {});
    require(
        file.mostWrong() > 0 && file.mostWrong() <= 100,
        "mostWrong must be above 0 and at most 100");
    require(
        file.leastRight() > 0 && file.leastRight() < 100,
        "leastRight must be above 0 and below 100");
    require(
        file.mostQuiet() >= 0 && file.mostQuiet() <= MOST_QUIET,
        "mostQuiet must be from 0 to " + MOST_QUIET);
    require(
        file.leastFlags() >= 1 && file.leastFlags() <= MOST_FLAGS,
        "leastFlags must be from 1 to " + MOST_FLAGS);
    return new Rule(file.mostWrong(), file.leastRight(), file.mostQuiet(), file.leastFlags());
  }

  private static void require(boolean valid, String message) {
    if (!valid) {
      throw new IllegalArgumentException(FILE + ": " + message);
    }
  }
}
