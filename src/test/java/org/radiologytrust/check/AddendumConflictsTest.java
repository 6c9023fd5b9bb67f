package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.model.Addendum;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Span;

class AddendumConflictsTest {
  private static List<CheckResult> check(String id, String report, String addendum) {
    String text = report + "~~ADDENDUM:~" + addendum;
    Audit plain = new CaseBuilder().text(text).build();
    int start = plain.report().text().indexOf(addendum);
    Span span = new Span(start, start + addendum.length());
    return CheckTester.run(
        id,
        Audit.of(
                plain.runId(),
                plain.report().toBuilder().addenda(List.of(new Addendum(span, null))).build())
            .sentences(plain.sentences())
            .claims(plain.claims())
            .build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          denied|IMPRESSION: No pneumothorax.|There is a right pneumothorax.
          denied|IMPRESSION: Fracture of the distal radius.|There is no fracture.
          side-findings-impression|IMPRESSION: Right rib fracture.|Fracture of the left seventh rib.
          """)
  void whatTheAddendumChangesIsSaidToBeChanged(String check, String report, String addendum) {
    List<CheckResult> results = check(check, report, addendum);
    assertEquals(1, results.size());
    assertTrue(results.get(0).action().startsWith("The addendum changes"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IMPRESSION: No pneumothorax.|No pneumothorax. Findings were discussed.
          IMPRESSION: Right rib fracture.|The right rib fracture is not displaced.
          """)
  void whatItRepeatsIsNoContradiction(String report, String addendum) {
    assertEquals(List.of(), check("denied", report, addendum));
    assertEquals(List.of(), check("side-findings-impression", report, addendum));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FINDINGS: No pneumothorax.~~IMPRESSION: Right pneumothorax.|Dr. Doe was informed.
          """)
  void otherContradictionsKeepTheirWords(String report, String addendum) {
    List<CheckResult> results = check("denied", report, addendum);
    assertEquals(1, results.size());
    assertTrue(results.get(0).action().startsWith("The report asserts this"));
  }
}
