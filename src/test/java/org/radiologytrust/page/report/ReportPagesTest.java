package org.radiologytrust.page.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.logins.Access;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Score;
import org.radiologytrust.model.Summaries;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.model.Weight;
import org.radiologytrust.page.PageServer;
import org.radiologytrust.page.SampleReport;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.page.flag.Flags;
import org.radiologytrust.page.flag.Reasons;
import org.radiologytrust.page.flag.ReportText;
import org.radiologytrust.page.image.ImagePanes;
import org.radiologytrust.page.image.ViewWindows;
import org.radiologytrust.page.opened.ArchiveWatch;
import org.radiologytrust.page.opened.Arrivals;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.Problems;
import org.radiologytrust.text.sections.Headings;

@Tag("integration")
class ReportPagesTest {
  private static final String READER = PageServer.VIEWER;

  private final TemporaryJournal journal = new TemporaryJournal();
  private final List<Access> trail = new CopyOnWriteArrayList<>();
  private boolean logFull;
  private PageServer server;

  @BeforeEach
  void start() throws Exception {
    SiteFiles files = SiteFiles.shipped();
    ImagePanes panes =
        new ImagePanes(
            ViewWindows.of(files),
            false,
            new Arrivals(
                journal.journal().studies(),
                Optional.of(new ArchiveWatch(() -> true, Clock.systemUTC())),
                version -> ""));
    server =
        new PageServer(
            new ReportPages(
                journal.journal(),
                new Flags(new Titles(files)),
                new ReportText.Writer(new Headings(files)),
                panes,
                Reasons.of(files),
                Duration.ofMinutes(15),
                2,
                new AccessTrail(this::log, Clock.systemUTC())),
            new NotificationLinks(journal.journal().notifications()));
  }

  private void log(Access access) {
    if (logFull) {
      throw new JournalException("the access log cannot keep up", null);
    }
    trail.add(access);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    journal.close();
  }

  private Document page(String path) throws Exception {
    HttpResponse<String> response = server.get(READER, path);
    assertEquals(200, response.statusCode(), response::body);
    return Jsoup.parse(response.body());
  }

  private static Report report(String accession, String text, ReportStatus status, int version) {
    return SampleRecords.report(
        "HOSP", accession, "MRN1", text, status, SampleRecords.ISSUED.plusSeconds(60L * version));
  }

  private String address(String accession) {
    Worklist.Filter filter =
        new Worklist.Filter(accession, Set.of(), "", "", "", Set.of(), "", false, null);
    return "/reports/" + journal.journal().worklist().page(filter, 0, 1).rows().get(0).report();
  }

  @Test
  void reportShowsPatientTextFlagsAndTheFirstInHand() throws Exception {
    SampleReport report = SampleReport.in(journal);
    Document page = page("/reports/" + report.id());
    assertEquals("Doe, Jane", page.selectFirst(".patient h1").text());
    assertTrue(page.selectFirst(".patient dl").text().contains("MRN MRN1"));
    assertEquals("Score 42, revise", page.selectFirst(".patient .end span").text());
    assertEquals(3, page.select(".list .row").size());
    assertEquals(3, page.select(".hand").size());
    assertEquals(1, page.select(".hand:not([hidden])").size());
    assertEquals("1", page.selectFirst(".hand:not([hidden])").attr("data-only"));
    assertEquals("left pleural effusion", page.selectFirst(".report .proof").ownText());
    assertEquals(2, page.select(".report mark.now").size());
    assertTrue(page.select(".hand form").isEmpty(), "who only reads gets no form");
    assertTrue(
        page.selectFirst(".outcome").text().contains("your account needs the role reviewer"));
  }

  private void receive(String accession, String mrn, int minute) {
    journal
        .journal()
        .inbox()
        .receive(
            SampleMessages.report(
                "k" + accession,
                SampleRecords.report(
                    "HOSP",
                    accession,
                    mrn,
                    "Lungs clear.",
                    ReportStatus.FINAL,
                    SampleRecords.ISSUED.plusSeconds(60L * minute))));
  }

