package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.radiologytrust.check.rule.LoadedTable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.text.sections.Segmenter;

/** The rules that are in force while the checks run. */
class SiteRulesInForceTest {
  private static final Checks CHECKS = new Checks(SiteFiles.shipped());
  private static final String MESH =
      """
      says: Name the mesh.
      sentence: {words: [mesh]}
      cases: [{flagged: [A mesh.], silent: [Normal.]}]
      """;

  private static Audit report(String text) {
    return Segmenter.of(SiteFiles.shipped())
        .segment(Audit.of(new UUID(0, 1), SampleRecords.report("A1", text)).build());
  }

  private static String table(String strengths, String... namesAndRules) {
    SortedMap<String, String> rules = new TreeMap<>();
    for (int i = 0; i < namesAndRules.length; i += 2) {
      rules.put("rules/" + namesAndRules[i] + ".yaml", namesAndRules[i + 1]);
    }
    return new LoadedTable(strengths, rules).text();
  }

  private static List<String> flags(Checks checks, String text) {
    return checks.run(report(text)).results().stream()
        .map(r -> r.check() + " " + r.strength().word() + " " + r.first().value())
        .toList();
  }

  @Test
  void theNextReportIsCheckedWithTheRulesThatWereLoaded() {
    AtomicReference<Optional<String>> loaded = new AtomicReference<>(Optional.empty());
    Checks checks = CHECKS.withTable(loaded::get);
    String text = "FINDINGS: A mesh.";
    assertEquals(List.of(), flags(checks, text));
    loaded.set(Optional.of(table("", "mesh", MESH)));
    assertEquals(List.of("site-mesh tell mesh"), flags(checks, text));
    assertTrue(checks.ids().contains("site-mesh"));
    assertTrue(checks.check(report(text)).made().finished().contains("site-mesh"));
    loaded.set(Optional.of(table("- {check: site-mesh, strength: quiet}\n", "mesh", MESH)));
    assertEquals(List.of("site-mesh quiet mesh"), flags(checks, text));
    loaded.set(Optional.of(""));
    assertEquals(List.of(), flags(checks, text));
  }

  @Test
  void aRowThatChangesLeavesTheRules() {
    String text = table("- {check: unit, strength: tell}\n", "mesh", MESH);
    StrengthTable table = CHECKS.read(text);
    String changed = table.yamlWith(table.rows().subList(0, 1));
    assertEquals(LoadedTable.of(text).rules(), LoadedTable.of(changed).rules());
  }

  @Test
  void aRuleThatFailsIsNotLoaded() {
    String bad = MESH.replace("A mesh.", "Nothing.");
    String said =
        assertThrows(
                IllegalArgumentException.class,
                () -> CHECKS.read(table("", "bad", bad, "mesh", MESH)))
            .getMessage();
    assertEquals(
        "rules/bad.yaml line 3: cases/0/flagged/0 fails: the rule must flag \"Nothing.\" and does"
            + " not",
        said);
    said =
        assertThrows(
                IllegalArgumentException.class,
                () -> CHECKS.read(table("- {check: site-msh, strength: tell}", "mesh", MESH)))
            .getMessage();
    assertTrue(said.contains("there is no check site-msh"), said);
  }

  private static final List<String> CONDITIONS =
      List.of(
          "words: [mesh, effusion, no, the]",
          "finding: [effusion, opacity, fracture]",
          "place: [lung, liver, knee]");
  private static final List<String> MORE =
      List.of(
          "said: [there, possible]",
          "said: [not there]",
          "near: [the, right, small]",
          "notNear: [left, of]",
          "size: {from: 3}",
          "section: [impression, findings, other]");

  private static String condition(Random random) {
    List<String> keys = new ArrayList<>(List.of(CONDITIONS.get(random.nextInt(3))));
    MORE.stream().filter(key -> random.nextInt(4) == 0).forEach(keys::add);
    // both have "said"
    keys.removeIf(key -> key.equals(MORE.get(1)) && keys.contains(MORE.get(0)));
    return "{" + String.join(", ", keys) + "}";
  }

  private static String rule(Random random) {
    String further =
        switch (random.nextInt(3)) {
          case 0 -> "with: " + condition(random) + "\n";
          case 1 -> "unless: " + condition(random) + "\n";
          default -> "";
        };
    return "says: Look.\nasks: It is not measured.\nsentence: "
        + condition(random)
        + "\n"
        + further
        + "cases: [{flagged: [A mesh.], silent: [Normal.]}]";
  }

  /** Whatever rules there are, refused ones too: each check of ours flags what it did. */
  @RepeatedTest(20)
  void noRuleTakesACheckAlong(RepetitionInfo run) {
    Random random = new Random(run.getCurrentRepetition());
    SortedMap<String, String> rules = new TreeMap<>();
    for (int i = 0; i < 40; i++) {
      String rule = rule(random);
      int cut = random.nextInt(8) == 0 ? random.nextInt(rule.length()) : rule.length();
      rules.put("rules/r" + i + ".yaml", rule.substring(0, cut));
    }
    Checks with = CHECKS.withTable(() -> Optional.of(new LoadedTable("", rules).text()));
    assertTrue(with.ids().size() > CHECKS.ids().size(), "some rules run");
    for (GeneratedReport one : GeneratedReport.some(20)) {
      Audit report = one.audit();
      Checked checked = with.run(report);
      assertEquals(List.of(), checked.unfinished());
      assertEquals(CHECKS.run(report).results(), ours(checked));
    }
  }

  private static List<CheckResult> ours(Checked checked) {
    return checked.results().stream().filter(r -> !r.check().startsWith(CheckResult.SITE)).toList();
  }
}
