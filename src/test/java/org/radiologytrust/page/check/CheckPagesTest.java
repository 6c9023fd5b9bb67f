package org.radiologytrust.page.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.logins.Access;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Sex;
import org.radiologytrust.page.PageServer;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.page.flag.Flags;
import org.radiologytrust.page.flag.Reasons;
import org.radiologytrust.page.flag.ReportText;
import org.radiologytrust.pipeline.step.RuleClaims;
import org.radiologytrust.presign.DraftDesk;
import org.radiologytrust.presign.DraftFacts;
import org.radiologytrust.presign.DraftReader;
import org.radiologytrust.presign.Drafts;
import org.radiologytrust.presign.EarlierLookup;
import org.radiologytrust.presign.Traces;
import org.radiologytrust.score.Scorer;
import org.radiologytrust.session.Caller;
import org.radiologytrust.session.Right;
import org.radiologytrust.text.sections.Headings;
import org.radiologytrust.text.sections.Segmenter;

/** The page that checks a report before it is signed. */
@Tag("safety")
@Tag("integration")
class CheckPagesTest {
  private static final String KNEE =
      """

      EXAMINATION: MR of the left knee without contrast.
      INDICATION: Twisting injury three weeks ago.
      FINDINGS:
      Complete tear of the anterior cruciate ligament. Moderate left joint effusion.
      IMPRESSION:
      1. Complete tear of the anterior cruciate ligament.
      2. Right knee joint effusion & <b>more</b>.""";

  private static final String GERMAN =
      "BEFUND: Der linke Unterlappen zeigt eine Verschattung. Kein Pleuraerguss rechts oder links."
          + " Das Herz ist nicht vergrößert.\n"
          + "BEURTEILUNG: Verdacht auf eine Pneumonie im rechten Unterlappen. Eine Kontrolle wird"
          + " empfohlen.";

  private static final String VERSION = "5f0c1f2e-0000-4000-8000-000000000001";
  private static final String REPORT = "5f0c1f2e-0000-4000-8000-000000000002";

  private final List<Access> accesses = new CopyOnWriteArrayList<>();
  private final CountDownLatch held = new CountDownLatch(1);
  private volatile boolean holding;
  private PageServer server;

  @BeforeEach
  void start() throws Exception {
    SiteFiles files = SiteFiles.shipped();
    RuleClaims rules = new RuleClaims(files);
    Drafts drafts =
        new Drafts(
            new DraftReader(files, Segmenter.of(files)),
            new Checks(files),
            audit -> new Scorer().score(rules.claims(audit)),
            Clock.systemUTC(),
            "0.1.0");
    DraftDesk desk =
        new DraftDesk(
            drafts,
            CheckPagesTest::earlier,
            new DraftDesk.Limits(1, 0, Duration.ZERO, 2000, false),
            Traces.of(this::record),
            Clock.systemUTC(),
            new SimpleMeterRegistry());
    server =
        new PageServer(
            new CheckPages(
                new CheckPages.Desks(desk, Optional.empty()),
                "SITE",
                new Flags(new Titles(files)),
                new ReportText.Writer(new Headings(files)),
                Reasons.of(files),
                Clock.systemUTC()));
  }

  /** The journal has a report of Jane Doe, for those who may read it. */
  private static EarlierLookup.Found earlier(Caller caller, Report open) {
    Patient patient = open.patient();
    if (patient.givenName().equals("Slow")) {
      return new EarlierLookup.Found(List.of(), List.of(), List.of("a journal without an answer"));
    }
    boolean found =
        caller.may(Right.READ_AUDITS)
            && patient.familyName().equals("Doe")
            && patient.givenName().equals("Jane")
            && patient.identifiers().equals(List.of(new Identifier("urn:oid:1.2.3", "4711", "")));
    return found
        ? new EarlierLookup.Found(
            List.of(
                EarlierReport.of(
                    VERSION,
                    LocalDate.of(2025, 3, 4),
                    new DraftFacts(
                            "MR KNEE LEFT",
                            "",
                            "",
                            "",
                            Optional.empty(),
                            Sex.FEMALE,
                            Optional.empty(),
                            DraftFacts.Person.UNKNOWN)
                        .report("SITE")
                        .text("FINDINGS: Status post left total knee arthroplasty.")
                        .build())),
            List.of(REPORT),
            List.of())
        : EarlierLookup.NONE.of(caller, open);
  }

  private Document post(String user, Map<String, String> form) throws Exception {
    return Jsoup.parse(server.post(user, "/check", form).body());
  }

