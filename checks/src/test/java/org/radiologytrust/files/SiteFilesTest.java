package org.radiologytrust.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("safety")
class SiteFilesTest {
  @TempDir Path folder;

  private void write(String file, String text) throws Exception {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }

  @Test
  void sitesFileWinsAndTheOthersStay() throws Exception {
    write("words/en/anatomy.yaml", "lung: {words: [lung]}");
    SiteFiles files = SiteFiles.in(folder);
    assertEquals("lung: {words: [lung]}", files.text("words/en/anatomy.yaml"));
    assertEquals(
        SiteFiles.shipped().text("words/en/sides.yaml"), files.text("words/en/sides.yaml"));
  }

  @Test
  void aSiteCanAddALanguage() throws Exception {
    write("words/tlh/places.yaml", "lung: [tagh]");
    TypeReference<Map<String, List<String>>> type = new TypeReference<>() {};
    SiteFiles files = SiteFiles.in(folder).language("tlh");
    assertEquals(Map.of("lung", List.of("tagh")), files.words("places.yaml", type));
    assertEquals(Map.of(), files.words("sides.yaml", type), "the site has no such file");
    write("words/tlh/dop.yaml", "left: [poS]");
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

  private record Entry(
      String id, List<String> words, @MayBeEmpty List<String> not, @Nullable List<String> also) {}

  private String message(String text) throws Exception {
    write("words/tlh/sides.yaml", text);
    TypeReference<Map<String, List<Entry>>> type = new TypeReference<>() {};
    return assertThrows(
            IllegalArgumentException.class,
            () -> SiteFiles.in(folder).language("tlh").words("sides.yaml", type))
        .getMessage();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {id: a, words: [x]}                                  | left/0/not is missing
          {words: [x], not: []}                                | left/0/id is missing
          {id: a, words: [], not: []}                          | left/0/words needs an item
          {id: a, words: , not: []}                            | left/0/words has no value
          {id: a, words: [x, null], not: []}                   | left/0/words/1 has no value
          {id: a, words: [x], not: [], also: ~}                | left/0/also has no value
          {id: a, words: [x], not: [], nto: []}                | left/0/nto there is no such key
          """)
  void whatAnEntryLacksIsNamedWithFileLineAndKey(String entry, String what) throws Exception {
    assertEquals(
        "words/tlh/sides.yaml line 2: " + what, message("left:\n  - " + entry + "\nright: []"));
  }

  @Test
  void theFirstFaultOfAFileIsNamed() throws Exception {
    assertEquals(
        "words/tlh/sides.yaml line 2: left/0/words is missing",
        message("left:\n  - {id: a, not: []}\nright: ["));
  }

  @Test
  void aKeyThatOccursTwiceIsRefused() throws Exception {
    assertEquals(
        "words/tlh/sides.yaml line 3: left is there twice",
        message("left: []\nright: []\nleft: []"));
  }

  @Test
  void anUpgradeThatAddsAKeyTakesItFromTheShippedFile() throws Exception {
    write("words/en/side-order.yaml", "# none of our own\n{}");
    TypeReference<Map<String, List<String>>> type = new TypeReference<>() {};
    SiteFiles files = SiteFiles.in(folder);
    assertEquals(
        SiteFiles.shipped().words("side-order.yaml", type), files.words("side-order.yaml", type));
    files.words("side-order.yaml", type);
    assertEquals(
        List.of("words/en/side-order.yaml lacks compares: the shipped value is used"),
        files.warnings());
    write("words/en/side-order.yaml", "compares: []");
    assertEquals(
        Map.of("compares", List.of()), SiteFiles.in(folder).words("side-order.yaml", type));
  }

  @Test
  void theWordsOnAndNoAreTakenAsTheyAreWritten() throws Exception {
    write("words/en/measures.yaml", "weights: [mg]");
    TypeReference<Map<String, Object>> type = new TypeReference<>() {};
    Object negations = SiteFiles.in(folder).words("measures.yaml", type).get("negations");
    assertTrue(((List<?>) negations).contains("no"), negations::toString);
  }
}
