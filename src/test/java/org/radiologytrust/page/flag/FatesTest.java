package org.radiologytrust.page.flag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.radiologytrust.authorship.WordDiff;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.page.PageAudits;
import org.radiologytrust.review.Decision;

class FatesTest {
  private static final Evidence ORDER = Evidence.field("OBR-4", "XR KNEE LEFT");
  private static final String BEFORE =
      "Right knee effusion. No fracture. No gap. Definitely benign. Mild arthritis.";
  private static final String AFTER =
      "Left knee effusion. No fracture. No gap. Moderate arthritis.";

  private static PageAudits audit(String text, List<String> claims) {
    PageAudits a = new PageAudits(text);
    claims.forEach(words -> a.claim(Section.FINDINGS, words, Label.SUPPORTED, "seen"));
    return a;
  }

  private static List<String> fates(Audit old, Version newer, Decision... decisions) {
    History history =
        new History(
            PageAudits.REPORT,
            List.of(newer, PageAudits.version(1, old.report(), "superseded", old)),
            List.of(decisions),
            Map.of(),
            Set.of());
    DecisionWords words = PageAudits.reader("dr-a");
    List<WordDiff.Piece> pieces = WordDiff.of(old.report().text(), newer.report().text());
    return new Fates(pieces, new ReportPoints(old.report().text()), newer, words)
        .of(old, PageAudits.flags().of(history, old, words).flags()).stream()
            .map(
                f ->
                    f.kind()
                        + " | "
                        + f.words().stream()
                            .map(
                                p ->
                                    p.same()
                                        ? p.text()
                                        : (p.removed() ? "-" : "+") + p.text() + "/")
                            .collect(Collectors.joining())
                        + (f.more() > 0 ? " and " + f.more() + " more" : "")
                        + " | "
                        + f.note().replaceAll("\\d\\d:\\d\\d", "10:41"))
            .toList();
  }

  @Test
  void flagsComeFirstThenChangedClaimsThenTheRestInOneRow() {
    PageAudits a =
        audit(
            BEFORE,
            List.of(
                "Right knee effusion.",
                "No fracture.",
                "No gap.",
                "Definitely benign.",
                "Mild arthritis."));
    a.check("side-order", Label.NEEDS_REVIEW, "Right knee", ORDER, "Check the side.");
    a.check("overconfident", Label.UNCERTAIN, "Definitely", ORDER, "Overconfident.");
    Audit old = a.audit();
    PageAudits b = audit(AFTER, List.of("Left knee effusion.")).run("run 2");
    b.check("side-order", Label.NEEDS_REVIEW, "Moderate", ORDER, "Check the side.");
    Version newer = PageAudits.version(2, b.report(), "audited", b.audit());
    String side =
        PageAudits.flags()
            .of(PageAudits.history(old), old, PageAudits.reader("dr-a"))
            .flags()
            .get(0)
            .problem()
            .key();
    assertEquals(
        List.of(
            "changed | -Right/+Left/ knee effusion. | Flag 1 (Side: order, report): you agreed,"
                + " 10:41. Not flagged in version 2.",
            "removed | -Definitely benign./ | Flag 2 (Overconfident wording): open then. Gone with"
                + " these words.",
            "changed | -Mild/+Moderate/ arthritis. | ",
            "same | No fracture. and 1 more | "),
        fates(old, newer, PageAudits.decision(old, side, Decision.Kind.AGREE, "dr-a")));
  }

  @Test
  void fullStopThatStaysBehindIsNoChange() {
    PageAudits a = audit("Effusion of the knee. Follow-up needed.", List.of("Follow-up needed."));
    PageAudits b = audit("Effusion of the knee.", List.of());
    assertEquals(
        "removed",
        fates(a.audit(), PageAudits.version(2, b.report(), "auditing")).get(0).split(" ")[0]);
  }

  @Test
  void flagThatTheNewVersionHasAtThePlaceIsTold() {
    PageAudits a = audit(BEFORE, List.of("Right knee effusion."));
    a.check("side-order", Label.NEEDS_REVIEW, "Right knee", ORDER, "Check the side.");
    PageAudits b = audit("New first sentence. " + BEFORE, List.of("Right knee effusion."));
    b.run("run 2").check("side-order", Label.NEEDS_REVIEW, "Right knee", ORDER, "Check the side.");
    assertEquals(
        List.of(
            "same | Right knee effusion. | Flag 1 (Side: order, report): open then. Flagged in"
                + " version 2, too."),
        fates(a.audit(), PageAudits.version(2, b.report(), "audited", b.audit())));
    assertEquals(
        List.of(
            "same | Right knee effusion. | Flag 1 (Side: order, report): open then. Version 2 is"
                + " not audited yet."),
        fates(a.audit(), PageAudits.version(2, b.report(), "auditing")));
  }
}
