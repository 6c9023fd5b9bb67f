package org.radiologytrust.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.ImageRead;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.pipeline.words.DenyingClaims;
import org.radiologytrust.review.Problems;
import org.radiologytrust.review.Recommendation;
import org.radiologytrust.score.Scorer;

@Tag("safety")
class OwnFindingsRuleTest {
  private static final double SURE = 0.9999;
  private static final Finding OPACITY = finding("opacity", "right lung, lower zone");

  private final Grounding grounding = new Grounding(SiteFiles.shipped(), Set.of("CT"));

  private static Finding finding(String description, String location) {
    return new Finding("F1.1", "1.2", description, location, 0.9, "denser area");
  }

  private static Verdict supported(int claim) {
    return new Verdict(
        claim,
        Label.SUPPORTED,
        SURE,
        ConfidenceBasis.TOKEN_PROBABILITY,
        Verdict.Basis.MODEL_WITH_IMAGE,
        List.of("said"),
        List.of());
  }

  /** A chest radiograph whose claims, one a sentence, a model supports, and what it sees on it. */
  private static Audit audit(String modality, String text, Finding... seen) {
    Audit c = new CaseBuilder().image(modality, "CHEST", "", "").text("FINDINGS:~" + text).build();
    List<Claim> claims = new ArrayList<>();
    for (Sentence s : c.sentences()) {
      claims.add(
          new Claim(
              claims.size() + 1,
              s.number(),
              Section.FINDINGS,
              s.text().startsWith("No ") ? ClaimType.ABSENCE : ClaimType.FINDING,
              s.span(),
              s.text()));
    }
    return c.toBuilder()
        .claims(claims)
        .verdicts(claims.stream().map(k -> supported(k.number())).toList())
        .blank(
            claims.stream()
                .map(
                    k ->
                        new Verdict(
                            k.number(),
                            Label.UNCERTAIN,
                            0.9,
                            ConfidenceBasis.SELF_REPORTED,
                            Verdict.Basis.MODEL_WITH_IMAGE,
                            List.of(),
                            List.of()))
                .toList())
        .instances(c.studies().get(0).instances())
        .reads(List.of(new ImageRead("1.2", "good", List.of(seen))))
        .withModel(true)
        .build();
  }

