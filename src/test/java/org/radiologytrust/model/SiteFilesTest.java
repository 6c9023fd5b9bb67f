package org.radiologytrust.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    write("words/en/sites.yaml", "lung: [lung]");
    SiteFiles files = SiteFiles.in(folder);
    assertEquals("lung: [lung]", files.text("words/en/sites.yaml"));
    assertEquals(
        SiteFiles.shipped().text("words/en/sides.yaml"), files.text("words/en/sides.yaml"));
  }

  @Test
  void aSiteCanAddALanguage() throws Exception {
    write("words/fr/sites.yaml", "lung: [poumon]");
    TypeReference<Map<String, List<String>>> type = new TypeReference<>() {};
    SiteFiles files = SiteFiles.in(folder).language("fr");
    assertEquals(Map.of("lung", List.of("poumon")), files.words("sites.yaml", type));
    assertEquals(Map.of(), files.words("sides.yaml", type), "the site has no such file");
    write("words/fr/cotes.yaml", "left: [gauche]");
    assertThrows(IllegalArgumentException.class, () -> SiteFiles.in(folder));
  }

  @Test
  void misspeltFileIsNamed() throws Exception {
    write("words/en/side.yaml", "left: [left]");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> SiteFiles.in(folder));
    assertTrue(e.getMessage().contains("words/en/side.yaml replaces no file"), e.getMessage());
  }

  @Test
  void aSiteCanHaveTheWordsOfAnotherLanguage() throws Exception {
    write("words/tlh/sides.yaml", "left: [poS]");
    SiteFiles files = SiteFiles.in(folder).language("tlh");
    assertEquals(
        Map.of("left", List.of("poS")),
        files.words("sides.yaml", new TypeReference<Map<String, List<String>>>() {}));
    SiteFiles.shipped().language("en");
    for (String code : List.of("xx", "", "..", "../en", "EN", "en/..")) {
      assertThrows(IllegalArgumentException.class, () -> SiteFiles.in(folder).language(code), code);
    }
    write("words/tlh/side.yaml", "left: [poS]");
    assertThrows(IllegalArgumentException.class, () -> SiteFiles.in(folder));
  }

  @Test
  void missingFolderAndBadYamlAreNamed() throws Exception {
    assertThrows(IllegalArgumentException.class, () -> SiteFiles.in(folder.resolve("nowhere")));
    write("words/en/sides.yaml", "left: [");
    SiteFiles files = SiteFiles.in(folder);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> files.yaml("words/en/sides.yaml", new TypeReference<Map<String, String>>() {}));
    assertTrue(e.getMessage().startsWith("words/en/sides.yaml line 1: "), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }
}
