package org.radiologytrust.page.flag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.reviews.Expected;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.page.PageAudits;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.opened.ReportState;
import org.radiologytrust.review.Decision;

class FlagsTest {
  private static final String TEXT =
      "FINDINGS: Left pleural effusion. No nodule. No fracture.\n"
          + "IMPRESSION: Right pleural effusion, definitely.";

  private static FlagsColumn flags(Audit audit, Decision... decisions) {
    return PageAudits.flags()
        .of(PageAudits.history(audit, decisions), audit, PageAudits.reader("dr-a"));
  }

  /** The evidence in one line each. */
  private static List<String> proofs(Flag flag) {
    return flag.proofs().stream()
        .map(p -> p.name() + ": " + (p.quote().isEmpty() ? "" : "“" + p.quote() + "”") + p.note())
        .toList();
  }

  private static PageAudits side() {
    PageAudits a =
        new PageAudits(TEXT)
            .claim(Section.FINDINGS, "Left pleural effusion.", Label.SUPPORTED, "seen")
            .ruled(
                Section.IMPRESSION,
                "Right pleural effusion, definitely.",
                Label.NEEDS_REVIEW,
                Verdict.Basis.CHECK);
    return a.check(
        "side-findings-impression",
        Label.NEEDS_REVIEW,
        "Right pleural effusion",
        a.words("Left pleural effusion"),
        "The sides differ.");
  }

  private static PageAudits sideAndSure() {
    PageAudits a = side();
    return a.check(
        "overconfident",
        Label.UNCERTAIN,
        "definitely",
        a.words("Right pleural effusion, definitely."),
        "Overconfident.");
  }

  @Test
  void textRuleQuotesBothPlacesAndFramesTheOther() {
    Flag flag = flags(side().audit()).flags().get(0);
    assertEquals("Side: impression, findings", flag.title());
    assertEquals("Right pleural effusion, definitely.", flag.quote());
    assertEquals("The sides differ.", flag.say());
    assertEquals(
        List.of(
            "Impression: “Right pleural effusion”",
            "Findings: “Left pleural effusion”, framed",
            "Source: text rule “side-findings-impression”"),
        proofs(flag));
    assertEquals(
        new Basis("Framed: ", "Left pleural effusion", ", in the findings.", true), flag.basis());
    assertEquals(List.of(new Span(10, 31)), flag.framed());
  }

  @Test
  void whatOnlyAsksIsAQuestionAndNoFlag() {
    PageAudits a = sideAndSure();
    Audit audit = a.audit();
    CheckResult contradiction =
        new CheckResult(
            CheckResult.MODEL,
            Label.NEEDS_REVIEW,
            a.words("Left pleural effusion."),
            Evidence.field(CheckResult.MODEL, "The left side is clear."),
            "The model contradicts this: look at the images.");
    List<CheckResult> checks =
        List.of(
            audit.checks().get(0),
            audit.checks().get(1).asking("It is about wording."),
            contradiction.asking("Not trusted yet."));
    FlagsColumn column = flags(audit.toBuilder().checks(checks).build());
    assertEquals(1, column.flags().size());
    assertEquals(1, column.open());
    assertEquals("1 open, 2 questions", column.counts());
    assertEquals(1, column.inHand());
    assertEquals(
        List.of(
            "2 Image against report: Left pleural effusion. The model contradicts this: look at the"
                + " images. Not trusted yet.",
            "3 %s: Right pleural effusion, definitely. Overconfident. It is about wording."
                .formatted(PageAudits.flags().titles().of("overconfident"))),
        column.questions().stream()
            .map(
                q ->
                    String.join(
                        " ", q.number() + "", q.title() + ":", q.quote(), q.say(), q.whyAsks()))
            .toList());
    assertEquals(
        List.of(
            "Findings: “Left pleural effusion.”",
            "Model: “The left side is clear.”",
            "Source: model rtl-medgemma, step “alignment”"),
        proofs(column.questions().get(0)));
    assertEquals(
        List.of("Impression: “definitely”", "Source: text rule “overconfident”"),
        proofs(column.questions().get(1)));
  }

  @Test
  void wordsOfADocumentHaveItsPage() {
    Flag flag = flags(side().onPage("Right pleural effusion", 2).audit()).flags().get(0);
    assertEquals(
        "Impression: “Right pleural effusion”, on page 2 of the document", proofs(flag).get(0));
  }

