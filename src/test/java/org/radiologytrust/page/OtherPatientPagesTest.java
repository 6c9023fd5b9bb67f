package org.radiologytrust.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageArchive;
import org.radiologytrust.images.Pixels;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.logins.Access;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.OtherPatient;
import org.radiologytrust.model.OtherPatient.Confirmation;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Span;
import org.radiologytrust.page.decide.DecisionPages;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.page.flag.Flags;
import org.radiologytrust.page.flag.Reasons;
import org.radiologytrust.page.flag.ReportText;
import org.radiologytrust.page.image.ImagePages;
import org.radiologytrust.page.image.ImagePanes;
import org.radiologytrust.page.image.ViewWindows;
import org.radiologytrust.page.image.ViewerLink;
import org.radiologytrust.page.image.ViewerPages;
import org.radiologytrust.page.opened.ArchiveWatch;
import org.radiologytrust.page.opened.Arrivals;
import org.radiologytrust.page.report.ReportPages;
import org.radiologytrust.page.worklist.WorklistPages;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Decision.Kind;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.ProblemWords;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.text.sections.Headings;

/** The page of a report whose images are of another patient. */
@Tag("integration")
@Tag("safety")
class OtherPatientPagesTest {
  private static final String ANN = "ann";
  private static final String BOB = "bob";
  private static final String OTTO = PageServer.OPERATOR;

  private final TemporaryJournal journal = new TemporaryJournal();
  private final List<Access> trail = new CopyOnWriteArrayList<>();
  private final List<Instance> opened = new CopyOnWriteArrayList<>();
  private PageServer server;
  private Audit audit;
  private String path;

  /** Says which images were asked for. */
  private final ImageArchive archive =
      new ImageArchive() {
        @Override
        public Rendered rendered(Instance instance) throws Unavailable {
          opened.add(instance);
          throw new Unavailable(Why.GONE, "gone");
        }

        @Override
        public boolean answers() {
          return true;
        }

        @Override
        public Pixels pixels(Instance instance, int frame) throws Unavailable {
          opened.add(instance);
          throw new Unavailable(Why.GONE, "gone");
        }
      };

  @BeforeEach
  void start() throws Exception {
    SiteFiles files = SiteFiles.shipped();
    Flags flags = new Flags(new Titles(files));
    Reasons reasons = Reasons.of(files);
    ViewerLink viewer =
        ViewerLink.of(
            Settings.load(
                null,
                Map.of(),
                Map.of("rtl.page.viewer", "https://pacs.example/{accession}?s={study}")));
    AccessTrail accesses = new AccessTrail(trail::add, Clock.systemUTC());
    Arrivals arrivals =
        new Arrivals(
            journal.journal().studies(),
            Optional.of(new ArchiveWatch(archive::answers, Clock.systemUTC())),
            version -> "");
    ReportText.Writer texts = new ReportText.Writer(new Headings(files));
    ImagePanes panes = new ImagePanes(ViewWindows.of(files), true, arrivals);
    server =
        new PageServer(
            new ReportPages(
                journal.journal(),
                flags,
                texts,
                panes,
                reasons,
                Duration.ofMinutes(15),
                20,
                accesses),
            new DecisionPages(
                journal.journal(),
                (a, decisions, stored) -> new Reviews.Publication("{}", List.of()),
                List.of("fhir"),
                flags,
                texts,
                reasons),
            new ImagePages(journal.journal().reviews(), archive, accesses),
            new ViewerPages(journal.journal().reviews(), viewer, accesses),
            new WorklistPages(
                journal.journal().worklist(),
                journal.journal().keptFilters(),
                flags.titles(),
                new ProblemWords(SiteFiles.shipped()),
                Clock.systemUTC(),
                accesses));
    refused();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    journal.close();
  }

  private void refused() {
    Report report = SampleRecords.report("ACC/1", "Right knee normal.");
    journal.receive(report);
    JobQueue jobs = journal.journal().jobs();
    UUID version = jobs.awaitingImages(journal.journal().clock().instant(), 1).get(0).version();
    OtherPatient other = SampleRecords.mismatch(report);
    assertTrue(jobs.queue(version, UUID.randomUUID(), List.of(), "wrong patient", other));
    audit = finish(jobs.claim(Duration.ofMinutes(5)).orElseThrow());
    path =
        "/reports/"
            + journal.journal().worklist().page(Worklist.Filter.ALL, 0, 1).rows().get(0).report();
  }

