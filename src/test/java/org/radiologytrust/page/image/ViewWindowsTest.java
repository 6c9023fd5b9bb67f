package org.radiologytrust.page.image;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;

class ViewWindowsTest {
  @TempDir Path files;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- {windows: [{name: Lung, width: 1500, center: -600}]}",
        "- {modality: CT}",
        "- {modality: CT, windows: []}",
        "- {modality: CT, windows: [{name: Lung, width: 0, center: 1}]}",
        "- {modality: CT, windows: [{name: ' ', width: 1, center: 1}]}",
        "- {modality: CT, windows: [{width: 1, center: 1}]}",
        "- {modality: CT, windows: [{name: Much too long a name, width: 1, center: 1}]}",
        "- {modality: CT, windows: [{name: A, width: 1}, {name: B, width: 1}, {name: C, width: 1},"
            + " {name: D, width: 1}, {name: E, width: 1}]}",
        "- {modality: CT, part: CHEST, windows: [{name: Lung, width: 1500, center: -600}]}",
      })
  void aFileThatIsNotValidIsRefused(String yaml) throws Exception {
    Files.createDirectories(files.resolve("page"));
    Files.writeString(files.resolve("page/windows.yaml"), yaml);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ViewWindows.of(SiteFiles.in(files)));
    assertTrue(e.getMessage().startsWith("page/windows.yaml"), e.getMessage());
  }
}