  @Test
  void ruleOfAFieldSaysWhatItHoldsAndFramesNothing() {
    PageAudits a =
        new PageAudits(TEXT)
            .ruled(
                Section.IMPRESSION,
                "Right pleural effusion, definitely.",
                Label.NEEDS_REVIEW,
                Verdict.Basis.CHECK);
    a.check(
        "side-order",
        Label.NEEDS_REVIEW,
        "Right",
        Evidence.field("OBR-4", "XR CHEST LEFT"),
        "Check the order.");
    a.check(
        "side-images",
        Label.NEEDS_REVIEW,
        "definitely",
        Evidence.field("Laterality (0020,0060)", "L"),
        "Check the image.");
    a.check(
        "sex-organ",
        Label.NEEDS_REVIEW,
        "No nodule",
        Evidence.field("PID-8", "F"),
        "Check the patient.");
    List<Flag> flags = flags(a.audit()).flags();
    Flag order =
        flags.stream().filter(f -> f.title().equals("Side: order, report")).findFirst().get();
    assertEquals(
        List.of("Impression: “Right”", "Order: “XR CHEST LEFT”", "Source: rule “side-order”"),
        proofs(order));
    assertEquals("Compared with the order: ", order.basis().start());
    assertEquals(", which is not part of the report's text.", order.basis().end());
    assertFalse(order.basis().inText());
    Flag image =
        flags.stream().filter(f -> f.title().equals("Side: image, report")).findFirst().get();
    assertTrue(proofs(image).contains("Image: “left”"));
    Flag sex = flags.stream().filter(f -> f.problem().type().equals("sex-organ")).findFirst().get();
    assertTrue(proofs(sex).contains("Patient: “female”"), proofs(sex)::toString);
    assertEquals("Compared with the patient's data: ", sex.basis().start());
  }

  @Test
  void whatTheReportHasNowhereIsNoFieldOfTheOrder() {
    PageAudits a = side();
    a.check(
        "critical-uncommunicated",
        Label.NEEDS_REVIEW,
        "Right",
        Evidence.field(Evidence.REPORT, "no sentence says who was told"),
        "Tell somebody.");
    Flag flag =
        flags(a.audit()).flags().stream()
            .filter(f -> f.problem().type().equals("critical-uncommunicated"))
            .findFirst()
            .orElseThrow();
    assertTrue(
        proofs(flag).contains("Report: no sentence says who was told"), proofs(flag)::toString);
    assertEquals(
        "Compared with the whole report: no sentence says who was told.", flag.basis().start());
  }

  @Test
  void sentenceAroundTheWordsIsNoSecondPlace() {
    PageAudits a = sideAndSure();
    Flag flag = flags(a.audit()).flags().get(1);
    assertEquals("This flag rests on its own words alone.", flag.basis().start());
    assertEquals(List.of(), flag.framed());
  }

  @Test
  void modelTellsWhatItSawAndWhichModelItWas() {
    PageAudits a =
        new PageAudits(TEXT)
            .finding("F1", "nodule", "left upper lobe", false)
            .claim(Section.FINDINGS, "No nodule.", Label.NEEDS_REVIEW, "There is a nodule.", "F1");
    Flag flag = flags(a.audit()).flags().get(0);
    assertEquals("Image against report", flag.title());
    assertEquals("There is a nodule.", flag.say());
    assertEquals(
        List.of(
            "Findings: “No nodule.”",
            "Image: “nodule, left upper lobe”, as the model saw it",
            "Source: model rtl-medgemma, step “alignment”"),
        proofs(flag));
  }

  @Test
  void blankProbeIsOneFlagForAllItsClaims() {
    PageAudits a =
        new PageAudits(TEXT)
            .ruled(Section.FINDINGS, "No nodule.", Label.UNCERTAIN, Verdict.Basis.BLANK_PROBE)
            .ruled(Section.FINDINGS, "No fracture.", Label.UNCERTAIN, Verdict.Basis.BLANK_PROBE);
    FlagsColumn column = flags(a.audit());
    assertEquals(1, column.flags().size());
    Flag flag = column.flags().get(0);
    assertEquals("Same answer to blank image", flag.title());
    assertEquals("2 places", flag.state(PageAudits.reader("dr-a")));
    assertTrue(flag.say().endsWith("In 2 places; one decision covers them all."), flag.say());
  }