  private Audit finish(Job job) {
    CheckResult side =
        new CheckResult(
            "side-order",
            Label.NEEDS_REVIEW,
            Evidence.of(new Span(0, 5), job.report().text()),
            Evidence.field("OBR-4", "Left knee"),
            "Correct the side.");
    Audit.Builder made =
        SampleRecords.checkedOnly(job.runId(), job.report()).toBuilder()
            .checks(List.of(side))
            .otherPatient(job.other());
    if (job.imagesRefused()) {
      made.failed(job.refusal(), false);
    } else {
      made.studies(job.studies());
    }
    Audit done = made.build();
    assertTrue(
        journal
            .journal()
            .jobs()
            .finish(job, done, JobQueue.Publishing.of("{}", List.of()), List.of()));
    return done;
  }

  private Document page(String user, String more) throws Exception {
    HttpResponse<String> response = server.get(user, path + more);
    assertEquals(200, response.statusCode(), response::body);
    return Jsoup.parse(response.body());
  }

  private Decided decided() {
    UUID id = UUID.fromString(path.substring("/reports/".length()));
    return Decided.of(audit, journal.journal().reviews().find(id).orElseThrow().decisions());
  }

  private Map<String, String> form(Kind kind) {
    Map<String, String> form = new HashMap<>();
    form.put("run", audit.runId().toString());
    form.put("problem", Problem.OTHER_PATIENT);
    form.put(
        "newest", decided().newest(Problem.OTHER_PATIENT).map(d -> d.id().toString()).orElse(""));
    form.put("kind", kind.code());
    return form;
  }

  private HttpResponse<String> send(String user, Map<String, String> form) throws Exception {
    return server.post(user, path + "/decisions", form);
  }

  private Document stores(String user, Kind kind) throws Exception {
    int before = decided().decisions().size();
    HttpResponse<String> response = send(user, form(kind));
    assertEquals(200, response.statusCode(), response::body);
    assertEquals(before + 1, decided().decisions().size());
    return Jsoup.parse(response.body());
  }

  private static Element hand(Document page) {
    return page.selectFirst(".hand:not([hidden])");
  }

  /** The part about whose the images are, also when another flag is in hand. */
  private static Element whose(Document page) {
    return page.selectFirst(".hand.whose");
  }

  /** The audit with the images, after two people have confirmed. */
  private Audit confirmed() throws Exception {
    stores(ANN, Kind.SAME_PATIENT);
    stores(OTTO, Kind.SAME_PATIENT);
    JobQueue jobs = journal.journal().jobs();
    JobQueue.Waiting waiting = jobs.withLateImages(1).get(0);
    OtherPatient other =
        journal
            .journal()
            .reviews()
            .confirmed(waiting.version(), SampleRecords.mismatch(waiting.report()));
    assertTrue(
        jobs.queue(
            waiting.version(),
            UUID.randomUUID(),
            List.of(SampleRecords.study("1.2", "ACC/1", "MRN9", SampleRecords.instance("1.2.3"))),
            "",
            other));
    return finish(jobs.claim(Duration.ofMinutes(5)).orElseThrow());
  }

  @Test
  void thePageSaysItAndShowsBothIdentities() throws Exception {
    Document page = page(PageServer.VIEWER, "");
    assertEquals(
        "◫ The images under this accession number are of another patient. The text was checked."
            + " No claim was compared with these images.",
        page.selectFirst(".notice").text());
    assertEquals("3 of 5 differ", page.selectFirst(".ids h3").ownText());
    Map<String, String> rows =
        page.select(".ids tbody tr").stream()
            .collect(
                Collectors.toMap(
                    row -> row.selectFirst("th").text(),
                    row ->
                        row.select("td").stream()
                            .map(Element::html)
                            .collect(Collectors.joining("|"))
                            .replaceAll("</?bdi>|</?span[^>]*>", "")));
    assertEquals("<u>Doe</u>, <u>Jane</u>|<u>Roe</u>, <u>Ann</u>|≠ differs", rows.get("Name"));
    assertEquals(
        "<u>3</u> <u>Feb</u> 196<u>1</u>|<u>8</u> <u>Jul</u> 196<u>6</u>|≠ differs",
        rows.get("Born"));
    assertEquals("female|female|= same", rows.get("Sex"));
    assertEquals("MRN<u>1</u>|MRN<u>9</u>|≠ differs", rows.get("Patient number"));
    assertEquals("ACC/1|ACC/1|= same", rows.get("Accession"));
    assertTrue(rows.get("Exam").startsWith("XR chest|DX CHEST PA|"), rows.get("Exam"));
    assertTrue(
        page.selectFirst(".ids")
            .text()
            .contains("so that nobody reads them as those of Doe, Jane"));
  }

