package org.radiologytrust.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.model.Label.NEEDS_REVIEW;
import static org.radiologytrust.model.Label.SUPPORTED;
import static org.radiologytrust.model.Label.UNCERTAIN;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.AuditCase;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Verdict;

class GroundingTest {
  private static final AuditCase CASE = Cases.of("No mass.");
  private final Grounding grounding = new Grounding();

  private static List<Verdict> verdicts(Label... labels) {
    List<Verdict> all = new ArrayList<>();
    for (Label label : labels) {
      int claim = all.size() + 1;
      all.add(
          label == null
              ? Verdict.notAssessed(claim, "too long")
              : new Verdict(
                  claim,
                  label,
                  0.9,
                  ConfidenceBasis.TOKEN_PROBABILITY,
                  Verdict.Basis.MODEL_WITH_IMAGE,
                  List.of("seen"),
                  List.of("F1.1")));
    }
    return all;
  }

  private AuditCase held(List<Verdict> verdicts, List<Verdict> blank) {
    return grounding.hold(
        CASE.with(
            p -> {
              p.verdicts = verdicts;
              p.blank = blank;
              p.note = "Before.";
            }));
  }

  @Test
  void supportedEitherWayIsUncertain() {
    AuditCase c =
        held(
            verdicts(SUPPORTED, SUPPORTED, UNCERTAIN, NEEDS_REVIEW, null),
            verdicts(SUPPORTED, UNCERTAIN, SUPPORTED, SUPPORTED, null));
    assertEquals(
        new Verdict(
            1,
            UNCERTAIN,
            1.0,
            ConfidenceBasis.RULE,
            Verdict.Basis.BLANK_PROBE,
            List.of("The model gives the same label when it is shown a blank image.", "seen"),
            List.of("F1.1")),
        c.verdicts().get(0));
    assertEquals(
        verdicts(SUPPORTED, SUPPORTED, UNCERTAIN, NEEDS_REVIEW, null).subList(1, 5),
        c.verdicts().subList(1, 5),
        "only support is taken back, and nothing is made better");
    assertEquals(
        "Before. Probe with blank images: 1 supported claim was supported without the image as"
            + " well, and became uncertain.",
        c.note());
  }

  @Test
  void probeThatChangesNothingIsTold() {
    AuditCase c = held(verdicts(SUPPORTED), verdicts(NEEDS_REVIEW));
    assertEquals(verdicts(SUPPORTED), c.verdicts());
    assertTrue(c.note().endsWith("it changed no label."), c.note());
  }

  @Test
  void withoutAProbeThatIsSaid() {
    AuditCase c = held(verdicts(SUPPORTED), List.of());
    assertEquals(verdicts(SUPPORTED), c.verdicts());
    assertTrue(c.note().contains("No probe with blank images was made"), c.note());
  }

  @Test
  void nothingAssessedIsNothingToProbe() {
    AuditCase c = CASE.with(p -> p.verdicts = verdicts(null, null));
    assertSame(c, grounding.hold(c));
  }

  @Test
  void supportThatWasNotProbedIsNeverLetThrough() {
    assertThrows(
        IllegalStateException.class,
        () -> held(verdicts(SUPPORTED, SUPPORTED), verdicts(UNCERTAIN, null)));
  }
}