  @Test
  void omissionQuotesTheModelAndNothingIsFramed() {
    PageAudits a =
        new PageAudits(TEXT)
            .claim(Section.FINDINGS, "No fracture.", Label.SUPPORTED, "seen")
            .finding("F2", "mass", "right hilum", true);
    Flag flag = flags(a.audit()).flags().get(0);
    assertTrue(flag.missing());
    assertEquals("mass, right hilum", flag.quote());
    assertEquals("", flag.original());
    assertEquals("Nothing framed: the flag is about words that are missing.", flag.basis().start());
  }

  @Test
  void firstOpenFlagIsInHand() {
    PageAudits a = sideAndSure();
    Audit audit = a.audit();
    FlagsColumn open = flags(audit);
    assertEquals(1, open.inHand());
    assertEquals(2, open.open());
    String key = open.flags().get(0).problem().key();
    FlagsColumn one = flags(audit, PageAudits.decision(audit, key, Decision.Kind.AGREE, "dr-a"));
    assertEquals(2, one.inHand());
    assertEquals("✎ 0 min", one.flags().get(0).state(PageAudits.reader("dr-a")));
    assertEquals("1 open, 1 to be corrected", one.counts());
    assertEquals(
        List.of("Needs review", "Uncertain"),
        one.groups().stream().map(FlagsColumn.Group::title).toList());
  }

  @Test
  void earlierDecisionsStandBesideAndDecideNothing() {
    Audit old = side().run("without images").withoutImages().audit();
    Audit audit = side().audit();
    String key = flags(old).flags().get(0).problem().key();
    Decision decision = PageAudits.decision(old, key, Decision.Kind.DISMISS, "dr-b");
    History history =
        new History(
            PageAudits.REPORT,
            List.of(PageAudits.version(1, audit.report(), "audited", audit, old)),
            List.of(decision),
            Map.of(),
            Set.of());
    Flag flag = PageAudits.flags().of(history, audit, PageAudits.reader("dr-a")).flags().get(0);
    assertTrue(flag.open());
    assertNull(flag.newest());
    assertEquals(
        "Earlier: dismissed by dr-b, 10:41: the report is right, in the run without images",
        proofs(flag).get(0).replaceAll("\\d\\d:41", "10:41"));
    History changed =
        new History(
            history.id(),
            history.versions(),
            history.decisions(),
            history.reminders(),
            Set.of(old.runId()));
    Flag marked = PageAudits.flags().of(changed, audit, PageAudits.reader("dr-a")).flags().get(0);
    assertTrue(
        proofs(marked).get(0).endsWith("in the run without images; evidence changed since"),
        proofs(marked).get(0));
  }

  @Test
  void anAgreedFlagTellsItsWayFromTheReportToTheCorrection() {
    Audit audit = side().audit();
    String key = flags(audit).flags().get(0).problem().key();
    Decision agreed = PageAudits.decision(audit, key, Decision.Kind.AGREE, "dr-a");
    Flag flag = flags(audit, agreed).flags().get(0);
    assertTrue(flag.toCorrect());
    assertEquals("✎", flag.symbol());
    assertEquals(
        List.of(
            "○ 10:40 version 1 came",
            "▲ 10:41 flagged",
            "✓ 10:41 you agreed",
            "· next a version without the flag, or it is left as it is"),
        flag.steps().stream()
            .map(
                s ->
                    s.sign()
                        + " "
                        + s.when().replaceAll("\\d\\d:(\\d\\d)", "10:$1")
                        + " "
                        + s.what())
            .toList());
    assertEquals(
        List.of(false, false, false, true), flag.steps().stream().map(Flag.Step::ahead).toList());
    Flag left =
        flags(
                audit,
                agreed,
                Decision.of(UUID.randomUUID(), audit.runId(), key, Decision.Kind.LEFT, "dr-b")
                    .text("told")
                    .at(PageAudits.NOW)
                    .build())
            .flags()
            .get(0);
    assertFalse(left.toCorrect());
    assertEquals("◌ left", left.state(PageAudits.reader("dr-a")));
    assertEquals(List.of(), left.steps());
  }

  @Test
  void aReminderIsAStepOfTheWay() {
    Audit audit = side().audit();
    String key = flags(audit).flags().get(0).problem().key();
    Decision agreed = PageAudits.decision(audit, key, Decision.Kind.AGREE, "dr-a");
    History history = PageAudits.history(audit, agreed);
    History reminded =
        new History(
            history.id(),
            history.versions(),
            history.decisions(),
            Map.of(agreed.id(), agreed.at().plusSeconds(600)),
            Set.of());
    List<Flag.Step> steps =
        PageAudits.flags().of(reminded, audit, PageAudits.reader("dr-a")).flags().get(0).steps();
    assertEquals(
        List.of("version 1 came", "flagged", "you agreed", "reminder given"),
        steps.stream().limit(4).map(Flag.Step::what).toList());
    assertEquals("◷", steps.get(3).sign());
    assertEquals(Times.time(agreed.at().plusSeconds(600)), steps.get(3).when());
  }

