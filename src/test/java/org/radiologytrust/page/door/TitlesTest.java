package org.radiologytrust.page.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.review.Problem;

class TitlesTest {
  @TempDir Path folder;

  @Test
  void everyKindOfProblemHasATitle() {
    Titles titles = new Titles(SiteFiles.shipped());
    for (String id : new Checks(SiteFiles.shipped(), CheckSettings.ALL_ON).ids()) {
      assertNotEquals(id, titles.of(id), id);
    }
    for (String type : List.of(Problem.MODEL, Problem.BLANK_PROBE, Problem.OMISSION)) {
      assertNotEquals(type, titles.of(type), type);
    }
    assertEquals("new-check", titles.of("new-check"));
  }

  @Test
  void titleThatDoesNotFitIsRefused() throws IOException {
    Path file = Files.createDirectories(folder.resolve("words/en")).resolve("titles.yaml");
    Files.writeString(file, "age: This title is much longer than a row can show");
    String message =
        assertThrows(IllegalArgumentException.class, () -> new Titles(SiteFiles.in(folder)))
            .getMessage();
    assertTrue(message.contains("age") && message.contains("28"), message);
  }
}
