package org.radiologytrust.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;

/** The words of docs/recipes/critical-findings.yaml, as they stand there. */
class ChangeWordsTest {
  private static final String CHECK = "critical-uncommunicated";

  @TempDir Path folder;

  private static boolean flags(SiteFiles files, String text) {
    return new Checks(files)
        .check(new CaseBuilder().text(text).build()).checks().stream()
            .anyMatch(result -> result.check().equals(CHECK));
  }

  private SiteFiles site() throws IOException {
    Path words = Files.createDirectories(folder.resolve("words/en"));
    Files.copy(
        Path.of("docs/recipes/critical-findings.yaml"), words.resolve("critical-findings.yaml"));
    return SiteFiles.in(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Moderate right pneumothorax.         | false | true
          Pneumothorax of 17 mm on the right.  | false | true
          Liver abscess in segment 4.          | false | true
          Subacute subdural hematoma.          | false | true
          Acute appendicitis.                  | true  | false
          Tension pneumothorax.                | true  | true
          Small right pneumothorax.            | false | false
          """)
  void theListIsThatOfTheDepartment(String impression, boolean shipped, boolean own)
      throws IOException {
    String text = "IMPRESSION: " + impression;
    assertEquals(shipped, flags(SiteFiles.shipped(), text), "shipped");
    assertEquals(own, flags(site(), text), "own");
  }

  @Test
  void thereIsNothingToTell() throws IOException {
    SiteFiles files = site();
    new Checks(files);
    assertEquals(List.of(), files.warnings());
  }
}
