package org.radiologytrust.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummariesTest {
  @Test
  void aBlockIsReadSentenceBySentence() {
    assertEquals(
        List.of("Your heart is 1.5 times as large as usual.", "Some points are checked again."),
        Summaries.parts(
            "Your heart is 1.5 times as large as usual. Some points are checked again."));
    assertEquals(List.of("All is well"), Summaries.parts(" All is well "));
    assertEquals(List.of(), Summaries.parts(""));
  }

  @Test
  void linesOfItsOwnStayAsTheyAre() {
    assertEquals(
        List.of("Your lungs are clear. Good.", "Some points are checked again."),
        Summaries.parts("Your lungs are clear. Good.\n\n  Some points are checked again.\n"));
  }
}
