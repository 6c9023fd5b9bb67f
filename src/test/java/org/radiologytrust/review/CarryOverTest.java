package org.radiologytrust.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Addendum;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.ChecksMade;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.pipeline.step.RuleClaims;
import org.radiologytrust.review.Decision.Kind;
import org.radiologytrust.score.Scorer;
import org.radiologytrust.text.sections.Segmenter;

/** What holds on from one audit to the next, with flags of the real checks. */
@Tag("safety")
class CarryOverTest {
  private static final Checks CHECKS = new Checks(SiteFiles.shipped());
  private static final Segmenter SEGMENTER = new Segmenter(SiteFiles.shipped());
  private static final RuleClaims CLAIMS = new RuleClaims(SiteFiles.shipped());
  private static final Instant CAME = Instant.parse("2026-04-01T14:38:00Z");
  private static final Instant DECIDED = Instant.parse("2026-04-01T14:24:00Z");

  private static final String TEXT =
      """
      MRI OF THE RIGHT KNEE

      FINDINGS:
      There is a 14 mm cyst behind the medial meniscus. The uterus is normal.

      IMPRESSION:
      41 mm cyst behind the medial meniscus.
      """;

  private static final Report REPORT =
      Report.of("HOSP", "A1")
          .patient(new Patient(List.of(), "Doe", "Jo", LocalDate.of(1960, 1, 2), Sex.MALE, ""))
          .order(order("MRI knee left", "L"))
          .text(TEXT.strip())
          .status(ReportStatus.FINAL)
          .issued(SampleRecords.ISSUED)
          .radiologist("Dr. A")
          .build();

  private static Order order(String procedure, String side) {
    return new Order(
        "", "", List.of("A1"), List.of(), new Coding("", "1", procedure), "MR", "", side);
  }

  /** What differs between two audits, and the checks whose flags keep their decisions then. */
  private enum Change {
    NOTHING("sex-organ side-order size", r -> r),
    ORDER("sex-organ size", r -> r.toBuilder().order(order("MRI of left knee", "L")).build()),
    SEX("side-order size", r -> r.toBuilder().patient(patient(r, Sex.OTHER)).build()),
    PATIENTS_NAME(
        "sex-organ side-order size",
        r ->
            r.toBuilder()
                .patient(new Patient(List.of(), "Roe", "Jo", r.patient().birthDate(), Sex.MALE, ""))
                .build()),
    OTHER_SENTENCE(
        "sex-organ side-order size", r -> text(r, "is normal.", "is normal. No fracture.")),
    FLAGGED_SENTENCE("sex-organ side-order", r -> text(r, "41 mm", "42 mm")),
    SECTION("sex-organ side-order", r -> text(r, "IMPRESSION:\n41 mm cyst", "41 mm cyst")),
    ADDENDUM(
        "sex-organ side-order size",
        r ->
            r.toBuilder()
                .text(r.text() + "\n\n" + Addendum.HEADING + "\nDiscussed at the meeting.")
                .build()),
    AUTHOR("sex-organ side-order size", r -> r.toBuilder().radiologist("Dr. B").build());

    private final String carried;
    private final UnaryOperator<Report> change;

    Change(String carried, UnaryOperator<Report> change) {
      this.carried = carried;
      this.change = change;
    }
  }

  private static Patient patient(Report report, Sex sex) {
    return new Patient(List.of(), "Doe", "Jo", report.patient().birthDate(), sex, "");
  }

  private static Report text(Report report, String old, String now) {
    String changed = report.text().replace(old, now);
    return report.toBuilder().text(changed).build();
  }

  private static Audit audit(Report report, Instance... images) {
    return audit(CHECKS, report, images);
  }

  private static Audit audit(Checks checks, Report report, Instance... images) {
    Audit audit =
        Audit.of(UUID.randomUUID(), report)
            .instances(List.of(images))
            .engineVersion("1.0")
            .started(DECIDED)
            .build();
    return new Scorer().score(checks.check(CLAIMS.claims(SEGMENTER.segment(audit))));
  }

  /** A person's decision about each problem. */
  private static List<Decision> decisions(Audit audit, Kind kind) {
    return Decided.of(audit, List.of()).all().stream()
        .map(
            problem ->
                Decision.of(UUID.randomUUID(), audit.runId(), problem.key(), kind, "ann")
                    .reason(kind == Kind.DISMISS ? "wrong" : "")
                    .verdict(kind == Kind.DISMISS ? FlagVerdict.WRONG : FlagVerdict.RIGHT)
                    .at(DECIDED)
                    .build())
        .toList();
  }