  @Test
  void whoMayReadAuditsNamesThePatientAndIsLedToTheEarlierReports() throws Exception {
    String reader = PageServer.CHECKING_READER;
    assertFalse(server.get(PageServer.CHECKER, "/check").body().contains("name=\"family\""));
    assertTrue(server.get(reader, "/check").body().contains("name=\"family\""));
    Map<String, String> form = form(KNEE);
    String unnamed = post(reader, form).selectFirst("[aria-label=Not checked]").text();
    assertTrue(unnamed.contains("the images, and earlier reports"), unnamed);
    form.put("id", "urn:oid:1.2.3|4711");
    form.put("family", "Doe");
    form.put("given", "Jane");
    Document page = post(reader, form);
    assertEquals(
        List.of("/reports/" + VERSION), page.select("[aria-label=Compared] a").eachAttr("href"));
    assertFalse(
        page.selectFirst("[aria-label=Not checked]").text().contains("earlier"), page::text);
    assertEquals("Doe", page.selectFirst("form.last input[name=family]").attr("value"));
    assertEquals(List.of(REPORT), accesses.get(1).ids());
    Document other = post(PageServer.CHECKER, form);
    assertEquals(List.of(), other.select("[aria-label=Compared]").eachText());
    assertFalse(other.html().contains("/reports/"), other::html);
    assertEquals(List.of(), other.select("input[name=family]").eachAttr("value"));
    assertEquals(List.of(), accesses.get(2).ids());
    assertFalse(accesses.toString().contains("Doe"));
  }

  @Test
  void aJournalThatDoesNotAnswerIsNamed() throws Exception {
    Map<String, String> form = form(KNEE);
    form.put("given", "Slow");
    Document page = post(PageServer.CHECKING_READER, form);
    String not = page.selectFirst("[aria-label=Not checked]").text();
    assertTrue(not.contains("not read: a journal without an answer"), not);
    assertTrue(not.contains("earlier reports"), not);
    assertTrue(page.select(".row[data-flag]").size() > 0, "the rest is checked");
  }

