package org.radiologytrust.check.within;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.check.CheckTester;
import org.radiologytrust.check.Checks;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Addendum;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Span;

class ChangedByAddendumTest {
  private static final Checks CHECKS = new Checks(SiteFiles.shipped());

  /** What each difference is called in the action. */
  private static final Map<String, String> WORDS =
      Map.of(
          "presence", "asserts what the other denies",
          "side", "names the other side",
          "size", "gives another size",
          "certainty", "holds only possible");

  /** A report with addenda, each of them in a message of its own; {@code ~} is a new line. */
  private static Audit addended(String report, String... addenda) {
    StringBuilder text = new StringBuilder(report.replace('~', '\n'));
    List<Addendum> parts = new ArrayList<>();
    for (String addendum : addenda) {
      text.append("\n\n").append(Addendum.HEADING).append('\n');
      String words = addendum.replace('~', '\n');
      parts.add(new Addendum(new Span(text.length(), text.length() + words.length()), null));
      text.append(words);
    }
    Audit plain = new CaseBuilder().text(text.toString()).build();
    assertEquals(text.toString(), plain.report().text());
    return Audit.of(plain.runId(), plain.report().toBuilder().addenda(parts).build())
        .sentences(plain.sentences())
        .claims(plain.claims())
        .build();
  }

  private static List<CheckResult> changes(String report, String... addenda) {
    return CheckTester.run(Addendum.CHECK, addended(report, addenda));
  }