  @Test
  void thePatientsOtherReportsAreListedAndRecorded() throws Exception {
    receive("A1", "MRN1", 0);
    receive("A2", "MRN1", 1);
    receive("B1", "MRN2", 2);
    String path = address("A1");
    assertEquals(
        path + "/others", page(path).selectFirst("[data-key=e]").attr("href"), "a key leads there");
    trail.clear();
    Document others = page(path + "/others");
    assertEquals(1, others.select(".others a").size());
    Element other = others.selectFirst(".others a");
    assertEquals(address("A2"), other.attr("href"));
    assertTrue(other.text().contains("XR chest ◷ Waiting"), other::text);
    assertEquals(List.of("Report", "PatientReports"), trail.stream().map(Access::type).toList());
    assertEquals(address("A2"), "/reports/" + trail.get(1).ids().get(0));

    receive("A3", "MRN1", 3);
    receive("A4", "MRN1", 4);
    HttpResponse<String> window =
        server.send(server.to(path + "/others").headers("User", READER, "HX-Request", "true"));
    Document dialog = Jsoup.parseBodyFragment(window.body());
    assertEquals("Other reports of this patient", dialog.selectFirst("h1#hk").text());
    assertEquals(
        List.of(address("A4"), address("A3")),
        dialog.select(".others a").stream().map(a -> a.attr("href")).toList());
    assertTrue(dialog.selectFirst("footer").text().startsWith("The newest 2."), dialog::text);

    trail.clear();
    Document none = page(address("B1") + "/others");
    assertTrue(none.text().contains("No other report of this patient has come."), none::text);
    assertEquals(List.of("Report"), trail.stream().map(Access::type).toList());
  }

  @Test
  void questionsStandBelowTheFlagsWithTheReason() throws Exception {
    SampleReport report =
        SampleReport.in(
            journal,
            audit ->
                audit.toBuilder()
                    .checks(
                        List.of(audit.checks().get(0), SampleReport.asked("Not measured <yet>.")))
                    .build());
    Document page = page("/reports/" + report.id());
    assertEquals(4, page.select(".list .row").size());
    assertEquals("Questions 1", page.select(".list h3").last().text());
    assertEquals(
        "? 4Flag 4, a question: Overconfident wording", page.select(".list .row").last().text());
    Element question = page.selectFirst(".hand[data-only=4]");
    assertEquals("? 4The right effusion is large.", question.selectFirst(".quote").text());
    assertEquals(
        "Only a question: Not measured <yet>. It counts nowhere, and nobody has to decide about it.",
        question.selectFirst(".asks-why").text());
    assertEquals("asks", page.selectFirst(".report mark[data-flags=4]").attr("data-label"));
    assertEquals("3 open, 1 question", page.selectFirst(".flagged .head .end").text());
    Document paper = page("/reports/" + report.id() + "/print");
    assertEquals(4, paper.select("tbody tr").size());
    assertTrue(paper.text().contains("Questions, not counted: 1"), paper::text);
    assertTrue(paper.text().contains("Not measured <yet>."), paper::text);
  }

  @Test
  void oneErrorIsShownOnceWithItsReasons() throws Exception {
    SampleReport report =
        SampleReport.in(
            journal,
            audit ->
                audit.toBuilder()
                    .checks(
                        List.of(
                            audit.checks().get(0), audit.checks().get(1), SampleReport.ordered()))
                    .build());
    Document page = page("/reports/" + report.id());
    assertEquals(3, page.select(".list .row").size());
    assertEquals("2 reasons", page.selectFirst(".list .row .state").text());
    assertEquals("3 open", page.selectFirst(".flagged .head .end").text());
    Element flag = page.selectFirst(".hand[data-only=1]");
    assertTrue(
        flag.selectFirst(".proofs")
            .text()
            .contains("Also The order is for the left side. (“side-order”)."),
        flag::text);
    assertTrue(flag.text().contains("Correct the side of the effusion."), flag::text);
    Document paper = page("/reports/" + report.id() + "/print");
    assertEquals(3, paper.select("tbody tr").size());
    assertTrue(paper.text().contains("Also: The order is for the left side."), paper::text);
  }