  /** The claim as it is after all rules. */
  private Verdict held(String text, Finding... seen) {
    return grounding.hold(audit("CR", text, seen)).verdicts().get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "No acute abnormality.|opacity|right lung",
        "No acute cardiopulmonary process.|opacity|right lung",
        "The lungs are clear.|opacity|right lung",
        "Lungs clear.|Hazy opacity|left lower lobe",
        "The lungs are clear bilaterally.|cloudy area|right lung",
        "The right lung is clear.|consolidation|right upper lobe",
        "Normal chest radiograph.|pleural effusion|left",
        "Unremarkable study.|fracture|left rib",
        "Within normal limits.|nodule|left upper lobe",
        "No focal consolidation.|opacity|right base",
        "No pneumothorax or effusion.|small pleural effusion|left",
        "No effusion is seen.|Pleural effusion|right base",
        "Effusion is not seen.|Pleural effusion|right base",
        "The heart is normal in size.|cardiomegaly|",
        "Heart size is normal.|enlarged heart|chest",
        "No scoliosis.|scoliotic curve|thoracic spine",
        "The costophrenic angles are sharp and clear.|pleural effusion|left",
        "No acute osseous abnormality.|fracture|right clavicle",
        "There is no fracture.|displaced fracture|6th rib",
      })
  void supportForADenialIsTakenBack(String claim, String description, String location) {
    Verdict held = held(claim, finding(description, location == null ? "" : location));
    assertEquals(Verdict.Basis.CONTRADICTS_OWN_FINDING, held.basis());
    assertEquals(Label.UNCERTAIN, held.label());
    assertEquals(List.of("F1.1"), held.findings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Right lower lobe opacity.|opacity|right lung",
        "No pneumothorax.|opacity|right lung",
        "No effusion.|cardiomegaly|heart",
        "The heart is normal in size.|opacity|right lung",
        "The lungs are clear.|pleural effusion|left",
        "The lungs are clear.|fracture|left clavicle",
        "The left lung is clear.|opacity|right lung",
        "No left effusion.|effusion|right",
        "Heart size and pulmonary vascularity are normal.|opacity|right lung",
        "No acute fracture.|old healed fracture|left rib",
        "No acute abnormality.|degenerative changes|thoracic spine",
        "No large effusion.|small effusion|left",
        "No fracture of the clavicle.|fracture|left rib",
        "No acute osseous abnormality.|opacity|right lung",
        "The lungs are clear.|no opacity|both lungs",
        "The lungs are clear.|clear lungs|",
        "Normal chest radiograph.|no acute abnormality|chest",
        "Endotracheal tube above the carina.|opacity|right lung",
      })
  void anotherClaimKeepsItsSupport(String claim, String description, String location) {
    assertEquals(supported(1), held(claim, finding(description, location == null ? "" : location)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Right pleural effusion.|pleural effusion|left",
        "There is a right lower lobe opacity.|Hazy opacity|left lung, lower zone",
        "Small left effusion.|right pleural effusion|costophrenic angle",
      })
  void supportForTheOtherSideIsTakenBack(String claim, String description, String location) {
    assertEquals(
        Verdict.Basis.CONTRADICTS_OWN_FINDING, held(claim, finding(description, location)).basis());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Right pleural effusion.|pleural effusion|right",
        "Right pleural effusion.|pleural effusion|chest",
        "Right pleural effusion.|pleural effusion|bilateral",
        "Right pleural effusion.|opacity|left lung",
        "Bilateral pleural effusions.|pleural effusion|left",
        "Pleural effusion.|pleural effusion|left",
        "Right and left pleural effusions.|pleural effusion|left",
      })
  void whereTheSidesDoNotExcludeEachOtherItKeepsItsSupport(
      String claim, String description, String location) {
    assertEquals(supported(1), held(claim, finding(description, location)));
  }

  @Test
  void aFindingOnBothSidesContradictsNeither() {
    assertEquals(
        supported(1),
        held(
            "Right pleural effusion.",
            finding("pleural effusion", "left"),
            finding("pleural effusion", "right")));
  }

  @Test
  void whatTheReportNamesElsewhereIsNotWhatOtherwiseNormalMeans() {
    Audit c =
        grounding.hold(
            audit("CR", "Right lung opacity.~Otherwise normal.~No other finding.", OPACITY));
    assertEquals(List.of(supported(1), supported(2), supported(3)), c.verdicts());
    assertEquals(Label.UNCERTAIN, held("Otherwise normal.", OPACITY).label());
  }

  /**
   * Whatever the checks know as a finding is in the scope of its own denial, and of a general one.
   */
  @Test
  void eachKnownFindingIsInTheScopeOfItsDenial() {
    Map<String, Map<String, List<String>>> families =
        SiteFiles.shipped().words("findings.yaml", new TypeReference<>() {});
    List<String> missed = new ArrayList<>();
    families.values().stream()
        .flatMap(concepts -> concepts.entrySet().stream())
        .forEach(
            concept -> {
              for (String term : concept.getValue()) {
                for (String claim : List.of("No " + term + ".", "Unremarkable study.")) {
                  if (held(claim, finding(term, "")).label() == Label.SUPPORTED) {
                    missed.add(claim + " " + term);
                  }
                }
              }
            });
    assertEquals(List.of(), missed);
  }

  @Test
  void itAsksAndCountsAsUncertain() {
    Audit before = audit("CR", "No acute abnormality.", OPACITY);
    Audit c = new Scorer().score(grounding.hold(before));
    assertEquals(
        List.of(
            new CheckResult(
                    "model",
                    Label.NEEDS_REVIEW,
                    Evidence.of(before.claims().get(0).span(), before.report().text()),
                    Evidence.field("model", "opacity, right lung, lower zone"),
                    "The model contradicts itself about this: look at the images.")
                .asking(
                    "The model supports this claim, but its own findings of the images contradict"
                        + " it.")),
        c.checks());
    assertEquals(1, Problems.asked(c).size());
    assertEquals(
        List.of(
            "The model's own findings of the images name: opacity, right lung, lower zone.",
            "said"),
        c.verdicts().get(0).evidence());
    assertEquals(68, c.score().value());
    assertEquals(1, c.score().uncertain());
    assertEquals(Recommendation.Kind.REVIEW, Recommendation.of(c).orElseThrow().kind());
    assertTrue(
        c.note()
            .contains(
                "1 claim is uncertain, because the model supports what its own findings of the"
                    + " images contradict."),
        c.note());
  }

  @Test
  void thereIsNoScoreOf100HoweverManyClaimsAreSupported() {
    String many =
        String.join("~", IntStream.range(0, 60).mapToObj(i -> "Tube at " + i + " cm.").toList());
    Audit c =
        new Scorer().score(grounding.hold(audit("CR", "The lungs are clear.~" + many, OPACITY)));
    assertEquals(60, c.score().supported());
    assertEquals(99, c.score().value());
  }

  @Test
  void supportOnABlankImageIsNoExcuse() {
    Audit c = audit("CR", "The lungs are clear.", OPACITY);
    c = grounding.hold(c.toBuilder().blank(List.of(supported(1))).build());
    assertEquals(Verdict.Basis.CONTRADICTS_OWN_FINDING, c.verdicts().get(0).basis());
    assertEquals(1, c.checks().size());
  }

  @Test
  void whereTheModelIsNotTrustedItAsksNothing() {
    Audit c = grounding.hold(audit("CT", "The lungs are clear.", OPACITY));
    assertEquals(Verdict.Basis.UNTRUSTED_MODEL, c.verdicts().get(0).basis());
    assertEquals(List.of(), c.checks());
  }

  @Test
  void withoutAFindingNothingChanges() {
    Audit c = audit("CR", "The lungs are clear.");
    assertSame(c, new OwnFindingsRule(new DenyingClaims(SiteFiles.shipped())).hold(c));
  }
}
