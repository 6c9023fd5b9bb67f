package org.radiologytrust.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Summaries;
import org.radiologytrust.model.Verdict;

@Tag("safety")
class LabelSummariesTest {
  /** An audit whose sentences have these labels. */
  private static Audit audit(String text, @Nullable Label... labels) {
    Audit c = new CaseBuilder().text("FINDINGS:~" + text).build();
    List<Claim> claims = new ArrayList<>();
    List<Verdict> verdicts = new ArrayList<>();
    for (Sentence s : c.sentences()) {
      int number = claims.size() + 1;
      Label label = labels[number - 1];
      claims.add(
          new Claim(number, s.number(), Section.FINDINGS, ClaimType.FINDING, s.span(), s.text()));
      verdicts.add(
          label == null
              ? Verdict.notAssessed(number, "too long")
              : new Verdict(
                  number,
                  label,
                  0.9,
                  ConfidenceBasis.SELF_REPORTED,
                  Verdict.Basis.MODEL_WITH_IMAGE,
                  List.of("A model's words."),
                  List.of()));
    }
    return c.toBuilder().claims(claims).verdicts(verdicts).withModel(true).build();
  }

  @Test
  void theyHaveTheReportsWordsAndTheLabels() {
    Summaries told =
        LabelSummaries.of(
            audit(
                "No effusion.~Right opacity.~Normal heart.~Old fracture.",
                Label.SUPPORTED,
                Label.NEEDS_REVIEW,
                Label.UNCERTAIN,
                null));
    assertEquals(
        "1 of 4 claims are supported. Needs review: “Right opacity.”. Uncertain: “Normal heart.”."
            + " Not assessed: “Old fracture.”.",
        told.clinician());
    assertEquals(
        "A computer program compared the 4 statements of this report with the images. It asks the"
            + " doctors to look again at 3 of them. Your doctor can explain what the report means.",
        told.patient());
  }

  @Test
  void thePatientIsToldNoFinding() {
    Summaries told = LabelSummaries.of(audit("Large right opacity.", Label.SUPPORTED));
    assertEquals("The only claim is supported.", told.clinician());
    assertEquals(
        "A computer program compared the statement of this report with the images. It asks for no"
            + " second look. Your doctor can explain what the report means.",
        told.patient());
  }

  @Test
  void oneLabelIsQuotedSoOften() {
    Label[] labels = new Label[6];
    java.util.Arrays.fill(labels, Label.UNCERTAIN);
    assertEquals(
        "0 of 6 claims are supported. Uncertain: “One cyst.”, “Two cysts.”, “Small node.”, “Large"
            + " node.”, and 2 more.",
        LabelSummaries.of(
                audit(
                    "One cyst.~Two cysts.~Small node.~Large node.~Thin wall.~Thick wall.", labels))
            .clinician());
  }

  @Test
  void whereNoModelAssessedAClaimThereAreNone() {
    assertEquals(Summaries.NONE, LabelSummaries.of(audit("One cyst.", (Label) null)));
    assertEquals(
        Summaries.NONE,
        LabelSummaries.of(
            audit("One cyst.", Label.SUPPORTED).toBuilder().withModel(false).build()));
  }
}