  @Test
  void aReportWithQuestionsAloneHasNoFlag() throws Exception {
    SampleReport report =
        SampleReport.in(
            journal,
            audit ->
                audit.toBuilder()
                    .checks(audit.checks().stream().map(c -> c.asking("Not measured.")).toList())
                    .verdicts(
                        audit.verdicts().stream()
                            .map(v -> Verdict.notAssessed(v.claim(), "no model"))
                            .toList())
                    .omissions(List.of())
                    .score(new Score(null, 4, 0, 0, 0, 4))
                    .outcome(AuditOutcome.CHECKED_ONLY)
                    .build());
    Document page = page("/reports/" + report.id());
    assertEquals("No flag.", page.selectFirst(".no-flag b").text());
    assertEquals(1, page.select(".list .row").size(), "one error in two places");
    assertEquals("0 open, 1 question", page.selectFirst(".flagged .head .end").text());
    assertEquals("1", page.selectFirst(".hand:not([hidden])").attr("data-only"));
  }

  private Decision agree(SampleReport report, Problem problem) {
    Decision decision =
        Decision.of(
                UUID.randomUUID(),
                report.audit().runId(),
                problem.key(),
                Decision.Kind.AGREE,
                "ann")
            .build();
    report.decide(journal, decision, List.of("fhir"));
    return decision;
  }

  /** What the engine stores when a newer version has no flag any more. */
  private void corrected(SampleReport report) {
    Problem first = Problems.of(report.audit()).get(0);
    Decision agreed = agree(report, first);
    report.corrected(
        journal,
        audit ->
            audit.toBuilder()
                .checks(List.of())
                .verdicts(
                    audit.verdicts().stream()
                        .map(v -> Verdict.notAssessed(v.claim(), "no model"))
                        .toList())
                .omissions(List.of())
                .build());
    journal.follow(
        Decision.of(
                UUID.randomUUID(),
                report.audit().runId(),
                first.key(),
                Decision.Kind.CORRECTED,
                agreed.user())
            .at(Instant.now().plusSeconds(14 * 60))
            .follows(new Decision.Follows(agreed.id(), 2))
            .build());
  }

  @Test
  void whatBecameOfEarlierFlagsStandsWhereNoFlagIs() throws Exception {
    SampleReport report = SampleReport.in(journal);
    corrected(report);
    Document page = page("/reports/" + report.id());
    assertEquals("Checked without a flag.", page.selectFirst(".calm h2").text());
    Element became = page.selectFirst(".calm .became");
    assertEquals("What became of version 1's flags 1", became.selectFirst("h3").text());
    assertEquals("✓ Corrected in version 2 after 14 min.", became.selectFirst("b.ok").text());
    Document paper = page("/reports/" + report.id() + "/print");
    assertTrue(paper.text().contains("Corrected in version 2 after 14 min."), paper::text);
    Document made = page("/reports/" + report.id() + "/made");
    assertTrue(made.text().contains("the engine, after "), made::text);
    assertTrue(made.text().contains("corrected in version 2"), made::text);
    Document old = page("/reports/" + report.id() + "/versions/1");
    assertTrue(old.text().contains("corrected in version 2, "), old::text);
  }

  @Test
  void aModelThatIsNotTrustedIsNamedAndAssessesNothing() throws Exception {
    SampleReport report =
        SampleReport.in(
            journal,
            audit -> {
              List<Verdict> verdicts = new ArrayList<>(audit.verdicts());
              verdicts.set(
                  0,
                  Verdict.byRule(
                      1,
                      Label.UNCERTAIN,
                      Verdict.Basis.UNTRUSTED_MODEL,
                      List.of("A model's answers about CT are not trusted yet."),
                      List.of()));
              return audit.toBuilder()
                  .verdicts(verdicts)
                  .score(new Score(null, 4, 0, 2, 2, 0))
                  .build();
            });
    Document page = page("/reports/" + report.id());
    assertEquals(
        "The model is not trusted yet for such claims. They stay uncertain, whatever it says. So"
            + " there is no score.",
        page.selectFirst(".notice").text());
    assertEquals("3 of 4 claims assessed", page.selectFirst(".flagged .head .faint").text());
    assertEquals(3, page.select(".list .row").size(), "it opens no flag");
  }