  private static List<Decision> follow(Audit before, List<Decision> decisions, Audit now) {
    return CarryOver.of(
        new CarryOver.Checked(before, 1), decisions, new CarryOver.Checked(now, 2), CAME);
  }

  /** The checks whose flags have a decision of the engine: carried on, or an outcome. */
  private static String told(Audit before, Audit now, List<Decision> added, boolean carried) {
    return added.stream()
        .filter(d -> d.carried() == carried)
        .map(
            d ->
                Decided.of(carried ? now : before, List.of()).find(d.problem()).orElseThrow().type()
                    + (carried ? "" : " " + d.kind().code()))
        .sorted()
        .collect(Collectors.joining(carried ? " " : ", "));
  }

  private static String carried(Audit before, Kind kind, Audit now) {
    return told(before, now, follow(before, decisions(before, kind), now), true);
  }

  @Test
  void theReportHasThreeFlags() {
    assertEquals(
        List.of("sex-organ", "side-order", "size"),
        Problems.of(audit(REPORT)).stream().map(Problem::type).sorted().toList());
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void aDecisionHoldsWhereAllThatTheCheckReadsIsEqual(Change change) {
    Audit now = audit(change.change.apply(REPORT));
    assertEquals(change.carried, carried(audit(REPORT), Kind.AGREE, now));
  }

  @Test
  void whatIsCarriedOnIsThePersonsDecisionAtItsTime() {
    Audit before = audit(REPORT);
    Audit now = audit(REPORT);
    List<Decision> decisions = decisions(before, Kind.DISMISS);
    List<Decision> added = follow(before, decisions, now);
    assertEquals(decisions.size(), added.size());
    for (Decision decision : added) {
      assertEquals(now.runId(), decision.run());
      assertEquals("ann", decision.user());
      assertEquals(DECIDED, decision.at());
      assertEquals(FlagVerdict.WRONG, decision.verdict());
      assertEquals(1, decision.follows().version());
      assertTrue(decisions.stream().anyMatch(d -> d.id().equals(decision.follows().decision())));
    }
    assertEquals(added, follow(before, decisions, now), "the same again");
    Audit third = audit(REPORT);
    List<Decision> further =
        CarryOver.of(new CarryOver.Checked(now, 2), added, new CarryOver.Checked(third, 3), CAME);
    assertEquals(
        added.stream().map(Decision::follows).toList(),
        further.stream().map(Decision::follows).toList(),
        "it stays the decision about version 1");
  }

  @Test
  void imagesAndModelsChangeNothingAboutAFlagOfTheText() {
    Instance image = SampleRecords.instance("1.2.3");
    assertEquals(
        "sex-organ side-order size", carried(audit(REPORT), Kind.DISMISS, audit(REPORT, image)));
    assertEquals(
        "sex-organ side-order size", carried(audit(REPORT, image), Kind.DISMISS, audit(REPORT)));
  }

  @Test
  void whatAModelSaidIsNeverCarriedOn() {
    Report clean = text(text(REPORT, "41 mm", "14 mm"), "The uterus is normal.", "");
    Audit before = contradicted(audit(clean));
    assertEquals(
        List.of("side-order", "model"), Problems.of(before).stream().map(Problem::type).toList());
    Audit now = contradicted(audit(clean));
    assertEquals("side-order", carried(before, Kind.AGREE, now));
    assertEquals("model unclear", outcomes(before, now));
  }

  /** A model contradicts the first claim. */
  private static Audit contradicted(Audit audit) {
    List<Verdict> verdicts = new ArrayList<>(audit.verdicts());
    verdicts.set(
        0,
        new Verdict(
            1,
            Label.NEEDS_REVIEW,
            0.9,
            ConfidenceBasis.SELF_REPORTED,
            Verdict.Basis.MODEL_WITH_IMAGE,
            List.of("no cyst"),
            List.of()));
    return audit.toBuilder().verdicts(verdicts).build();
  }

  @Test
  void aDismissalGoesNeitherFromADraftToWhatIsSignedNorToAnotherAuthor() {
    Report draft = REPORT.toBuilder().status(ReportStatus.PRELIMINARY).build();
    String all = "sex-organ side-order size";
    assertEquals("", carried(audit(draft), Kind.DISMISS, audit(REPORT)));
    assertEquals(all, carried(audit(draft), Kind.AGREE, audit(REPORT)));
    assertEquals(all, carried(audit(draft), Kind.DISMISS, audit(draft)));
    Report other = REPORT.toBuilder().radiologist("Dr. B").build();
    assertEquals("", carried(audit(REPORT), Kind.DISMISS, audit(other)));
    Report signed =
        REPORT.toBuilder()
            .authors(
                List.of(
                    new Author(Author.Role.SIGNED, Author.Kind.PERSON, "Dr. C", DECIDED, "OBR-32")))
            .build();
    assertEquals("", carried(audit(REPORT), Kind.DISMISS, audit(signed)));
  }

  @Test
  void otherDataOrAnotherEngineCarriesNothingOn(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("words/en"));
    Files.writeString(
        folder.resolve("words/en/doubled-words.yaml"),
        SiteFiles.shipped().text("words/en/doubled-words.yaml") + "# ours\n");
    Audit now = audit(new Checks(SiteFiles.in(folder)), REPORT);
    assertEquals("", carried(audit(REPORT), Kind.AGREE, now));
    Audit newer = audit(REPORT).toBuilder().engineVersion("1.1").build();
    assertEquals("", carried(audit(REPORT), Kind.AGREE, newer));
  }