  private void record(Access access) {
    accesses.add(access);
    if (holding) {
      try {
        held.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @AfterEach
  void stop() throws Exception {
    held.countDown();
    server.close();
  }

  private static Map<String, String> form(String text) {
    Map<String, String> form = new HashMap<>();
    form.put("text", text);
    form.put("procedure", "MR KNEE LEFT");
    form.put("born", "1992-03-04");
    form.put("sex", "male");
    form.put("studied", "2026-11-24");
    return form;
  }

  private Document post(Map<String, String> form) throws Exception {
    HttpResponse<String> response = server.post(PageServer.CHECKER, "/check", form);
    assertEquals(200, response.statusCode());
    assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    assertEquals(List.of(), response.headers().allValues("Set-Cookie"));
    return Jsoup.parse(response.body());
  }

  /** The first line break in the field is of the template; a browser drops it, jsoup does not. */
  private static String typed(Document page) {
    return page.selectFirst("textarea[name=text]").wholeText().substring(1);
  }

  @Test
  void theFormSaysThatNothingIsStoredAndLeadsNowhereElse() throws Exception {
    Document page = Jsoup.parse(server.get(PageServer.CHECKER, "/check").body());
    assertTrue(page.selectFirst(".notice").text().startsWith("Nothing is stored."));
    assertEquals("", typed(page));
    assertEquals(List.of("/check"), page.select("nav a").eachAttr("href"));
    assertEquals(
        List.of("#main", "/check", "/check", "/check"), page.select("a[href]").eachAttr("href"));
    assertEquals("off", page.selectFirst("form.draft").attr("autocomplete"));
    assertEquals("post", page.selectFirst("form.draft").attr("method"));
    assertEquals(List.of(), accesses);
  }

  @Test
  void flagsAreShownAsOnTheReportsPageAndNothingCanBeDecided() throws Exception {
    Document page = post(form(KNEE));
    assertTrue(page.select(".row[data-flag]").size() > 0, page::text);
    assertTrue(page.select("mark .no[data-flag=1]").size() > 0, page::text);
    assertEquals("1", page.selectFirst(".hand:not([hidden])").attr("data-only"));
    assertTrue(page.selectFirst(".hand:not([hidden]) .quote").text().contains("Right knee"));
    assertTrue(
        page.selectFirst(".text .head").text().contains("MR KNEE LEFT, male, born 4 Mar 1992"));
    assertEquals(List.of(), page.select("[data-decision], dialog.sheet").eachText());
    assertFalse(page.html().contains("/reports/"), page::html);
    assertTrue(page.select("[role=status]").text().matches(".*[1-9] flags?.*"), page::text);
    assertTrue(page.selectFirst("[aria-label=Not checked]").text().contains("the images"));
    // text of the report is text
    assertEquals(List.of(), page.select(".report b:contains(more)").eachText());
  }

  @Test
  void theAccessLogHasWhoAndHowMuchAndNoWord() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      post(form(KNEE));
      assertEquals(1, accesses.size());
      Access access = accesses.get(0);
      assertEquals(PageServer.CHECKER, access.user());
      assertEquals("page", access.type());
      assertEquals(List.of(), access.ids());
      assertFalse(access.toString().contains("knee"), access::toString);
      assertFalse(log.lines().toString().contains("knee"), () -> log.lines().toString());
    }
  }

  @Test
  void theTextComesBackToBeChangedAsItWasTyped() throws Exception {
    Document flags = post(form(KNEE));
    Map<String, String> again = new HashMap<>();
    flags.select("form.last input").forEach(f -> again.put(f.attr("name"), f.attr("value")));
    assertEquals("Change the text Esc", flags.selectFirst("form.last button").text());
    Document page = post(again);
    assertEquals(KNEE, typed(page));
    assertEquals("MR KNEE LEFT", page.selectFirst("[name=procedure]").attr("value"));
    assertEquals("1992-03-04", page.selectFirst("[name=born]").attr("value"));
    assertEquals("male", page.selectFirst("[name=sex] [selected]").attr("value"));
    assertEquals("2026-11-24", page.selectFirst("[name=studied]").attr("value"));
    assertEquals(1, accesses.size(), "going back checks nothing");
  }

  @ParameterizedTest
  @CsvSource({
    "text, '  ', the report has no text: there is nothing to check.",
    "born, 4.3.92, the date of birth must be a date such as 1990-01-15.",
    "studied, 2026-13-01, the study date must be a date such as 1990-01-15.",
    "sex, x, 'the sex must be female, male, other or not known.'"
  })
  void whatCannotBeCheckedIsSaidAndStaysInTheForm(String field, String value, String why)
      throws Exception {
    Map<String, String> form = form(KNEE);
    form.put(field, value);
    Document page = post(form);
    String said = page.selectFirst("[role=alert]:not([hidden])").text();
    assertEquals("Not checked. " + why.replaceFirst("^t", "T"), said);
    assertEquals(form.get("text").strip(), typed(page).strip());
    assertEquals(List.of(), accesses);
  }

  @Test
  void aTextThatIsTooLongStaysInTheForm() throws Exception {
    String text = "No fracture. ".repeat(200);
    Document page = post(form(text));
    assertTrue(page.selectFirst("[role=alert]").text().contains("more than 2000 characters"));
    assertEquals(text, typed(page));
  }

  @Test
  void whoeverCannotBeServedNowKeepsTheText() throws Exception {
    holding = true;
    CompletableFuture<HttpResponse<String>> first =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return server.post(PageServer.CHECKER, "/check", form(KNEE));
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    while (accesses.isEmpty() && !first.isDone()) {
      Thread.sleep(10);
    }
    Document page = post(form(KNEE));
    assertTrue(
        page.selectFirst("[role=alert]").text().contains("checked at the same time"), page::text);
    assertEquals(KNEE, typed(page));
    held.countDown();
    assertEquals(200, first.get().statusCode());
  }

  @Test
  void aTextInAnotherLanguageIsNotCheckedAndNeverFine() throws Exception {
    Document page = post(form(GERMAN));
    assertTrue(page.selectFirst(".calm").text().startsWith("This text was not checked."));
    assertEquals("not checked", page.selectFirst("[role=status]").text());
    assertFalse(page.text().contains("without a flag"), page::text);
  }

  @Test
  void aFlagInAnotherLanguageStandsAndTheRestIsNotChecked() throws Exception {
    Document page = post(Map.of("text", "Tension pneumothorax rechts."));
    assertEquals("1 flag, otherwise not checked", page.selectFirst("[role=status]").text());
    assertTrue(page.text().contains("Otherwise this text was not checked."), page::text);
  }

  @Test
  void whatCouldNotBeCheckedIsNamed() throws Exception {
    Document page =
        post(Map.of("text", "FINDINGS: The lungs are clear.\nIMPRESSION: Clear lungs."));
    String calm = page.selectFirst(".calm").text();
    assertTrue(calm.startsWith("Checked without a flag."), calm);
    assertTrue(calm.contains("That does not mean that there is no error."), calm);
    assertTrue(calm.matches(".*no procedure in the order: .*side.*"), calm);
    assertTrue(calm.contains("the images, and earlier reports"), calm);
  }

  @Test
  void theRightAndTheTokenAreNeeded() throws Exception {
    assertEquals(403, server.get(PageServer.VIEWER, "/check").statusCode());
    assertEquals(403, server.post(PageServer.VIEWER, "/check", form(KNEE)).statusCode());
    assertEquals(
        403,
        server
            .post("/check", form(KNEE), "User", PageServer.CHECKER, "Origin", server.origin())
            .statusCode());
    assertEquals(List.of(), accesses);
  }
}