  @Test
  void afterAQuestionTheNextQuestionIsInHandThenTheOpenFlags() {
    PageAudits a = sideAndSure();
    a.check("doubled-word", Label.UNCERTAIN, "No nodule", a.words("No nodule."), "Once.");
    a.check("denied", Label.UNCERTAIN, "No fracture", a.words("No fracture."), "Is it?");
    Audit audit = a.audit();
    List<CheckResult> checks = audit.checks();
    Audit asking =
        audit.toBuilder()
            .checks(
                List.of(
                    checks.get(0),
                    checks.get(1),
                    checks.get(2).asking("Why."),
                    checks.get(3).asking("Why.")))
            .build();
    FlagsColumn column = flags(asking);
    assertEquals("2 open, 2 questions", column.counts());
    assertEquals(2, column.openAfter(1));
    assertEquals(1, column.openAfter(2));
    assertEquals(4, column.openAfter(3));
    List<String> keys = column.all().stream().map(f -> f.problem().key()).toList();
    Decision third = PageAudits.decision(asking, keys.get(2), Decision.Kind.DISMISS, "dr-a");
    Decision fourth = PageAudits.decision(asking, keys.get(3), Decision.Kind.DISMISS, "dr-a");
    FlagsColumn answered = flags(asking, third, fourth);
    assertEquals("2 open", answered.counts());
    assertEquals(1, answered.openAfter(4));
  }

  @Test
  void namesOfDecisionsAreShort() {
    Audit audit = side().audit();
    DecisionWords words = PageAudits.reader("dr-a");
    String all =
        List.of(Decision.Kind.AGREE, Decision.Kind.DISMISS, Decision.Kind.REWORD).stream()
            .map(kind -> words.who(PageAudits.decision(audit, "p", kind, "dr-a")))
            .map(who -> who.replaceAll("\\d\\d:\\d\\d", "10:41"))
            .collect(Collectors.joining("\n"));
    assertEquals(
        "you agreed, 10:41\n"
            + "you dismissed it, 10:41: the report is right\n"
            + "you reworded it, 10:41",
        all);
    assertTrue(
        words
            .onPaper(PageAudits.decision(audit, "p", Decision.Kind.REWORD, "dr-b"))
            .matches("reworded: “Left effusion[.]”[.] dr-b, 24 Nov 2026 \\d\\d:41"));
  }

  @Test
  void statesOfAReport() {
    Audit audit = side().audit();
    assertEquals(
        ReportState.FLAGS, ReportState.of(PageAudits.version(1, audit.report(), "audited", audit)));
    Audit clean =
        new PageAudits(TEXT).claim(Section.FINDINGS, "No nodule.", Label.SUPPORTED, "seen").audit();
    assertEquals(
        ReportState.NO_FLAG,
        ReportState.of(PageAudits.version(1, audit.report(), "audited", clean)));
    Audit late =
        clean.toBuilder()
            .unfinished(List.of(new UnfinishedCheck("denied", UnfinishedCheck.Reason.TIME)))
            .build();
    assertEquals(
        ReportState.INCOMPLETE,
        ReportState.of(PageAudits.version(1, audit.report(), "audited", late)));
    Version early = PageAudits.version(1, audit.report(), "checked_only", clean);
    Version expecting =
        new Version(
            1,
            early.report(),
            early.state(),
            "",
            Expected.IMAGES,
            early.received(),
            early.audits());
    assertEquals(ReportState.EXPECTING, ReportState.of(expecting));
    for (List<String> entry :
        List.of(
            List.of("awaiting_images", "WAITING"),
            List.of("ready", "AUDITING"),
            List.of("auditing", "AUDITING"),
            List.of("not_auditable", "NOT_AUDITABLE"))) {
      assertEquals(
          ReportState.valueOf(entry.get(1)),
          ReportState.of(PageAudits.version(1, audit.report(), entry.get(0))));
    }
    assertEquals(
        ReportState.WITHDRAWN,
        ReportState.of(
            PageAudits.version(
                2,
                SampleRecords.report("HOSP", "A", "M", "", ReportStatus.CANCELLED, PageAudits.NOW),
                "audited")));
  }
}