  @Test
  @Tag("safety")
  void eachOpeningIsInTheAccessLogBeforeThePageIsShown() throws Exception {
    SampleReport report = SampleReport.in(journal);
    String path = "/reports/" + report.id();
    List<String> paths = List.of(path, path + "/made", path + "/print", path + "/observations");
    for (String one : paths) {
      assertEquals(200, server.get(READER, one).statusCode());
    }
    assertEquals(paths.size(), trail.size());
    for (Access access : trail) {
      assertEquals(READER, access.user());
      assertEquals(List.of(report.id().toString()), access.ids());
    }
    logFull = true;
    for (String one : paths) {
      HttpResponse<String> refused = server.get(READER, one);
      assertEquals(503, refused.statusCode());
      assertFalse(refused.body().contains("effusion"), refused::body);
    }
  }

  private SampleReport urgent() {
    journal.journal().notifications().begin();
    return SampleReport.in(
        journal,
        audit ->
            audit.toBuilder()
                .checks(audit.checks().stream().map(c -> c.weighing(Weight.CRITICAL)).toList())
                .build());
  }

  private int unread() {
    return journal.journal().notifications().tell(List.of(List.of("sink")), Duration.ZERO);
  }

  @Test
  @Tag("safety")
  void theOpenedReportIsReadAndItsOtherPagesAreNot() throws Exception {
    String path = "/reports/" + urgent().id();
    for (String other : List.of("/made", "/print", "/observations", "/state")) {
      server.get(READER, path + other);
    }
    assertEquals(1, unread());
    page(path);
    assertEquals(0, unread());
  }

  @Test
  @Tag("safety")
  void aPageThatLooksForChangesByItselfHasReadNothing() throws Exception {
    SampleReport report = urgent();
    String path = "/reports/" + report.id();
    assertTrue(
        changed(path + "/state?version=1&run=&state=auditing").startsWith("The audit is done"));
    assertEquals(1, unread());
    page(path);
    assertEquals(0, unread());
  }

  /**
   * What an open page says has changed; empty if it says nothing. It never loads again by itself.
   */
  private String changed(String look) throws Exception {
    HttpResponse<String> answer = server.get(READER, look);
    assertEquals(Optional.empty(), answer.headers().firstValue("HX-Refresh"));
    assertEquals(answer.statusCode() == 204 ? "" : answer.body(), answer.body());
    return Jsoup.parse(answer.body()).text();
  }

  @Test
  @Tag("safety")
  void aLinkLeadsToItsReportAndIsNotReadByThat() throws Exception {
    SampleReport report = urgent();
    String id =
        OpenedJournal.db(journal.journal())
            .read(tx -> tx.first("select id from notification", rs -> rs.getString(1)))
            .orElseThrow();
    HttpResponse<String> link = server.get(READER, "/n/" + id);
    assertEquals(303, link.statusCode());
    assertEquals("/reports/" + report.id(), link.headers().firstValue("Location").orElseThrow());
    assertEquals(List.of(), trail);
    assertEquals(1, unread());
    for (String unknown : List.of("/n/" + report.id(), "/n/" + UUID.randomUUID(), "/n/1", "/n/")) {
      assertEquals(404, server.get(READER, unknown).statusCode());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/reports/00000000-0000-4000-8000-000000000000",
        "/reports/00000000-0000-4000-8000-000000000000/print",
        "/reports/00000000-0000-4000-8000-000000000000/state",
        "/reports/1",
        "/reports/ACC26",
        "/reports/%3Cscript%3E/made"
      })
  void unknownReportIsNotFound(String path) throws Exception {
    HttpResponse<String> response = server.get(READER, path);
    assertEquals(404, response.statusCode());
    assertTrue(
        response.body().contains("There is no such report, or you may not see it."),
        response::body);
    assertEquals(List.of(), trail);
  }

