package org.radiologytrust.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteFilesTest {
  @TempDir Path folder;

  private void write(String file, String text) throws Exception {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }

  @Test
  void sitesFileWinsAndTheOthersStay() throws Exception {
    write("check/sites.yaml", "lung: [lung]");
    SiteFiles files = SiteFiles.in(folder);
    assertEquals("lung: [lung]", files.text("check/sites.yaml"));
    assertEquals(SiteFiles.shipped().text("check/sides.yaml"), files.text("check/sides.yaml"));
  }

  @Test
  void misspeltFileIsNamed() throws Exception {
    write("check/side.yaml", "left: [left]");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> SiteFiles.in(folder));
    assertTrue(e.getMessage().contains("check/side.yaml replaces no file"), e.getMessage());
  }

  @Test
  void missingFolderAndBadYamlAreNamed() throws Exception {
    assertThrows(IllegalArgumentException.class, () -> SiteFiles.in(folder.resolve("nowhere")));
    write("check/sides.yaml", "left: [");
    SiteFiles files = SiteFiles.in(folder);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> files.yaml("check/sides.yaml", new TypeReference<Map<String, String>>() {}));
    assertTrue(e.getMessage().startsWith("check/sides.yaml line 1: "), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }
}
