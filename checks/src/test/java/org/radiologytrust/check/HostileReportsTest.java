package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.Growth;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;

/** Texts that no radiologist writes: the checks end in bounded time, and each gives few flags. */
@Tag("long")
class HostileReportsTest {
  private static final Checks CHECKS = new Checks(SiteFiles.shipped());

  private static Audit checked(String text) {
    return CHECKS.check(GeneratedReport.audit("XR CHEST LEFT", text));
  }

  private static String repeated(String unit, int length) {
    return unit.repeat(length / unit.length() + 1).substring(0, length);
  }

  /** Each check gives at most its number of flags, and each flag points at the text. */
  private static void sound(Audit c) {
    assertFalse(c.sentences().isEmpty());
    Map<String, Long> flags =
        c.checks().stream()
            .collect(Collectors.groupingBy(CheckResult::check, Collectors.counting()));
    flags.forEach((check, n) -> assertTrue(n <= Check.MAX_RESULTS, check));
    for (CheckResult r : c.checks()) {
      if (r.first().span() != null) {
        assertEquals(r.first().span().in(c.report().text()), r.first().value());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "left effusion and right nodule ",
        "no effusion, or pneumothorax, ",
        "FINDINGS: left effusion\nIMPRESSION: right effusion\n",
        "LEFT KNEE: small effusion. ",
        "1. left nodule of 4 mm\n",
        "((((",
        "a,",
        "left ",
        "no ",
        "not excluded or ",
        "history of ",
        "12 x ",
        "\u05d0\u05d1 left \u0645\u0646 effusion \u4e2d\u6587 ",
        "\ud83d\ude00 ",
        "l\u0435ft eff\u00adusion ",
        "&nbsp;&amp;lt;",
        "67-year-old ",
        "discussed with Dr. ",
        "recommend CT in ",
        "[ ] ___ ",
        "the the "
      })
  void endlessRepetitions(String unit) {
    sound(checked("FINDINGS: " + repeated(unit, 50_000)));
  }

  @Test
  void aLongTextWithoutAFullStop() {
    sound(checked("FINDINGS: " + repeated("left effusion and no right nodule ", 300_000)));
  }

  @Test
  void twoThousandHeadings() {
    String text = "FINDINGS: Left effusion.\n\nIMPRESSION: Right effusion.\n\n".repeat(1_000);
    Audit c = checked(text);
    sound(c);
    assertEquals(2_000, c.sentences().size());
  }

  @Test
  void thirtyThousandFindingsInOneSentence() {
    sound(
        checked("There are " + "nodule, mass, left effusion and ".repeat(10_000) + "a fracture."));
  }

  @Test
  void aDeepEnumeration() {
    StringBuilder text = new StringBuilder("FINDINGS:\n");
    for (int i = 1; i <= 3_000; i++) {
      text.append(" ".repeat(i % 60)).append(i).append(". (a) (i) left nodule, no mass\n");
    }
    sound(checked(text.toString()));
  }

  /** Quadratic work ended the process. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "left effusion and right nodule ",
        "no effusion, or pneumothorax, ",
        "no left nodule of 4 mm, compared with 3 mm. ",
        "FINDINGS: left effusion\n\nIMPRESSION: right effusion\n\n",
        "LEFT KNEE: no effusion.\n",
        "ADDENDUM: There is no nodule. The right nodule is 4 mm.\n\n",
        "FINDINGS: Left effusion of 3 mm.\nIMPRESSION: Right effusion of 4 cm.\n",
        "Small left effusion. No effusion. ",
        "a,",
        "no "
      })
  void workGrowsWithTheLength(String unit) {
    int length = 50_000;
    Growth.assertLinear(
        "FINDINGS: " + repeated(unit, length),
        "FINDINGS: " + repeated(unit, 4 * length),
        HostileReportsTest::checked);
  }

  /** A label stands above all sentences up to the next one. */
  @Test
  void sentencesUnderOneLabelDoNotReadAllOthers() {
    int length = 25_000;
    Growth.assertLinear(
        "RIGHT KNEE:\n" + repeated("Small effusion. No tear. ", length),
        "RIGHT KNEE:\n" + repeated("Small effusion. No tear. ", 4 * length),
        HostileReportsTest::checked);
  }
}
