package org.radiologytrust.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckResultTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CheckResult TOLD =
      new CheckResult(
          "side-order",
          Label.NEEDS_REVIEW,
          Evidence.of(new Span(0, 4), "Left lung."),
          Evidence.field("OBR-4", "RIGHT"),
          "Check the side.");

  /** As versions before the table of strengths stored a result. */
  private static String old(String more) {
    return """
    {"check":"side-order","label":"NEEDS_REVIEW",
     "first":{"source":"report","value":"Left","span":{"start":0,"end":4}},
     "second":{"source":"OBR-4","value":"RIGHT","span":null},
     "action":"Check the side."%s}"""
        .formatted(more);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''|TELL", "', \"quiet\": false'|TELL", "', \"quiet\": true'|QUIET"})
  void aResultOfAnEarlierVersionKeepsItsStrength(String more, Strength strength) throws Exception {
    CheckResult read = JSON.readValue(old(more), CheckResult.class);
    assertEquals(strength == Strength.QUIET ? TOLD.asQuiet() : TOLD, read);
  }

  @Test
  void theStrengthIsStoredUnlessItTells() throws Exception {
    String told = JSON.writeValueAsString(TOLD);
    assertFalse(told.contains("strength") || told.contains("why"), told);
    for (CheckResult result :
        new CheckResult[] {
          TOLD, TOLD.asking("Not measured."), TOLD.asQuiet(), TOLD.silenced("Ours.")
        }) {
      String json = JSON.writeValueAsString(result);
      assertEquals(result, JSON.readValue(json, CheckResult.class));
      assertFalse(json.contains("tells") || json.contains("\"quiet\""), json);
    }
    assertTrue(JSON.writeValueAsString(TOLD.asking("So.")).contains("\"strength\":\"ASK\""));
  }

  @Test
  void theWeightOfAnEarlierVersionIsThatOfTheLabel() throws Exception {
    String json = JSON.writeValueAsString(TOLD.weighing(Weight.CRITICAL));
    assertEquals(Weight.CRITICAL, JSON.readValue(json, CheckResult.class).weight());
    String before = json.replaceFirst(",\"weight\":\"CRITICAL\"", "");
    assertFalse(before.contains("weight"), before);
    assertEquals(Weight.of(TOLD.label()), JSON.readValue(before, CheckResult.class).weight());
  }

  @Test
  void whatTellsSaysNoWhy() {
    assertThrows(IllegalArgumentException.class, () -> TOLD.asking(""));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new CheckResult(
                "age",
                Label.UNCERTAIN,
                TOLD.first(),
                TOLD.second(),
                "Check.",
                Strength.TELL,
                "why",
                Weight.REST,
                "",
                List.of()));
  }
}
