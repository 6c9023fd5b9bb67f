package org.radiologytrust.sentinel;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import org.radiologytrust.files.SiteFiles;

/**
 * A report with a seeded error.
 *
 * @param check the id of the check that must flag it
 * @param procedure the title of the examination
 * @param modality DICOM code
 * @param text of the report
 */
record SentinelCase(String check, String procedure, String modality, String text) {
  private static final String FILE = "sentinel/reports.yaml";

  /**
   * Those of {@code sentinel/reports.yaml}, in their order.
   *
   * @param checks the ids of all checks
   * @throws IllegalArgumentException if the file is not valid; the message names it
   */
  static List<SentinelCase> load(SiteFiles files, List<String> checks) {
    List<SentinelCase> all = files.yaml(FILE, new TypeReference<List<SentinelCase>>() {});
    if (all == null || all.isEmpty()) {
      throw new IllegalArgumentException(FILE + ": there is no report: write at least one");
    }
    for (SentinelCase one : all) {
      if (!checks.contains(one.check)) {
        throw new IllegalArgumentException(
            FILE + ": there is no check " + one.check + ": docs/checks.md lists them");
      }
      for (String part : new String[] {one.procedure, one.modality, one.text}) {
        if (part == null || part.isBlank()) {
          throw new IllegalArgumentException(
              FILE + ": the report for " + one.check + " needs procedure, modality and text");
        }
      }
    }
    return List.copyOf(all);
  }
}