  @Test
  void aCheckThatDidNotFinishCarriesNothingOn() {
    Audit now = audit(REPORT);
    Audit late =
        now.toBuilder()
            .unfinished(List.of(new UnfinishedCheck("size", UnfinishedCheck.Reason.TIME)))
            .made(
                new ChecksMade(
                    now.made().data(),
                    now.made().finished().stream().filter(id -> !id.equals("size")).toList()))
            .build();
    assertEquals("sex-organ side-order", carried(audit(REPORT), Kind.AGREE, late));
    Audit failed = SampleRecords.failed(UUID.randomUUID(), REPORT, "no text");
    assertEquals(List.of(), follow(audit(REPORT), decisions(audit(REPORT), Kind.AGREE), failed));
  }

  @Test
  void anUndoneDecisionIsNotCarriedOn() {
    Audit before = audit(REPORT);
    Decision first = decisions(before, Kind.AGREE).get(0);
    Decision undo =
        Decision.of(UUID.randomUUID(), before.runId(), first.problem(), Kind.UNDO, "ann")
            .undoes(first.id())
            .build();
    assertEquals(List.of(), follow(before, List.of(first, undo), audit(REPORT)));
  }

  /** What became of each flag that people agreed with. */
  private static String outcomes(Audit before, Audit now) {
    return told(before, now, follow(before, decisions(before, Kind.AGREE), now), false);
  }

  @Test
  void aFlagIsCorrectedWhereItsWordsChangedAndTheSameCheckFinished() {
    Audit before = audit(REPORT);
    assertEquals("size corrected", outcomes(before, audit(text(REPORT, "41 mm", "14 mm"))));
    assertEquals(
        "sex-organ corrected", outcomes(before, audit(text(REPORT, "The uterus is normal.", ""))));
    assertEquals(
        "side-order corrected", outcomes(before, audit(text(REPORT, "RIGHT KNEE", "LEFT KNEE"))));
    assertEquals("", outcomes(before, audit(REPORT)), "it is to be corrected still");
  }

  @Test
  void nothingCanBeSaidWhereTheWordsAreTheSameOrAreFlaggedAgain() {
    Audit before = audit(REPORT);
    Report ordered = REPORT.toBuilder().order(order("MRI knee right", "R")).build();
    assertEquals("side-order unclear", outcomes(before, audit(ordered)), "the order was wrong");
    Report female = REPORT.toBuilder().patient(patient(REPORT, Sex.FEMALE)).build();
    assertEquals("sex-organ unclear", outcomes(before, audit(female)));
    assertEquals(
        "size unclear", outcomes(before, audit(text(REPORT, "41 mm", "44 mm"))), "flagged again");
    Audit newer = audit(text(REPORT, "41 mm", "14 mm")).toBuilder().engineVersion("1.1").build();
    assertEquals("sex-organ unclear, side-order unclear, size unclear", outcomes(before, newer));
    Report withdrawn =
        text(REPORT, "41 mm", "14 mm").toBuilder().status(ReportStatus.CANCELLED).build();
    assertEquals(
        "sex-organ unclear, side-order unclear, size unclear",
        outcomes(before, audit(withdrawn)),
        "whoever withdraws a report corrects nothing");
  }

