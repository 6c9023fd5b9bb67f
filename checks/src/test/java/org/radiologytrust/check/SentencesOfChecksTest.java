package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The texts of checks/src/test/resources/checks: each must be flagged by the check that the file is
 * named after, or must not be.
 */
class SentencesOfChecksTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "critical-uncommunicated",
        "critical-left-out",
        "finding-left-out",
        "followup-no-interval",
        "recommendation-no-modality",
        "template-left",
        "doubled-word",
        "exam-within",
        "no-impression",
        "overconfident",
      })
  void textsAreFlaggedOrNot(String id) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String line :
        Files.readAllLines(Path.of("checks/src/test/resources/checks", id + ".csv"))) {
      String text = line.substring(line.indexOf('|') + 1);
      boolean flagged = !CheckTester.run(id, new CaseBuilder().text(text).build()).isEmpty();
      if (flagged != line.startsWith("flagged|")) {
        wrong.add(line);
      }
    }
    assertEquals(List.of(), wrong);
  }
}