  @Test
  void theFlagsOfTheTextAreThereToo() throws Exception {
    Document page = page(ANN, "");
    assertEquals(
        List.of("Another patient 1", "Needs review 1"), page.select(".list h3").eachText());
    assertEquals("text checks, images refused", page.selectFirst(".flagged .faint").text());
    assertEquals("2 open", page.selectFirst(".flagged .head .end").text());
    assertEquals("Right", page.selectFirst(".report mark bdi").text().substring(0, 5));
    assertEquals("The images are of another patient", hand(page).selectFirst(".quote bdi").text());
    assertEquals(
        "Name, birth date and patient number differ. Which one is wrong?",
        hand(page).selectFirst(".say").text());
    assertTrue(hand(page).text().contains("they belong to A. Roe"), hand(page).text());
  }

  @Test
  void noImageIsShownOrOpened() throws Exception {
    Document page = page(ANN, "");
    assertTrue(page.select("canvas, img, [data-images], script[src*=viewer]").isEmpty());
    for (String image : List.of("1.png", "1/pixels", "2.png")) {
      assertEquals(
          404, server.get(ANN, path + "/images/" + image + "?run=" + audit.runId()).statusCode());
    }
    assertEquals(List.of(), opened);
  }

  @Test
  void itIsOnTopOfTheWorklistInWords() throws Exception {
    Document list = Jsoup.parse(server.get(ANN, "/").body());
    Element row = list.selectFirst("#rows tr.r");
    assertEquals("◫ Another patient", row.selectFirst(".critical").text());
    assertTrue(
        row.text()
            .contains(
                "The images under this accession number are of another patient: name, birth date"
                    + " and patient number differ."),
        row.text());
    assertTrue(row.text().contains("text only"), row.text());
    assertFalse(list.text().contains("Roe"), "not the other patient's name");
  }

  @Test
  void whatWasSeenIsInTheAccessLog() throws Exception {
    page(ANN, "");
    assertEquals(List.of("Report", "OtherPatient"), trail.stream().map(Access::type).toList());
    trail.clear();
    page(ANN, "/made");
    assertEquals(List.of("Report", "OtherPatient"), trail.stream().map(Access::type).toList());
    trail.clear();
    page(ANN, "/print");
    assertEquals(List.of("Report"), trail.stream().map(Access::type).toList());
    assertFalse(page(ANN, "/print").text().contains("Roe"), "paper has one patient only");
  }

  @Test
  void theWayToTheViewerIsLoggedAndLeadsNowhereElse() throws Exception {
    String link = page(PageServer.VIEWER, "").selectFirst(".ids h3 a").attr("href");
    trail.clear();
    HttpResponse<String> response = server.get(PageServer.VIEWER, link);
    assertEquals(303, response.statusCode());
    assertEquals(
        "https://pacs.example/ACC%2F1?s=1.2",
        response.headers().firstValue("Location").orElseThrow());
    Access access = trail.get(0);
    assertEquals(
        List.of("open", "Viewer", PageServer.VIEWER),
        List.of(access.kind(), access.type(), access.user()));
    assertEquals(List.of(path.substring("/reports/".length())), access.ids());
    trail.clear();
    String run = "run=" + audit.runId();
    for (String other :
        List.of(
            "",
            "?run=" + UUID.randomUUID(),
            "?" + run + "&other=2",
            "?" + run + "&other=0",
            "?run=https://evil.example&study=1")) {
      assertEquals(404, server.get(ANN, path + "/viewer" + other).statusCode(), other);
    }
    HttpResponse<String> more =
        server.get(ANN, link + "&url=https://evil.example&accession=https://evil.example");
    assertTrue(
        more.headers().firstValue("Location").orElseThrow().startsWith("https://pacs.example/A"));
    assertEquals(1, trail.size(), "what leads nowhere is no use");
    assertEquals(401, server.send(server.to(link)).statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "WRONG_IMAGES, said at, images are wrong., wrong images",
    "WRONG_REPORT, said at, report is wrong., wrong report",
    "ASK_OPERATOR, asked the operator at, '', operator asked"
  })
  void aPersonDecides(Kind kind, String did, String what, String row) throws Exception {
    Document page = stores(ANN, kind);
    assertEquals("1 open, 1 decided", page.selectFirst(".flagged .head .end").text());
    assertEquals("✓ " + row, page.selectFirst(".row .state").text());
    String said = whose(page).selectFirst(".outcome p").text();
    assertTrue(said.startsWith("You " + did) && said.contains(what), said);
    assertNotNull(page.selectFirst(".last form"), "the person may undo it");
    assertFalse(whose(page(BOB, "")).text().contains("You "), "another person reads a name");
    assertTrue(decided().samePatient().said().isEmpty());
  }

