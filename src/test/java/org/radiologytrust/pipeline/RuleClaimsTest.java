package org.radiologytrust.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.text.Cases;
import org.radiologytrust.text.Segmenter;

class RuleClaimsTest {
  private Audit claims(String text) {
    return new RuleClaims(SiteFiles.shipped())
        .claims(new Segmenter(SiteFiles.shipped()).segment(Cases.of(text)));
  }

  @Test
  void everyStatedSentenceIsAClaimAndNoneIsAssessed() {
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
        "FINDINGS|Mild cardiomegaly, without congestion.|FINDING",
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

  @Test
  void aTextWithoutStatementsHasNoClaims() {
    assertTrue(claims("HISTORY: Cough.").claims().isEmpty());
  }
}
