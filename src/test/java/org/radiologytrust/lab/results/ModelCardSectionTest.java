package org.radiologytrust.lab.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelCardSectionTest {
  private static final List<LabelledCase> CASES = Sample.cases(60);
  private static final ConditionResults BASE = Sample.results(CASES, "base", 0, false, 700, 3);
  private static final ConditionResults ADAPTER = Sample.results(CASES, "lora", 0, false, 100, 4);

  private static List<ModelCardSection.Pair> pairs(ConditionResults base, ConditionResults other) {
    return ModelCardSection.pairs(CASES, base, other, 1);
  }

  @Test
  void theFiveNumbersAreThoseOfTheTable() {
    List<ModelCardSection.Pair> pairs = pairs(BASE, ADAPTER);
    assertEquals(Metric.FIVE, pairs.stream().map(ModelCardSection.Pair::metric).toList());
    Figures figures = Figures.of(CASES, List.of(BASE, ADAPTER), 1);
    for (ModelCardSection.Pair p : pairs) {
      assertEquals(figures.conditions().get(0).all(p.metric()), p.base());
      assertEquals(figures.conditions().get(1).all(p.metric()), p.adapter());
      assertEquals(p.adapter().value() - p.base().value(), p.delta().value(), 1e-12);
      assertTrue(p.delta().low() < p.delta().value() && p.delta().value() < p.delta().high());
    }
  }

  @Test
  void theDifferenceOfLabelsIsThatOfTheComparison() {
    Comparison labels = Figures.of(CASES, List.of(BASE, ADAPTER), 1).comparisons().get(0);
    assertEquals(Comparison.What.LABELS, labels.what());
    assertEquals(0, labels.unpaired());
    Estimate delta = pairs(BASE, ADAPTER).get(3).delta();
    assertEquals(labels.difference().value(), delta.value(), 1e-12);
    assertEquals(labels.difference().low(), delta.low(), 1e-12);
    assertEquals(labels.difference().high(), delta.high(), 1e-12);
  }

  @Test
  void equalAnswersGiveNoDifferenceInAnyDraw() {
    ConditionResults same = new ConditionResults(ADAPTER.condition(), BASE.results());
    for (ModelCardSection.Pair p : pairs(BASE, same)) {
      assertEquals(0, p.delta().value(), 0);
      assertNull(p.delta().low());
      assertEquals(p.base(), p.adapter());
    }
  }

  @Test
  void casesThatOnlyOneAnsweredDoNotCount() {
    ConditionResults half = new ConditionResults(BASE.condition(), BASE.results().subList(20, 50));
    ConditionResults other =
        new ConditionResults(ADAPTER.condition(), ADAPTER.results().subList(0, 40));
    ModelCardSection.Pair accuracy = pairs(half, other).get(3);
    assertEquals(3 * 20, accuracy.base().n());
    assertEquals(3 * 20, accuracy.adapter().n());
    assertEquals(3 * 20, accuracy.delta().n());
    ConditionResults none = new ConditionResults(ADAPTER.condition(), List.of());
    for (ModelCardSection.Pair p : pairs(BASE, none)) {
      assertFalse(p.base().known() || p.adapter().known() || p.delta().known());
    }
  }

  @Test
  void theSectionIsMarkdown() {
    List<String> lines =
        ModelCardSection.lines(
            CASES, List.of(BASE, ADAPTER), 1, "rtl eval cases --template model-card");
    assertEquals("## Measured", lines.get(0));
    assertEquals("    rtl eval cases --template model-card", lines.get(2));
    assertTrue(
        lines.get(4).startsWith("- Base: `gemma3-270m-base`, `sha256:5fd3b62c"), lines.get(4));
    assertTrue(lines.get(5).startsWith("- Adapter: `gemma3-270m-lora`, `sha256:"), lines.get(5));
    assertEquals(
        "- Asked: 60 of 60 cases, 45 with images; claims, findings, alignment, rewrite;"
            + " no grammar; Radiology Trust Layer 0.1.0",
        lines.get(6));
    List<String> table = lines.stream().filter(l -> l.startsWith("|")).toList();
    assertEquals(2 + 5 + 4, table.size(), "four rules beside the labels");
    assertTrue(
        table.stream().allMatch(l -> l.chars().filter(c -> c == '|').count() == 6),
        table::toString);
    String accuracy = table.get(2 + 3);
    assertTrue(
        accuracy.matches(
            "\\| Label accuracy \\(high is good\\) \\| [\\d.]+ % \\[[\\d., ]+] ‡ \\| [\\d.]+ %"
                + " \\[[\\d., ]+] \\| \\*\\*\\+[\\d.]+\\*\\* \\[\\+[\\d.]+, \\+[\\d.]+] \\| 180"
                + " labelled claims \\|"),
        accuracy);
    assertTrue(
        table
            .get(2 + 4)
            .matches(
                "\\| rule without images: majority \\| [\\d.]+ % \\[[\\d., ]+] ‡ \\| [\\d.]+ %"
                    + " \\[[\\d., ]+] \\|  \\| 180 labelled claims \\|"),
        table.get(2 + 4));
    assertTrue(table.get(2 + 8).contains("| **-"), table.get(2 + 8));
    assertTrue(lines.get(lines.size() - 1).contains("2000 draws, seed 1"));
  }
}
