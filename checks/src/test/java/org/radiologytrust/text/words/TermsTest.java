package org.radiologytrust.text.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.mentions.CommunicationReader;

class TermsTest {
  private final SiteFiles files = SiteFiles.shipped();

  @Test
  void theLongestTermWins() {
    Terms terms =
        Terms.of(files, "list", Map.of("one", List.of("left lung"), "two", List.of("left")));
    assertEquals(
        List.of(new Terms.Hit("one", 0, 1), new Terms.Hit("two", 3, 3)),
        terms.in(WordTokens.of("left lung and left kidney")));
  }

  @Test
  void theLastWordMayBeInThePlural() {
    Terms terms = Terms.of(files, "list", List.of("rib fracture", "nodule"));
    assertTrue(terms.anyIn(WordTokens.of("Rib fractures.")));
    assertTrue(terms.anyIn(WordTokens.of("Nodules.")));
    assertFalse(terms.anyIn(WordTokens.of("Ribs fracture.")));
  }

  @Test
  void aTermInCapitalsMatchesOnlyCapitals() {
    Terms terms = Terms.of(files, "list", List.of("PE", "RT LUNG"));
    assertTrue(terms.anyIn(WordTokens.of("No PE.")));
    assertFalse(terms.anyIn(WordTokens.of("No pe.")));
    assertFalse(terms.anyIn(WordTokens.of("RT lung")));
  }

  @Test
  void certainWordsMayStandBetweenTheWordsOfATerm() {
    Terms terms = Terms.of(files, "list", List.of("pleural effusion"));
    WordTokens t = WordTokens.of("pleural left effusion, pleural small effusion");
    boolean[] between = {false, true, false, false, false, false};
    assertEquals(List.of(new Terms.Hit("", 0, 2)), terms.in(t, between));
    assertEquals(List.of(), terms.in(t));
  }

  @Test
  void aListIsFoundInASentenceThatWasReadBefore() {
    WordTokens t = WordTokens.of("small nodule");
    assertTrue(Terms.of(files, "list", List.of("small")).anyIn(t));
    assertTrue(Terms.of(files, "list", List.of("nodule")).anyIn(t));
    assertNull(Terms.of(files, "list", List.of("mass")).at(t, 1));
    assertTrue(Terms.of(List.of("nodule")).anyIn(t), "a list outside all files");
  }

  @Test
  void listsThatAreEqualAreOne() {
    assertEquals(
        Terms.of(files, "list", List.of("a", "b")), Terms.of(files, "list", List.of("a", "b")));
    assertTrue(Terms.of(files, "list", List.of()).isEmpty());
  }

  @Test
  void aTermWithoutAWordIsRefusedWithItsPlace(@TempDir Path folder) throws IOException {
    Path words = Files.createDirectories(folder.resolve("words/en"));
    Files.writeString(words.resolve("communication.yaml"), "who: [dr]\nhow: ['--']\n");
    SiteFiles own = SiteFiles.in(folder);
    String message =
        assertThrows(IllegalArgumentException.class, () -> new CommunicationReader(own))
            .getMessage();
    assertEquals("words/en/communication.yaml line 2: how has a term without a word", message);
  }
}
