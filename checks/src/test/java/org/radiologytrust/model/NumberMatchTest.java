package org.radiologytrust.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.radiologytrust.model.NumberMatch.DOUBTFUL;
import static org.radiologytrust.model.NumberMatch.OTHER_EXAMINATION;
import static org.radiologytrust.model.NumberMatch.OTHER_NUMBERS;
import static org.radiologytrust.model.NumberMatch.SAME;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("safety")
class NumberMatchTest {
  private static final String LOINC = "http://loinc.org";

  /** A report with the accession number A1: filler number, placer number, OBR-4, other ids. */
  private static Report report(String filler, String placer, Coding procedure, String... ids) {
    Order order = new Order(placer, filler, List.of("A1"), List.of(), procedure, "CT", "", "");
    return Report.of("HOSP", "A1")
        .patient(SampleRecords.patient("MRN1"))
        .order(order)
        .text("Normal.")
        .otherIds(List.of(ids))
        .build();
  }

  /** {@code filler/placer/code}; {@code -} stands for nothing. */
  private static Report report(String numbers) {
    List<String> parts =
        Arrays.stream(numbers.split("/")).map(part -> part.equals("-") ? "" : part).toList();
    Coding procedure = parts.get(2).isEmpty() ? Coding.NONE : local(parts.get(2));
    return report(parts.get(0), parts.get(1), procedure);
  }

  private static Coding local(String code) {
    return new Coding("", code, "CT " + code);
  }

  @ParameterizedTest
  @CsvSource({
    // the filler number decides
    "F1/P1/CHEST, F1/P2/ABDOMEN, SAME",
    "F1/-/CHEST, F2/-/CHEST, OTHER_NUMBERS",
    "F1/P1/CHEST, F2/P2/CHEST, OTHER_NUMBERS",
    "F1/P1/CHEST, F2/P1/ABDOMEN, OTHER_NUMBERS",
    "F1/P1/CHEST, F2/P1/CHEST, DOUBTFUL",
    "F1/P1/CHEST, F2/P1/-, DOUBTFUL",
    // otherwise the placer number
    "-/P1/CHEST, F2/P1/ABDOMEN, SAME",
    "-/P1/CHEST, -/P2/CHEST, OTHER_NUMBERS",
    // otherwise the examination
    "F1/-/CHEST, -/P1/ABDOMEN, OTHER_EXAMINATION",
    "-/-/CHEST, -/-/chest, DOUBTFUL",
    "F1/P1/CHEST, -/-/-, DOUBTFUL",
  })
  void theNumbersDecideAndThenTheExamination(String one, String other, NumberMatch expected) {
    assertEquals(expected, NumberMatch.of(report(one), report(other)));
    assertEquals(expected, NumberMatch.of(report(other), report(one)), "the other way round");
  }

  private static void assertMatch(NumberMatch expected, Coding one, Coding other) {
    assertEquals(expected, NumberMatch.of(report("", "", one), report("F1", "", other)));
  }

  @Test
  void codesOfDifferentSystemsSayNothing() {
    Coding chest = new Coding("L", "CTCH", "CT chest");
    assertMatch(OTHER_EXAMINATION, chest, new Coding("l", "CTAB", "CT abdomen"));
    assertMatch(DOUBTFUL, chest, new Coding("L", "CTCH", "CT of the chest"));
    assertMatch(DOUBTFUL, chest, new Coding(LOINC, "24627-2", "CT Chest"));
    assertMatch(DOUBTFUL, chest, new Coding(LOINC, "41806-1", "CT Abdomen"));
    assertMatch(DOUBTFUL, chest, new Coding("", "", "CT abdomen"));
  }

  @Test
  void withoutCodesTheWordsCount() {
    Coding chest = new Coding("", "", "CT  Chest");
    assertMatch(DOUBTFUL, chest, new Coding("", "", "CT chest "));
    assertMatch(OTHER_EXAMINATION, chest, new Coding("", "", "CT abdomen"));
  }

  @Test
  void theTypeOfADocumentIsNoExamination() {
    Report document =
        report("", "", local("RADRPT")).toBuilder()
            .sources(Map.of(ReportField.PROCEDURE, "TXA-2"))
            .build();
    assertEquals(DOUBTFUL, NumberMatch.of(document, report("F1/-/CHEST")));
  }

  @Test
  void anIdOfOneReportAloneDecides() {
    Report known = report("F1", "", local("CHEST"), "document:D1", "filler:F2", "placer:P7");
    assertEquals(SAME, NumberMatch.of(known, report("F2", "", local("ABDOMEN"))));
    assertEquals(SAME, NumberMatch.of(known, report("F9", "", local("CHEST"), "document:D1")));
    assertEquals(
        DOUBTFUL,
        NumberMatch.of(known, report("F9", "P7", local("CHEST"))),
        "a placer number may order several");
    Report resource =
        report("", "", Coding.NONE).toBuilder().reference("DiagnosticReport/9").build();
    assertEquals(SAME, NumberMatch.of(resource, resource.toBuilder().order(known.order()).build()));
    assertEquals(DOUBTFUL, NumberMatch.of(resource, known));
  }

  @Test
  void aReportOfTwoExaminationsIsNoOtherOneThanThatOfOne() {
    Report both =
        report("", "", local("CHEST")).toBuilder()
            .orders(
                List.of(
                    new AnsweredOrder(report("-/-/CHEST").order(), null),
                    new AnsweredOrder(report("-/-/ABDOMEN").order(), null)))
            .build();
    assertEquals(DOUBTFUL, NumberMatch.of(both, report("F1/-/ABDOMEN")));
    assertEquals(OTHER_EXAMINATION, NumberMatch.of(both, report("F1/-/PELVIS")));
  }

  @Test
  void aReportIdThatIsNoAccessionNumberIsTheReports() {
    Report document =
        Report.of("HOSP", "DOC1")
            .patient(SampleRecords.patient("MRN1"))
            .order(new Order("", "", List.of(), List.of(), local("CHEST"), "", "", ""))
            .build();
    assertEquals(SAME, NumberMatch.of(document, document.toBuilder().text("Other.").build()));
    assertEquals(OTHER_NUMBERS, NumberMatch.of(report("F1/-/CHEST"), report("F2/-/CHEST")));
  }
}
