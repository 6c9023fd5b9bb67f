package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files of checks/src/test/resources/checks: each report is flagged by its check, or is not.
 */
class SeededSentencesTest {
  private static final String STUDY = "2026-03-12";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "side-within",
        "side-findings-impression",
        "side-near",
        "denied",
        "removed-organ",
        "unit",
        "size",
        "larger-smaller",
        "prior-none",
        "prior-future",
        "birads-category",
        "category-words",
        "category-advice",
        "category-points",
        "category-size",
        "category-twice",
        "target-sum",
        "volume",
        "gestational-age",
        "communication-time",
        "place-findings-impression",
        "severity-differs",
        "unsupported-impression"
      })
  void everyReportIsFlaggedOrNot(String check) throws IOException {
    List<String> wrong = new ArrayList<>();
    try (var in = getClass().getResourceAsStream("/checks/" + check + ".txt")) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : all.lines().filter(l -> !l.startsWith("#")).toList()) {
        boolean expected = line.startsWith("yes|");
        CaseBuilder report = new CaseBuilder().text(line.substring(line.indexOf('|') + 1));
        String words = CheckTester.words(check, report.studied(STUDY).build());
        if (words.equals("-") == expected) {
          wrong.add(line + "  " + words);
        }
      }
    }
    assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
  }
}
