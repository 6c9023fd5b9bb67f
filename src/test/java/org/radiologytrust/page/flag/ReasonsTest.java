package org.radiologytrust.page.flag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.review.FlagVerdict;

class ReasonsTest {
  @TempDir Path files;

  @Test
  void shippedReasonsAreSixAndTheLastAsksForANote() {
    Reasons reasons = Reasons.of(SiteFiles.shipped());

    assertEquals(6, reasons.all().size());
    assertEquals("The report is right", reasons.words("report-right"));
    assertTrue(reasons.of("other").orElseThrow().note());
  }

  /** A wrong order is no false alarm. */
  @Test
  void eachShippedReasonSaysWhetherTheFlagWasRight() {
    Map<FlagVerdict, List<String>> codes = new LinkedHashMap<>();
    Reasons.of(SiteFiles.shipped())
        .groups()
        .forEach(
            group ->
                codes.put(
                    group.verdict(), group.reasons().stream().map(Reasons.Reason::code).toList()));

    assertEquals(
        Map.of(
            FlagVerdict.NOT_IMPORTANT, List.of("meant-as-written", "not-relevant"),
            FlagVerdict.RIGHT, List.of("order-wrong"),
            FlagVerdict.WRONG, List.of("report-right", "text-misread", "other")),
        codes);
  }

  @Test
  void theKeyOfAReasonIsItsPlaceInTheFileWhateverItsGroup() throws IOException {
    Reasons reasons =
        of(
            "[{code: a, text: A, verdict: wrong}, {code: b, text: B, verdict: right},"
                + " {code: c, text: C, verdict: wrong}]");

    assertEquals(
        List.of(1, 3, 2),
        reasons.groups().stream()
            .flatMap(group -> group.reasons().stream())
            .map(reasons::key)
            .toList());
  }

  /** A file of an earlier version. */
  @Test
  void theStartNamesTheReasonsThatNeedAVerdict() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                of(
                    "[{code: a, text: A}, {code: b, text: B, verdict: wrong},"
                        + " {code: c, text: C, verdict: maybe}]"));

    assertEquals(
        "page/reasons.yaml: give a verdict (right, not-important or wrong) to each of: a, c",
        e.getMessage());
  }

  @Test
  void theSiteHasItsOwn() throws IOException {
    Reasons reasons = of("- {code: known, text: Known to us, verdict: right}");

    assertEquals("Known to us", reasons.words("known"));
  }

  @Test
  void aCodeThatTheFileLostIsShownAsItIs() throws IOException {
    assertEquals(
        "order-wrong",
        of("- {code: known, text: Known to us, verdict: right}").words("order-wrong"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "- {code: Known, text: Known to us, verdict: wrong}",
        "- {text: Known to us, verdict: wrong}",
        "- {code: known, verdict: wrong}",
        "- {code: known, text: ' ', verdict: wrong}",
        "- {code: known, text: Known to us}",
        "- {code: known, text: Known to us, verdict: }",
        "- {code: known, text: Known to us, verdict: WRONG}",
        "- {code: known, text: Known to us, verdict: wrong, key: 1}",
        "- {code: known, text: 12345678901234567890123456789012345678901, verdict: wrong}",
        "[{code: a, text: A, verdict: wrong}, {code: a, text: B, verdict: wrong}]",
        "[{code: a, text: A, verdict: wrong}, {code: b, text: A, verdict: wrong},"
            + " {code: c, text: A, verdict: wrong}, {code: d, text: A, verdict: wrong},"
            + " {code: e, text: A, verdict: wrong}, {code: f, text: A, verdict: wrong},"
            + " {code: g, text: A, verdict: wrong}, {code: h, text: A, verdict: wrong},"
            + " {code: i, text: A, verdict: wrong}, {code: j, text: A, verdict: wrong}]",
      })
  void aFileThatIsNotValidIsRefused(String yaml) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> of(yaml));

    assertTrue(e.getMessage().startsWith("page/reasons.yaml"), e.getMessage());
  }

  private Reasons of(String yaml) throws IOException {
    Files.createDirectories(files.resolve("page"));
    Files.writeString(files.resolve("page/reasons.yaml"), yaml);
    return Reasons.of(SiteFiles.in(files));
  }
}