  @Test
  void aCriticalFindingIsCorrectedByAWordOfWhoWasTold() {
    String text = "FINDINGS: Large right tension pneumothorax.\nIMPRESSION: Tension pneumothorax.";
    Report report = REPORT.toBuilder().order(order("", "")).text(text).build();
    Audit before = audit(report);
    assertEquals(
        List.of("critical-uncommunicated"),
        Problems.of(before).stream().map(Problem::type).toList());
    Report told =
        report.toBuilder().text(text + " Dr. Berg was told by telephone at 14:35.").build();
    assertEquals("critical-uncommunicated corrected", outcomes(before, audit(told)));
    assertEquals(
        CAME,
        follow(before, decisions(before, Kind.AGREE), audit(told)).get(0).at(),
        "when the version came");
  }

  @Test
  void aCriticalFindingIsNotCorrectedByItsDeletion() {
    String text = "FINDINGS: Large right tension pneumothorax.\nIMPRESSION: Tension pneumothorax.";
    Report report = REPORT.toBuilder().order(order("", "")).text(text).build();
    Audit before = audit(report);
    for (String now : List.of("FINDINGS: Clear lungs.", "FINDINGS: No tension pneumothorax.")) {
      assertEquals(
          "critical-uncommunicated unclear",
          outcomes(before, audit(report.toBuilder().text(now).build())));
    }
    String called = "FINDINGS: Clear lungs. This was discussed with Dr. Berg by telephone.";
    assertEquals(
        "critical-uncommunicated corrected",
        outcomes(before, audit(report.toBuilder().text(called).build())));
  }

  @Test
  void aCriticalFindingThatTheImpressionLacksIsNotCorrectedByItsDeletion() {
    String text =
        "FINDINGS: Large right pneumothorax. The heart is normal.\nIMPRESSION: No fracture.";
    Report report = REPORT.toBuilder().order(order("", "")).text(text).build();
    Audit before = audit(report);
    String now = text.replace("Large right pneumothorax. ", "");
    assertEquals(
        "critical-left-out unclear",
        told("left-out", before, audit(report.toBuilder().text(now).build())));
  }

  @Test
  void whatTheImpressionLacksIsCorrectedByAddingIt() {
    String text =
        "FINDINGS: Large right pneumothorax. The heart is normal. No fracture.\nIMPRESSION: No"
            + " fracture.";
    Report report = REPORT.toBuilder().order(order("", "")).text(text).build();
    Audit before = audit(report);
    Audit named = audit(report.toBuilder().text(text + " Large right pneumothorax.").build());
    assertEquals("critical-left-out corrected", told("left-out", before, named));
    Audit unread =
        audit(report.toBuilder().text(text.substring(0, text.indexOf("\nIMPRESSION"))).build());
    assertEquals(
        "critical-left-out unclear", told("left-out", before, unread), "no word was added");
    String none =
        "HISTORY: Fall.\n\nFINDINGS: The lungs are clear. The heart is normal. No fracture.";
    Report without = report.toBuilder().text(none).build();
    Audit concluded =
        audit(without.toBuilder().text(none + "\n\nIMPRESSION: No acute disease.").build());
    assertEquals("no-impression corrected", told("no-impression", audit(without), concluded));
  }

  /** What became of the flags whose type has these words. */
  private static String told(String type, Audit before, Audit now) {
    return Stream.of(outcomes(before, now).split(", "))
        .filter(one -> one.contains(type))
        .collect(Collectors.joining(", "));
  }

  @Test
  void whatPeopleLeftAsItIsStaysSo() {
    Audit before = audit(REPORT);
    List<Decision> left =
        decisions(before, Kind.AGREE).stream()
            .map(
                d ->
                    Decision.of(UUID.randomUUID(), d.run(), d.problem(), Kind.LEFT, "ann")
                        .text("The order is wrong.")
                        .build())
            .toList();
    Audit now = audit(text(REPORT, "41 mm", "14 mm"));
    List<Decision> added = follow(before, left, now);
    assertEquals("sex-organ side-order", told(before, now, added, true));
    assertEquals("", told(before, now, added, false), "it was not to be corrected");
    assertEquals(
        new TreeMap<>(Map.of(Kind.LEFT, 2L)),
        added.stream()
            .collect(Collectors.groupingBy(Decision::kind, TreeMap::new, Collectors.counting())));
  }
}