  @Test
  void theOperatorIsTold() throws Exception {
    try (CapturedLog log = new CapturedLog(DecisionPages.class.getName())) {
      stores(ANN, Kind.ASK_OPERATOR);
      assertTrue(
          log.lines().toString().contains("a reviewer asks the operator whose the images are"),
          log.lines()::toString);
    }
  }

  @Test
  void theFirstWhoSaysSamePatientChangesNothing() throws Exception {
    Document page = stores(ANN, Kind.SAME_PATIENT);
    assertEquals("2 open", page.selectFirst(".flagged .head .end").text());
    assertEquals("one of two", page.selectFirst(".row .state").text());
    Element own = whose(page);
    assertTrue(
        own.selectFirst(".both")
            .text()
            .matches(
                "You said at .* that it is the same patient\\. An"
                    + " operator, with another log-in, must confirm it\\."),
        own.text());
    assertEquals("true", own.selectFirst("[data-do=same]").attr("aria-disabled"));
    assertEquals(400, send(ANN, form(Kind.SAME_PATIENT)).statusCode(), "nobody says it twice");
    assertTrue(journal.journal().jobs().withLateImages(1).isEmpty());
    assertEquals("", whose(page(BOB, "")).selectFirst("[data-do=same]").attr("aria-disabled"));
    assertNotNull(page(OTTO, "").selectFirst("dialog.same"));
  }

  @Test
  void anOperatorConfirmsAndDecidesNothingElse() throws Exception {
    Document page = page(OTTO, "");
    assertEquals(
        List.of("Same patient… d"), page.select(".decide button").eachText(), "no other button");
    for (Kind kind : List.of(Kind.WRONG_IMAGES, Kind.WRONG_REPORT, Kind.ASK_OPERATOR)) {
      assertEquals(403, send(OTTO, form(kind)).statusCode(), kind.code());
    }
    Map<String, String> agree = form(Kind.AGREE);
    agree.put("problem", decided().problems().get(1).key());
    assertEquals(403, send(OTTO, agree).statusCode());
    assertEquals(List.of(), decided().decisions());
    stores(OTTO, Kind.SAME_PATIENT);
    assertTrue(decided().decisions().get(0).operator());
    assertNotNull(page(OTTO, "").selectFirst(".last form"), "and may undo that");
  }

  @Test
  void aViewerDecidesNothing() throws Exception {
    Document page = page(PageServer.VIEWER, "");
    assertNull(page.selectFirst(".decide"));
    assertNull(page.selectFirst("dialog.same"));
    assertTrue(hand(page).text().contains("needs the role reviewer"), hand(page).text());
    assertEquals(403, send(PageServer.VIEWER, form(Kind.SAME_PATIENT)).statusCode());
    assertEquals(List.of(), decided().decisions());
  }

  @Test
  void twoPeopleConfirm() throws Exception {
    stores(ANN, Kind.SAME_PATIENT);
    Document page = stores(OTTO, Kind.SAME_PATIENT);
    assertTrue(decided().samePatient().confirmed());
    assertEquals("1 open, 1 decided", page.selectFirst(".flagged .head .end").text());
    assertTrue(
        whose(page).selectFirst(".outcome").text().contains("ann and you confirmed at"),
        whose(page).text());
    assertEquals(1, journal.journal().jobs().withLateImages(1).size(), "it is looked at again");
    String look = page.getElementById("watch").attr("hx-get");
    assertEquals(204, server.get(OTTO, look).statusCode());
    finishConfirmed();
    String news = server.get(OTTO, look).body();
    assertTrue(news.contains("Audited again"), news);
  }

