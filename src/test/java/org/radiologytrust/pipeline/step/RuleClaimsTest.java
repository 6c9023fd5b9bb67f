package org.radiologytrust.pipeline.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Cases;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.text.sections.Segmenter;

class RuleClaimsTest {
  private Audit claims(String text) {
    return new RuleClaims(SiteFiles.shipped())
        .claims(new Segmenter(SiteFiles.shipped()).segment(Cases.of(text)));
  }

  @Test
  void aSentenceOfNoOrOneFindingIsAClaimAndNoneIsAssessed() {
    String text =
        "HISTORY: Cough.\nFINDINGS: Clear. Normal.\nIMPRESSION: Fine.\n\nDictated by: X, M.D.";
    Audit c = claims(text);
    assertEquals(
        List.of("Clear.", "Normal.", "Fine."), c.claims().stream().map(Claim::text).toList());
    assertEquals(List.of(1, 2, 3), c.claims().stream().map(Claim::number).toList());
    assertEquals(List.of(2, 3, 4), c.claims().stream().map(Claim::sentence).toList());
    assertEquals(List.of(1, 2, 3), c.verdicts().stream().map(Verdict::claim).toList());
    for (Claim claim : c.claims()) {
      assertEquals(claim.span().in(text), claim.text());
    }
    for (Verdict v : c.verdicts()) {
      assertNull(v.label());
      assertEquals(List.of("No model was asked; image claims are not assessed."), v.evidence());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FINDINGS|No pleural effusion.|ABSENCE",
        "FINDINGS|There is no pneumothorax.|ABSENCE",
        "FINDINGS|Without evidence of fracture.|ABSENCE",
        "FINDINGS|LUNGS AND PLEURA: No effusion.|ABSENCE",
        "FINDINGS|LEFT BREAST: 1.5 cm mass.|MEASUREMENT",
        "IMPRESSION|Negative for fracture.|ABSENCE",
        "FINDINGS|A 5 mm nodule is seen.|MEASUREMENT",
        "FINDINGS|The mass measures 3.5 x 2cm.|MEASUREMENT",
        "FINDINGS|Ejection fraction is 60%.|MEASUREMENT",
        "FINDINGS|Mild cardiomegaly.|FINDING",
        "FINDINGS|A pneumothorax is not seen.|ABSENCE",
        "FINDINGS|There is also no acute bony abnormality.|ABSENCE",
        "FINDINGS|The liver is normal.|FINDING",
        "FINDINGS|Noted is a nodule.|FINDING",
        "IMPRESSION|Right lower lobe pneumonia.|IMPRESSION",
        "IMPRESSION|Follow-up CT in 6 months.|RECOMMENDATION",
        "FINDINGS|Clinical correlation is advised.|RECOMMENDATION",
        "RECOMMENDATION|None.|RECOMMENDATION"
      })
  void types(String heading, String text, ClaimType type) {
    Audit c = claims(heading + ": " + text);
    assertEquals(List.of(type), c.claims().stream().map(Claim::type).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No effusion, pneumothorax or consolidation.|"
            + "ABSENCE No effusion|"
            + "ABSENCE No effusion, pneumothorax|"
            + "ABSENCE No effusion, pneumothorax or consolidation.",
        "LUNGS: No effusion or pneumothorax.|"
            + "ABSENCE LUNGS: No effusion|"
            + "ABSENCE No effusion or pneumothorax.",
        "There is cardiomegaly, a small effusion, and atelectasis.|"
            + "FINDING There is cardiomegaly|"
            + "FINDING a small effusion|"
            + "FINDING atelectasis.",
        "Mild cardiomegaly, without pneumothorax.|"
            + "FINDING Mild cardiomegaly|"
            + "ABSENCE without pneumothorax.",
        "Small pleural effusion on the right, but there is no pneumothorax.|"
            + "FINDING Small pleural effusion on the right|"
            + "ABSENCE but there is no pneumothorax.",
        "Left effusion and atelectasis.|FINDING Left effusion|FINDING Left effusion and atelectasis.",
        "Effusion and pneumothorax are not seen.|"
            + "ABSENCE Effusion and pneumothorax are not seen.|"
            + "ABSENCE pneumothorax are not seen.",
        "Atelectasis or pneumonia.|FINDING Atelectasis or pneumonia.",
        "The liver, spleen and kidneys are normal.|FINDING The liver, spleen and kidneys are normal.",
        "\uD83D\uDE00 No mass or nod\u00adule\uD83D\uDE00.|"
            + "ABSENCE \uD83D\uDE00 No mass|"
            + "ABSENCE \uD83D\uDE00 No mass or nod\u00adule\uD83D\uDE00."
      })
  void oneClaimForEachFinding(String bars) {
    List<String> all = List.of(bars.split("\\|"));
    String text = "FINDINGS: " + all.get(0);
    Audit c = claims(text);
    assertEquals(
        all.subList(1, all.size()),
        c.claims().stream().map(k -> k.type() + " " + k.text()).toList());
    c.claims().forEach(k -> assertEquals(k.span().in(text), k.text()));
    assertEquals(c.claims().size(), c.verdicts().size());
    assertEquals(
        List.of(all.get(0)),
        new RuleClaims(SiteFiles.shipped())
            .sentences(c).claims().stream().map(Claim::text).toList());
  }

  @Test
  void aTextWithoutStatementsHasNoClaims() {
    assertTrue(claims("HISTORY: Cough.").claims().isEmpty());
  }
}
