package org.radiologytrust.lab.checks.paper;

import java.util.List;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.checks.CheckFigures;
import org.radiologytrust.model.Texts;
import org.radiologytrust.process.ProductVersion;

/**
 * What was measured, so that somebody else can measure the same again.
 *
 * @param version of the product; it stands for all data files that it ships
 * @param files hash of the site's own data files, in hexadecimal; without own files always the same
 * @param reports SHA-256 of the SHA-256 of the reports' texts, sorted, a line each; it does not
 *     depend on names and order of the files
 * @param paired whether each report had another one as an earlier report
 */
public record Measured(
    String version,
    String files,
    String reports,
    int number,
    long seed,
    int perKind,
    boolean paired) {
  private static final List<String> FOLDERS =
      List.of("check", "text", "words", "words/tables", "lab/checks", "lab/checks/errors");

  public static Measured of(CheckFigures figures, SiteFiles files, boolean paired) {
    String texts =
        String.join(
            "\n",
            figures.reports().stream()
                .map(r -> r.checked().report().textSha256())
                .sorted()
                .toList());
    return new Measured(
        ProductVersion.CURRENT,
        files.ownHash(FOLDERS),
        Texts.sha256(texts),
        figures.reports().size(),
        figures.seed(),
        figures.perKind(),
        paired);
  }
}