  private void finishConfirmed() {
    JobQueue jobs = journal.journal().jobs();
    JobQueue.Waiting waiting = jobs.withLateImages(1).get(0);
    OtherPatient other =
        journal
            .journal()
            .reviews()
            .confirmed(waiting.version(), SampleRecords.mismatch(waiting.report()));
    jobs.queue(waiting.version(), UUID.randomUUID(), List.of(), "", other);
    finish(jobs.claim(Duration.ofMinutes(5)).orElseThrow());
  }

  @Test
  void oneLogInWithBothRolesDoesNotConfirm() throws Exception {
    stores(PageServer.BOTH, Kind.SAME_PATIENT);
    assertTrue(decided().decisions().get(0).operator());
    assertEquals(400, send(PageServer.BOTH, form(Kind.SAME_PATIENT)).statusCode());
    assertFalse(decided().samePatient().confirmed());
    stores(ANN, Kind.SAME_PATIENT);
    assertTrue(decided().samePatient().confirmed(), "the operator was the first");
  }

  @Test
  void twoReviewersDoNotConfirm() throws Exception {
    stores(ANN, Kind.SAME_PATIENT);
    Document page = stores(BOB, Kind.SAME_PATIENT);
    assertFalse(decided().samePatient().confirmed());
    String said = whose(page).selectFirst(".both").text();
    assertTrue(said.startsWith("Ann and you") || said.startsWith("ann and you"), said);
    assertTrue(said.contains("An operator"), said);
  }

  @Test
  void theAuditWithTheImagesSaysWhoConfirmed() throws Exception {
    confirmed();
    Document page = page(BOB, "");
    String notice = page.selectFirst(".notice").text();
    assertTrue(
        notice.startsWith("◫ Of report and images, name, birth date and patient number differ."),
        notice);
    assertTrue(notice.matches(".*by ann at .* and otto, operator, at .*"), notice);
    assertNotNull(page.selectFirst("[data-images]"), "the images are shown");
    Element whose = page(BOB, "/made").selectFirst("#whose");
    assertTrue(whose.text().contains("Roe, Ann"), whose.text());
    assertNotNull(whose.selectFirst("form button"));
    assertNull(page(PageServer.VIEWER, "/made").selectFirst("#whose form"));
  }

  @Test
  void anybodyTakesItBackAndNoImageIsOpenedAfterThat() throws Exception {
    Audit withImages = confirmed();
    String image = path + "/images/1.png?run=" + withImages.runId();
    String pixels = path + "/images/1/pixels?run=" + withImages.runId();
    server.get(BOB, pixels);
    assertEquals(1, opened.size());
    Map<String, String> form = new HashMap<>();
    page(BOB, "/made")
        .select("#whose form input, #whose form button")
        .forEach(field -> form.put(field.attr("name"), field.attr("value")));
    HttpResponse<String> response =
        server.post(path + "/decisions", form, "User", BOB, "Origin", server.origin());
    assertEquals(303, response.statusCode());
    List<Decision> all = decided().decisions();
    assertEquals(Kind.UNDO, all.get(2).kind());
    assertEquals(BOB, all.get(2).user());

    Document page = page(BOB, "");
    assertTrue(
        page.selectFirst(".notice").text().contains("It was taken back"),
        page.selectFirst(".notice").text());
    assertEquals("◫The images are not shown any more.", page.selectFirst(".empty b").text());
    assertEquals(404, server.get(BOB, image).statusCode());
    assertEquals(404, server.get(BOB, pixels).statusCode());
    assertEquals(1, opened.size(), "no image is opened any more");
    assertNull(page(BOB, "/made").selectFirst("#whose form"), "there is nothing to take back");
    assertEquals(1, journal.journal().jobs().withLateImages(1).size(), "it is looked at again");
  }

  @Test
  void confirmationsKeepWhoWhenAndAs() {
    Confirmation confirmation =
        new Confirmation(new UUID(0, 1), new UUID(0, 2), "ann", Instant.EPOCH, false);
    OtherPatient other = SampleRecords.mismatch(audit.report()).confirmed(List.of(confirmation), 1);
    assertFalse(other.refused());
    assertEquals(SampleRecords.mismatch(audit.report()).fingerprint(), other.fingerprint());
  }
}
