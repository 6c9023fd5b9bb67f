package org.radiologytrust.page.flag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ChecksMade;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.page.PageAudits;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Decision.Follows;
import org.radiologytrust.review.Decision.Kind;

class OutcomesTest {
  private static final String CHECK = "side-findings-impression";
  private static final String FLAGGED = "Right pleural effusion.";
  private static final String TEXT =
      "FINDINGS: Left pleural effusion.\nIMPRESSION: " + FLAGGED + " No nodule.";
  private static final ChecksMade MADE = new ChecksMade("data 1", List.of(CHECK));

  private static Audit audit(String run, String text, ChecksMade made) {
    PageAudits a = new PageAudits(text).run(run);
    if (text.contains(FLAGGED)) {
      a.ruled(Section.IMPRESSION, FLAGGED, Label.NEEDS_REVIEW, Verdict.Basis.CHECK);
      a.check(
          CHECK,
          Label.NEEDS_REVIEW,
          "Right",
          a.words("Left pleural effusion"),
          "The sides differ.");
    }
    return a.audit().toBuilder().made(made).build();
  }

  /** What version 2 shows when Ann has agreed with the flag of version 1. */
  private static List<Became> became(Kind outcome, Audit before, Audit after) {
    String key = Decided.of(before, List.of()).all().get(0).key();
    Decision agreed = PageAudits.decision(before, key, Kind.AGREE, "ann");
    Decision followed =
        Decision.of(UUID.randomUUID(), before.runId(), key, outcome, "ann")
            .at(agreed.at().plusSeconds(14 * 60))
            .follows(new Follows(agreed.id(), 2))
            .build();
    History history =
        new History(
            PageAudits.REPORT,
            List.of(
                PageAudits.version(2, after.report(), "audited", after),
                PageAudits.version(1, before.report(), "audited", before)),
            List.of(agreed, followed),
            Map.of(),
            Set.of());
    assertEquals(
        List.of(),
        PageAudits.flags().became(history, history.versions().get(1), PageAudits.reader("ann")),
        "not in version 1 itself");
    return PageAudits.flags().became(history, history.current(), PageAudits.reader("ann"));
  }

  private static Became corrected(String text) {
    List<Became> became =
        became(Kind.CORRECTED, audit("run 1", TEXT, MADE), audit("run 2", text, MADE));
    assertEquals(1, became.size());
    assertTrue(became.get(0).corrected());
    return became.get(0);
  }

  @Test
  void aCorrectionTellsBothWordingsAndHowLongItTook() {
    Became became = corrected(TEXT.replace("Right", "Left"));
    assertEquals("Corrected in version 2 after 14 min.", became.said());
    assertEquals("flag 1, Side: impression, findings", became.flag());
    assertEquals(1, became.version());
    assertTrue(became.agreed().startsWith("you agreed, "), became.agreed());
    assertEquals(FLAGGED, became.before());
    assertEquals("Left pleural effusion.", became.after());
  }

  @Test
  void wordsThatAreGoneHaveNoOthers() {
    assertEquals("", corrected(TEXT.replace(FLAGGED + " ", "")).after());
  }

  /** Of a flag about words that were missing, the flagged words stay. */
  @Test
  void whereTheFlaggedWordsStayTheAddedOnesAreShown() {
    assertEquals(
        "Dr. Berg was told at 14:35.", corrected(TEXT + " Dr. Berg was told at 14:35.").after());
  }

  private static String because(Audit before, Audit after) {
    Became became = became(Kind.UNCLEAR, before, after).get(0);
    assertFalse(became.corrected());
    assertEquals("", became.after());
    String start = "What became of it cannot be said, because ";
    assertTrue(became.said().startsWith(start), became.said());
    return became.said().substring(start.length());
  }

  @Test
  void whatCannotBeSaidHasItsReason() {
    Audit before = audit("run 1", TEXT, MADE);
    String changed = TEXT.replace("Right", "Left");
    assertEquals(
        "this check did not finish on version 2.",
        because(before, audit("run 2", changed, new ChecksMade("data 1", List.of()))));
    assertEquals(
        "the engine or its data changed in between.",
        because(before, audit("run 2", changed, new ChecksMade("data 2", List.of(CHECK)))));
    assertEquals(
        "this check flags version 2, too.",
        because(before, audit("run 2", TEXT + " No fracture.", MADE)));
    assertEquals(
        "the words that were flagged are in version 2, too.",
        because(before, audit("run 2", "IMPRESSION: right pleural effusion.", MADE)));
    Audit cancelled = audit("run 2", changed, MADE);
    Report withdrawn = cancelled.report().toBuilder().status(ReportStatus.CANCELLED).build();
    assertEquals(
        "version 2 withdraws the report.",
        because(before, cancelled.toBuilder().report(withdrawn).build()));
  }

  @Test
  void aCriticalFindingThatIsGoneSaysThatTheReportNamesNoCall() {
    String check = "critical-uncommunicated";
    ChecksMade made = new ChecksMade("data 1", List.of(check));
    PageAudits a = new PageAudits(TEXT).run("run 1");
    a.ruled(Section.IMPRESSION, FLAGGED, Label.NEEDS_REVIEW, Verdict.Basis.CHECK);
    a.check(check, Label.NEEDS_REVIEW, "Right", a.words("Left pleural effusion"), "Tell it.");
    Audit before = a.audit().toBuilder().made(made).build();
    Audit now = audit("run 2", "IMPRESSION: No nodule.", made);
    Became became = became(Kind.UNCLEAR, before, now).get(0);
    assertEquals("Gone in version 2; the report names no call.", became.said());
    assertFalse(became.corrected());
  }

  @Test
  void aModelMayAnswerOtherwise() {
    Audit before =
        new PageAudits(TEXT)
            .claim(Section.IMPRESSION, "No nodule.", Label.NEEDS_REVIEW, "There is a nodule.")
            .audit();
    assertEquals(
        "a model had a say in it, which may answer otherwise about the same words.",
        because(before, audit("run 2", TEXT, MADE)));
  }
}