  @Test
  void reportThatWaitsSaysUntilWhenAndWhatHasChanged() throws Exception {
    journal.receive(report("WAIT1", "FINDINGS: No fracture.", ReportStatus.FINAL, 1));
    String path = address("WAIT1");
    Document page = page(path);
    assertEquals("Waiting for images.", page.selectFirst(".calm h2").text());
    assertTrue(page.selectFirst(".calm").text().contains("at the latest"));
    assertEquals("◷Images are awaited.", page.selectFirst(".empty b").text());
    String look = page.getElementById("watch").attr("hx-get");
    assertTrue(look.startsWith(path + "/state?"), look);
    assertEquals("", changed(look));
    JobQueue jobs = journal.journal().jobs();
    UUID version = jobs.awaitingImages(journal.journal().clock().instant(), 1).get(0).version();
    jobs.queue(version, UUID.randomUUID(), List.of(), "", false);
    jobs.abandon(jobs.claim(Duration.ofMinutes(5)).orElseThrow(), "http://10.0.0.7 refused");
    assertEquals("The audit has ended: show .", changed(look));
    Document failed = page(path);
    assertEquals("This report could not be audited.", failed.selectFirst(".calm h2").text());
    assertFalse(failed.text().contains("10.0.0.7"), "the reason is for the operator");
  }

  @Test
  void withdrawnReportHasNothingToDecide() throws Exception {
    journal.receive(report("GONE1", "FINDINGS: No fracture.", ReportStatus.FINAL, 1));
    journal.receive(report("GONE1", "", ReportStatus.CANCELLED, 2));
    Document page = page(address("GONE1"));
    assertTrue(page.selectFirst(".notice").text().startsWith("Withdrawn:"));
    assertEquals("There is nothing to decide.", page.selectFirst(".calm h2").text());
    assertEquals("FINDINGS: No fracture.", page.selectFirst(".report").text());
    assertTrue(page.select(".row, form[data-decision]").isEmpty());
  }

  @Test
  void supersededVersionShowsTheChangesAndLeadsToTheCurrentOne() throws Exception {
    SampleReport old = SampleReport.in(journal);
    journal.receive(
        report(
            old.audit().report().order().accessionNumber(),
            SampleReport.TEXT.replace("Right pleural", "Left pleural"),
            ReportStatus.CORRECTED,
            2));
    String path = "/reports/" + old.id();
    Document page = page(path + "/versions/1");
    assertTrue(page.selectFirst(".notice span").text().startsWith("version 2 came on "));
    assertEquals(path, page.selectFirst(".notice a").attr("href"));
    assertEquals("removed: Right", page.selectFirst(".report del").text());
    assertEquals("added: Left", page.selectFirst(".report ins").text());
    String fate = page.selectFirst(".fate").text();
    assertTrue(fate.contains("Flag 1 (Side: impression, findings)"), fate);
    assertTrue(page.select("form[data-decision]").isEmpty());
    Document after = page(path + "/versions/1?show=after");
    assertTrue(after.selectFirst(".report").text().contains("Left pleural effusion"));
    assertEquals(303, server.get(READER, path + "/versions/2").statusCode());
    for (String none : List.of("3", "0", "x", "99999999999")) {
      assertEquals(404, server.get(READER, path + "/versions/" + none).statusCode());
    }
  }

  @Test
  @Tag("safety")
  void reportOfHtmlAndInvisibleCharactersIsShownAsText() throws Exception {
    String hostile =
        "FINDINGS: <script>alert(1)</script> <img src=x onerror=alert(1)> \u202eabc\u202c\u0007"
            + " &lt;b&gt; ${7*7} \u05d0\u05d1\u05d2 😀";
    journal.receive(report("HOST1", hostile, ReportStatus.FINAL, 1));
    String path = address("HOST1");
    for (String part : List.of("", "/made", "/print")) {
      HttpResponse<String> response = server.get(READER, path + part);
      Document page = Jsoup.parse(response.body());
      assertTrue(page.select("img, script:not([src]), [onerror], style").isEmpty(), part);
      assertFalse(response.body().contains("\u202e"), part);
    }
    String shown = page(path).selectFirst(".report").text();
    assertEquals(
        "FINDINGS: <script>alert(1)</script> <img src=x onerror=alert(1)> U+202EabcU+202CU+0007"
            + " &lt;b&gt; ${7*7} \u05d0\u05d1\u05d2 😀",
        shown);
  }

