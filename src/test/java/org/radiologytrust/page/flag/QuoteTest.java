package org.radiologytrust.page.flag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuoteTest {
  @Test
  void shortWordsAreQuotedWholeInOneLine() {
    assertEquals("No left effusion.", Quote.of("  No\n left\t effusion. "));
    String full = "a".repeat(119) + " " + "b".repeat(120);
    assertEquals(full, Quote.of(full));
  }

  @Test
  void longWordsAreCutBetweenTwoWords() {
    String words = "pneumothorax ".repeat(30);
    assertEquals(("pneumothorax ".repeat(18) + "…"), Quote.of(words));
    // the last word ends exactly at the limit
    assertEquals(
        "a".repeat(119) + " " + "b".repeat(120) + " …",
        Quote.of("a".repeat(119) + " " + "b".repeat(120) + " c"));
    assertEquals("a".repeat(119) + " …", Quote.of("a".repeat(119) + " " + "b".repeat(121)));
  }

  @Test
  void aScriptWithoutBlanksIsCutBetweenCharacters() {
    assertEquals("肺".repeat(240) + " …", Quote.of("肺".repeat(300)));
    assertEquals("𝛼".repeat(240) + " …", Quote.of("𝛼".repeat(241)));
  }
}
