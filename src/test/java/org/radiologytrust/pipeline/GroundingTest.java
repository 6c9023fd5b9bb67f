package org.radiologytrust.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.model.Label.NEEDS_REVIEW;
import static org.radiologytrust.model.Label.SUPPORTED;
import static org.radiologytrust.model.Label.UNCERTAIN;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Cases;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Slice;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Study;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.pipeline.step.RuleClaims;
import org.radiologytrust.score.Scorer;

class GroundingTest {
  private static final Audit CASE = Cases.of("No mass.");
  private final Grounding grounding = new Grounding(SiteFiles.shipped(), Set.of());

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

  private Audit held(List<Verdict> verdicts, List<Verdict> blank) {
    List<Claim> claims =
        verdicts.stream()
            .map(
                v ->
                    new Claim(
                        v.claim(),
                        1,
                        Section.FINDINGS,
                        ClaimType.FINDING,
                        new Span(0, 8),
                        "No mass."))
            .toList();
    return grounding.hold(
        CASE.toBuilder().claims(claims).verdicts(verdicts).blank(blank).note("Before.").build());
  }

  @Test
  void supportedEitherWayIsUncertain() {
    Audit c =
        held(
            verdicts(SUPPORTED, SUPPORTED, UNCERTAIN, NEEDS_REVIEW, null),
            verdicts(SUPPORTED, UNCERTAIN, SUPPORTED, SUPPORTED, null));
    assertEquals(
        Verdict.byRule(
            1,
            UNCERTAIN,
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
    Audit c = held(verdicts(SUPPORTED), verdicts(NEEDS_REVIEW));
    assertEquals(verdicts(SUPPORTED), c.verdicts());
    assertTrue(c.note().endsWith("it changed no label."), c.note());
  }

  @Test
  void withoutAProbeThatIsSaid() {
    Audit c = held(verdicts(SUPPORTED), List.of());
    assertEquals(verdicts(SUPPORTED), c.verdicts());
    assertTrue(c.note().contains("No probe with blank images was made"), c.note());
  }

  @Test
  void nothingAssessedIsNothingToProbe() {
    Audit c = CASE.toBuilder().verdicts(verdicts(null, null)).build();
    assertSame(c, grounding.hold(c));
  }

  /** A CT of 412 slices of which 4 are shown; and the claims with what the model says of them. */
  private Audit ofFourSlices(List<String> claims, List<Verdict> verdicts, List<Verdict> blank) {
    List<Instance> slices = IntStream.range(0, 412).mapToObj(i -> slice("CT", i, 1)).toList();
    return grounding.hold(shown(slices, slices.subList(200, 204), claims, verdicts, blank));
  }

  private static Instance slice(String modality, int number, int frames) {
    return instance(modality, "1.2.840.10008.5.1.4.1.1.2", number, frames);
  }

  private static Instance instance(String modality, String sopClass, int number, int frames) {
    return new Instance(
        "1." + number, "1", sopClass, modality, "CHEST", "", "", "", number, frames, "" + number);
  }

  private static Audit shown(
      List<Instance> all,
      List<Instance> shown,
      List<String> texts,
      List<Verdict> verdicts,
      List<Verdict> blank) {
    Study study = new Study("1", "A1", CASE.report().patient(), null, "", true, all);
    RuleClaims rules = new RuleClaims(SiteFiles.shipped());
    List<Claim> claims = new ArrayList<>();
    for (String text : texts) {
      int number = claims.size() + 1;
      ClaimType type = rules.type(Section.FINDINGS, text);
      claims.add(new Claim(number, number, Section.FINDINGS, type, new Span(0, 1), text));
    }
    return Audit.of(new UUID(0, 1), CASE.report())
        .studies(List.of(study))
        .instances(shown)
        .withModel(true)
        .started(Instant.EPOCH)
        .claims(claims)
        .verdicts(verdicts)
        .blank(blank)
        .build();
  }

  private static Verdict naming(int claim, Label label, String... findings) {
    return new Verdict(
        claim,
        label,
        0.9,
        ConfidenceBasis.TOKEN_PROBABILITY,
        Verdict.Basis.MODEL_WITH_IMAGE,
        List.of("seen"),
        List.of(findings));
  }

  @Test
  @Tag("safety")
  void aModelThatSawFourSlicesDoesNotContradictTheReport() {
    List<Verdict> said =
        List.of(
            naming(1, SUPPORTED, "F1.1"),
            naming(2, UNCERTAIN, "F1.1"),
            naming(3, NEEDS_REVIEW),
            naming(4, NEEDS_REVIEW, "F1.1"));
    Audit c =
        ofFourSlices(
            List.of("Left effusion.", "A nodule.", "Rib fracture.", "Right effusion."),
            said,
            List.of(
                naming(1, NEEDS_REVIEW),
                naming(2, NEEDS_REVIEW),
                naming(3, NEEDS_REVIEW),
                naming(4, NEEDS_REVIEW)));
    String reason = "Only 4 of 412 images were shown.";
    assertEquals(
        List.of(
            said.get(0),
            Verdict.notAssessed(2, reason),
            Verdict.notAssessed(3, reason),
            said.get(3)),
        c.verdicts(),
        "what it saw stands; what it did not see may be on the other slices");
    assertTrue(
        c.note()
            .endsWith(
                "Only 4 of 412 images were shown: 2 claims are not assessed for that reason."),
        c.note());
    assertNull(new Scorer().score(c).score().value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No pneumothorax.",
        "There is no pleural effusion.",
        "Lungs: Without consolidation.",
        "A pneumothorax is not seen.",
        "Effusion is absent.",
        "Mass without metastases.",
        "The lungs are clear.",
        "The liver is unremarkable.",
        "Aorta within normal\nlimits."
      })
  @Tag("safety")
  void nothingIsConfirmedToBeNowhereByFourSlices(String claim) {
    List<Verdict> said = List.of(naming(1, SUPPORTED, "F1.1"));
    Audit c = ofFourSlices(List.of(claim), said, List.of(naming(1, NEEDS_REVIEW)));
    assertEquals(List.of(Verdict.notAssessed(1, "Only 4 of 412 images were shown.")), c.verdicts());
    assertEquals(AuditOutcome.CHECKED_ONLY, new Scorer().score(c).outcome());
  }

  @Test
  @Tag("safety")
  void whatTheBlankProbeMakesUncertainIsNotAssessedThen() {
    Audit c =
        ofFourSlices(
            List.of("Left effusion."),
            List.of(naming(1, SUPPORTED, "F1.1")),
            List.of(naming(1, SUPPORTED)));
    assertEquals(List.of(Verdict.notAssessed(1, "Only 4 of 412 images were shown.")), c.verdicts());
  }

  /** All images of the study, of which four places were never sent. */
  @Test
  @Tag("safety")
  void nothingIsConfirmedToBeNowhereByAStackWithAGap() {
    List<Instance> all =
        IntStream.rangeClosed(1, 9)
            .mapToObj(i -> slice("DX", i, 1).as(new Slice(0, i, i == 5 ? 4 : 0)))
            .toList();
    List<Verdict> said = List.of(naming(1, SUPPORTED, "F1.1"), naming(2, SUPPORTED, "F1.1"));
    List<Verdict> blank = List.of(naming(1, NEEDS_REVIEW), naming(2, NEEDS_REVIEW));
    List<String> claims = List.of("No nodule.", "A nodule.");
    String lack = "4 places are missing between slices 4 and 5 (images 4 and 5)";
    Audit c = grounding.hold(shown(all, all, claims, said, blank));
    assertEquals(List.of(Verdict.notAssessed(1, lack + "."), said.get(1)), c.verdicts());
    assertTrue(c.note().endsWith(lack + ": 1 claim is not assessed for that reason."), c.note());
    assertEquals(
        "Only 8 of 9 images were shown; " + lack + ".",
        grounding
            .hold(shown(all, all.subList(0, 8), claims, said, blank))
            .verdicts()
            .get(0)
            .evidence()
            .get(0));
  }

  @Test
  void withoutAProbeAPartOfTheImagesCarriesNoMore() {
    Audit c = ofFourSlices(List.of("No mass."), List.of(naming(1, SUPPORTED)), List.of());
    assertEquals(List.of(), c.verdicts().stream().filter(v -> v.label() != null).toList());
  }

  @Test
  void framesCountAndRawImagesOfADetectorDoNot() {
    List<Verdict> said = List.of(naming(1, UNCERTAIN));
    List<Verdict> blank = List.of(naming(1, UNCERTAIN));
    List<String> claim = List.of("A nodule.");
    List<Instance> cine = List.of(slice("XA", 1, 60));
    assertEquals(
        "Only 1 of 60 images were shown.",
        grounding.hold(shown(cine, cine, claim, said, blank)).verdicts().get(0).evidence().get(0));
    String raw = "1.2.840.10008.5.1.4.1.1.1.2.1";
    Instance presented = instance("MG", "1.2.840.10008.5.1.4.1.1.1.2", 1, 1);
    List<Instance> both = List.of(presented, instance("MG", raw, 2, 1));
    assertEquals(
        said, grounding.hold(shown(both, List.of(presented), claim, said, blank)).verdicts());
    List<Instance> rawAlone = List.of(instance("MG", raw, 1, 1), instance("MG", raw, 2, 1));
    assertEquals(
        List.of("Only 1 of 2 images were shown."),
        grounding
            .hold(shown(rawAlone, rawAlone.subList(0, 1), claim, said, blank))
            .verdicts()
            .get(0)
            .evidence());
  }

  @Test
  void supportThatWasNotProbedIsNeverLetThrough() {
    assertThrows(
        IllegalStateException.class,
        () -> held(verdicts(SUPPORTED, SUPPORTED), verdicts(UNCERTAIN, null)));
  }
}
