package org.radiologytrust.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.pipeline.step.RuleClaims;
import org.radiologytrust.text.sections.Segmenter;

/** The whole way of a case without a model: segmentation, claims, checks, score. */
class WithoutModelTest {
  @Test
  void theChecksSpeakAndThereIsNoScore() {
    String text =
        "EXAM: XR RIGHT KNEE\n\nFINDINGS:\nThere is an effusion of the right knee.\nNo fracture.\n\n"
            + "IMPRESSION:\n1. Definitely arthritis.\n2. No fracture.";
    Report report =
        Report.of("main", "A1")
            .patient(new Patient(null, "", "", null, null, ""))
            .order(new Order("", "", null, null, new Coding("", "", "XR KNEE LEFT"), "DX", "", ""))
            .text(text)
            .status(ReportStatus.FINAL)
            .build();
    Audit c = Audit.of(new UUID(0, 1), report).note("no model").started(Instant.EPOCH).build();
    Audit claims =
        new RuleClaims(SiteFiles.shipped()).claims(new Segmenter(SiteFiles.shipped()).segment(c));
    Checks tells =
        new Checks(SiteFiles.shipped())
            .withTable(() -> Optional.of("- {check: overconfident, strength: tell}"));
    c = new Scorer().score(tells.check(claims));
    assertEquals(
        List.of(
            "XR RIGHT KNEE",
            "There is an effusion of the right knee.",
            "No fracture.",
            "Definitely arthritis.",
            "No fracture."),
        c.claims().stream().map(Claim::text).toList());
    List<Label> labels = new ArrayList<>();
    c.verdicts().forEach(v -> labels.add(v.label()));
    assertEquals(
        Arrays.asList(Label.NEEDS_REVIEW, Label.NEEDS_REVIEW, null, Label.UNCERTAIN, null), labels);
    assertEquals(Verdict.Basis.CHECK, c.verdicts().get(0).basis());
    assertEquals(List.of(RuleClaims.REASON), c.verdicts().get(2).evidence());
    assertNull(c.score().value());
    assertEquals(2, c.score().needsReview());
    assertEquals(1, c.score().uncertain());
    assertEquals(2, c.score().notAssessed());
    Audit asked = new Scorer().score(new Checks(SiteFiles.shipped()).check(claims));
    assertEquals(c.checks().size(), asked.checks().size());
    assertNull(asked.verdicts().get(3).label(), "as shipped, the wording is only a question");
    assertEquals(0, asked.score().uncertain());
  }
}