  @Test
  void eachSentenceOfTheTableIsNamedOrNot() throws IOException {
    List<String> wrong = new ArrayList<>();
    Map<String, Integer> rows = new TreeMap<>();
    try (var in = getClass().getResourceAsStream("/checks/changed-by-addendum.txt")) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : all.lines().filter(l -> !l.startsWith("#")).toList()) {
        String[] row = line.split("\\|", -1);
        assertEquals(4, row.length, line);
        rows.merge(row[0], 1, Integer::sum);
        List<CheckResult> found = changes(row[1], row[2]);
        String named = String.join("+", found.stream().map(r -> r.first().value()).toList());
        String how = WORDS.getOrDefault(row[0], "");
        if (!named.equals(row[3]) || found.stream().anyMatch(r -> !r.action().contains(how))) {
          wrong.add(line + "  " + named);
        }
      }
    }
    assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
    assertEquals(
        "[adds, certainty, presence, repeats, side, size, unrelated, unsure]",
        rows.keySet().toString());
  }

  @Test
  void theFlagIsOnTheChangedSentenceAndShowsThatOfTheAddendum() {
    List<CheckResult> found =
        changes("IMPRESSION: 1. Pneumonia.~2. No effusion.", "Small left effusion.");
    assertEquals(1, found.size());
    assertEquals("No effusion.", found.get(0).first().value());
    assertEquals("Small left effusion.", found.get(0).second().value());
    assertEquals(Label.NEEDS_REVIEW, found.get(0).label());
    assertEquals(
        Label.UNCERTAIN,
        changes("IMPRESSION: No effusion.", "Possible small left effusion.").get(0).label());
  }

  @Test
  void oneStatementCanChangeSeveralSentencesAndSeveralOneSentence() {
    List<CheckResult> found =
        changes(
            "IMPRESSION: No pneumothorax or effusion. No pneumothorax.",
            "Right pneumothorax. Right effusion.");
    assertEquals(
        List.of("No pneumothorax or effusion.", "No pneumothorax.", "No pneumothorax or effusion."),
        found.stream().map(r -> r.first().value()).toList());
    assertEquals(
        List.of("Right pneumothorax.", "Right pneumothorax.", "Right effusion."),
        found.stream().map(r -> r.second().value()).toList());
  }

  @Test
  void aSecondAddendumCanChangeTheFirst() {
    List<CheckResult> found =
        changes("IMPRESSION: Pneumonia.", "Right pneumothorax.", "There is no pneumothorax.");
    assertEquals(1, found.size());
    assertEquals("Right pneumothorax.", found.get(0).first().value());
    assertEquals("There is no pneumothorax.", found.get(0).second().value());
  }

  /** The checks that look for slips leave an addendum to this one: one flag for one change. */
  @Test
  void aChangeIsOneFlag() {
    for (String report :
        List.of(
            "IMPRESSION: No pneumothorax.",
            "IMPRESSION: Left pneumothorax.",
            "FINDINGS: No pneumothorax.~~IMPRESSION: No pneumothorax.")) {
      List<CheckResult> all = CHECKS.check(addended(report, "Right pneumothorax.")).checks();
      assertEquals(
          List.of(Addendum.CHECK),
          all.stream()
              .filter(r -> r.second().span() != null)
              .map(CheckResult::check)
              .distinct()
              .toList(),
          report);
    }
  }

  @Test
  void whatTheReportItselfContradictsIsStillFlagged() {
    List<CheckResult> all =
        CHECKS
            .check(
                addended(
                    "FINDINGS: No pneumothorax.~~IMPRESSION: Right pneumothorax.",
                    "Dr. Doe was informed."))
            .checks();
    assertTrue(all.stream().anyMatch(r -> r.check().equals(Denied.ID)));
    assertTrue(all.stream().noneMatch(r -> r.check().equals(Addendum.CHECK)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FINDINGS: Normal heart.~~IMPRESSION: No pneumothorax.~~ADDENDUM:~Right pneumothorax.",
        "FINDINGS: Normal heart.~~IMPRESSION: No pneumothorax.~~ADDENDUM: Right pneumothorax.",
        "ADDENDUM:~Right pneumothorax.~~FINDINGS: Normal heart.~~IMPRESSION: No pneumothorax.",
        "IMPRESSION: No pneumothorax.~~ADDENDUM 05/02/2026 14:02:~Right pneumothorax.",
        "IMPRESSION: No pneumothorax.~~Addendum: Right pneumothorax.",
        "IMPRESSION: No pneumothorax.~~ADDENDUM:~Pleural effusion.~~ADDENDUM:~Right pneumothorax."
      })
  void anAddendumUnderAHeadingOfTheReportIsReadToo(String text) {
    List<CheckResult> found = CheckTester.run(Addendum.CHECK, new CaseBuilder().text(text).build());
    assertEquals(1, found.size());
    assertEquals("No pneumothorax.", found.get(0).first().value());
    assertTrue(found.get(0).second().value().endsWith("Right pneumothorax."));
  }

  /** Nobody knows whether it is the impression of the report or of the addendum. */
  @Test
  void whatFollowsTheNextHeadingIsNoAddendum() {
    String text = "ADDENDUM:~Typographical error.~~FINDINGS: Pneumothorax.~~IMPRESSION: Normal.";
    assertEquals("-", CheckTester.words(Addendum.CHECK, new CaseBuilder().text(text).build()));
  }

  @Test
  void anAddendumAloneChangesNothing() {
    Audit plain = new CaseBuilder().text("ADDENDUM:~Right pneumothorax. No pneumothorax.").build();
    Span words = new Span(10, plain.report().text().length());
    Audit alone =
        Audit.of(
                plain.runId(),
                plain.report().toBuilder().addenda(List.of(new Addendum(words, null))).build())
            .sentences(plain.sentences())
            .build();
    assertEquals(List.of(), CheckTester.run(Addendum.CHECK, alone));
  }

  @Test
  void veryManySentencesTakeNoLongTime() {
    Audit hostile =
        addended(
            "IMPRESSION: " + "No effusion. Right effusion of 8 mm. ".repeat(2_000).strip(),
            "Left effusion of 9 mm. No effusion. ".repeat(2_000).strip());
    List<CheckResult> found =
        assertTimeoutPreemptively(
            Duration.ofMinutes(2), () -> CheckTester.run(Addendum.CHECK, hostile));
    assertEquals(Check.MAX_RESULTS, found.size());
  }

  @Test
  void whereItIsOffOtherChecksCompareAddendaToo() {
    Audit audit = addended("IMPRESSION: No pneumothorax.", "Small right apical pneumothorax.");
    Checks off = new Checks(SiteFiles.shipped(), CheckSettings.without(Set.of(Addendum.CHECK)));
    assertEquals(List.of(Addendum.CHECK), ids(CHECKS.check(audit)));
    assertEquals(List.of(Denied.ID), ids(off.check(audit)));
  }

  private static List<String> ids(Audit audit) {
    return audit.checks().stream()
        .map(CheckResult::check)
        .filter(id -> Set.of(Addendum.CHECK, Denied.ID).contains(id))
        .toList();
  }
}