  @Test
  void lineAboveTheTextSaysWhoWroteIt() throws Exception {
    Report plain = SampleRecords.report("ACC9", "No effusion.");
    Report report =
        plain.toBuilder()
            .authors(
                List.of(
                    author(
                        Author.Role.SIGNED, Author.Kind.PERSON, "Doe, John", SampleRecords.ISSUED),
                    author(Author.Role.DRAFTED, Author.Kind.SOFTWARE, "<b>Bot</b> 2", null),
                    author(Author.Role.EDITED, Author.Kind.PERSON, "", null)))
            .build();
    journal.claim(report, UUID.randomUUID());
    Document page = page(address("ACC9"));
    List<String> parts = page.select(".written span").eachText();
    assertEquals("drafted by the AI <b>Bot</b> 2", parts.get(0));
    assertEquals("edited by a person", parts.get(1));
    assertTrue(parts.get(2).startsWith("signed by Doe, John on "), parts.get(2));
    journal.claim(SampleRecords.report("ACC8", "No effusion."), UUID.randomUUID());
    assertTrue(page(address("ACC8")).select(".written").isEmpty(), "nothing is known");
  }

  private static Author author(
      Author.Role role, Author.Kind kind, String name, @Nullable Instant time) {
    return new Author(role, kind, name, time, "ZAI-1");
  }

  @Test
  void paperHasTextFlagsAndNoButton() throws Exception {
    SampleReport report = SampleReport.in(journal);
    Document page = page("/reports/" + report.id() + "/print");
    assertTrue(page.select("button, form").isEmpty());
    assertEquals(3, page.select("tbody tr").size());
    assertTrue(page.selectFirst(".top").text().contains("Printed by " + READER));
  }

  @Test
  void howItWasMadeTellsImagesAndVersions() throws Exception {
    SampleReport report = SampleReport.in(journal);
    Document page = page("/reports/" + report.id() + "/made");
    assertTrue(page.text().contains("Images shown to the model image abab abab"), page.text());
    assertTrue(
        page.text()
            .contains(
                "Read by text checks alone These parts become no claims, so no model compared them"
                    + " with an image. technique section: 18 characters Not audited attachment in"
                    + " OBX-5: 900 bytes"),
        page.text());
    assertTrue(page.text().contains("No model was asked."));
    assertTrue(page.text().contains("Version 1, final"));
  }

  /** Those without a flag, too. */
  @Test
  void whatTheLabelOfEachClaimRestsOnCanBeOpened() throws Exception {
    SampleReport report = SampleReport.in(journal);
    List<Element> claims = page("/reports/" + report.id() + "/made").select(".claims details");
    assertEquals(
        List.of(
            "1. supported There is a left pleural effusion.",
            "◆ 2. uncertain No pneumothorax.",
            "▲ 3. needs review Right pleural effusion.",
            "▲ 4. needs review The right effusion is large."),
        claims.stream().map(claim -> claim.selectFirst("summary").text()).toList());
    assertEquals(
        "Rests on Model that saw the image Confidence 0.60: the model's own number"
            + " Evidence The image does not show it well.",
        claims.get(0).selectFirst("dl").text());
    String ruled = claims.get(2).selectFirst("dl").text();
    assertTrue(
        ruled.startsWith("Rests on Deterministic check Confidence none, a rule set the label"),
        ruled);
    assertTrue(ruled.contains("Check “side-findings-impression”: Correct the side"), ruled);
  }

  @Test
  void whatIsRecommendedStandsWhereTheAuditIsExplained() throws Exception {
    SampleReport report =
        SampleReport.in(
            journal,
            audit ->
                audit.toBuilder()
                    .summaries(new Summaries("", "Your lungs are clear. Some points are checked."))
                    .build());
    String path = "/reports/" + report.id();
    String why = "One flag needs review (other contradictions); 2 flags are uncertain.";
    Document made = page(path + "/made");
    assertEquals("Recommendation: revise", made.selectFirst("#recommendation h2").text());
    assertEquals(why, made.selectFirst("#recommendation p").text());
    assertEquals("Score 42, revise", page(path).selectFirst(".patient .opt2:has(a)").text());
    assertTrue(page(path + "/print").text().contains("Recommendation Revise. " + why));
    assertEquals(
        List.of("Your lungs are clear.", "Some points are checked."),
        made.select(".card:has(h2:contains(For the patient)) p").eachText());
  }
}
