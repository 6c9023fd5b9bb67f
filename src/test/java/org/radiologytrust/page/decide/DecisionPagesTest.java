package org.radiologytrust.page.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.page.PageServer;
import org.radiologytrust.page.SampleReport;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.page.flag.Flags;
import org.radiologytrust.page.flag.Reasons;
import org.radiologytrust.page.flag.ReportText;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Decision.Kind;
import org.radiologytrust.review.FlagVerdict;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.ShownFlags;
import org.radiologytrust.text.sections.Headings;

@Tag("integration")
@Tag("safety")
class DecisionPagesTest {
  private static final String ANN = "ann";
  private static final String BOB = "bob";

  private final TemporaryJournal journal = new TemporaryJournal();
  private PageServer server;
  private SampleReport report;

  @BeforeEach
  void start() throws Exception {
    Flags flags = new Flags(new Titles(SiteFiles.shipped()));
    server =
        new PageServer(
            new DecisionPages(
                watched(),
                (audit, decisions, stored) -> new Reviews.Publication("{}", List.of()),
                List.of("fhir"),
                flags,
                new ReportText.Writer(new Headings(SiteFiles.shipped())),
                Reasons.of(SiteFiles.shipped())));
    report = SampleReport.in(journal);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    journal.close();
  }

  /** The journal, whose reviews tell what was called. */
  private Journal watched() {
    Reviews reviews = journal.watched(Reviews.class, journal.journal().reviews());
    return (Journal)
        Proxy.newProxyInstance(
            Journal.class.getClassLoader(),
            new Class<?>[] {Journal.class},
            (proxy, method, arguments) ->
                method.getName().equals("reviews")
                    ? reviews
                    : method.invoke(journal.journal(), arguments));
  }

  /** Its commit reads the report once, and returns what the answer shows. */
  @Test
  void aDecisionIsOneCallOfTheJournal() throws Exception {
    Map<String, String> form = form(1, Kind.AGREE);
    HttpResponse<String> answer = send(ANN, form);
    assertEquals(200, answer.statusCode(), answer::body);
    assertEquals(
        List.of("decide"),
        journal.calls("find", "decide").stream().map(TemporaryJournal.Call::method).toList());
  }

  private Problem problem(int number) {
    return Decided.of(report.audit(), List.of()).all().get(number - 1);
  }

  private Decided decided() {
    return Decided.of(
        report.audit(), journal.journal().reviews().find(report.id()).orElseThrow().decisions());
  }

  private ShownFlags shown() {
    return ShownFlags.of(report.audit(), stored());
  }

  private List<Decision> stored() {
    return decided().decisions();
  }

  /** What the page sends about a problem as it is now. */
  private Map<String, String> form(int number, Kind kind) {
    Map<String, String> form = new HashMap<>();
    String key = problem(number).key();
    form.put("run", report.audit().runId().toString());
    form.put("problem", key);
    form.put("newest", decided().newest(key).map(d -> d.id().toString()).orElse(""));
    form.put("kind", kind.code());
    return form;
  }

  private Map<String, String> form(int number, Kind kind, String field, String value) {
    Map<String, String> form = form(number, kind);
    form.put(field, value);
    return form;
  }

  private Map<String, String> undo(int number) {
    UUID standing = decided().standing(problem(number).key()).orElseThrow().id();
    return form(number, Kind.UNDO, "undoes", standing.toString());
  }

  private String path() {
    return "/reports/" + report.id() + "/decisions";
  }

  private HttpResponse<String> send(String user, Map<String, String> form) throws Exception {
    return server.post(user, path(), form);
  }

  private String stores(String user, Map<String, String> form) throws Exception {
    int before = stored().size();
    HttpResponse<String> response = send(user, form);
    assertEquals(200, response.statusCode(), response::body);
    assertEquals(before + 1, stored().size());
    return response.body();
  }

  private void refuses(int status, Map<String, String> form) throws Exception {
    int before = stored().size();
    assertEquals(status, send(ANN, form).statusCode());
    assertEquals(before, stored().size());
  }

  /** Number of the flag whose details the answer shows. */
  private static int inHand(String body) {
    String shown =
        body.lines()
            .filter(l -> l.contains("class=\"hand\"") && !l.contains(" hidden"))
            .findFirst()
            .orElseThrow();
    return Integer.parseInt(shown.replaceAll(".*data-only=\"(\\d+)\".*", "$1"));
  }

  @Test
  void agreeingTakesTheNextOpenFlagInHand() throws Exception {
    String body = stores(ANN, form(1, Kind.AGREE));

    assertEquals(2, inHand(body));
    assertTrue(body.contains("2 open, 1 to be corrected"), body);
    assertTrue(body.contains("✎ 0 min"), body);
    assertTrue(body.contains("<bdi>you agreed, "), body);
    Decision decision = stored().get(0);
    assertEquals(Kind.AGREE, decision.kind());
    assertEquals(ANN, decision.user());
    assertEquals(List.of("ab".repeat(32)), decision.images());
  }

  @Test
  void theTextComesWithTheFlags() throws Exception {
    String body = stores(ANN, form(1, Kind.AGREE));

    assertTrue(body.contains("hx-swap-oob"), body);
    assertTrue(body.contains("Flag 1, place 1 of 2, needs review, agreed, to be corrected:"), body);
  }

  @Test
  void oneDecisionCoversAllPlacesOfAProblem() throws Exception {
    assertEquals(2, problem(1).places().size());

    stores(ANN, form(1, Kind.AGREE));

    assertEquals(2, shown().open().size());
  }

  @Test
  void afterTheLastFlagTheNextReportIsInHand() throws Exception {
    String agreed = stores(ANN, form(2, Kind.AGREE));
    assertTrue(agreed.contains("agreed at "), agreed);
    stores(ANN, form(3, Kind.AGREE));
    String body = stores(ANN, form(1, Kind.AGREE));

    assertEquals(1, inHand(body));
    assertTrue(body.contains("0 open, 3 to be corrected"), body);
    assertTrue(body.contains("/next\">Next report"), body);
  }

  @Test
  void aDismissalHasAReason() throws Exception {
    String body = stores(ANN, form(1, Kind.DISMISS, "reason", "meant-as-written"));

    assertEquals("meant-as-written", stored().get(0).reason());
    assertTrue(body.contains("you dismissed it, "), body);
    assertTrue(body.contains(": meant as written (flag right, but not important)"), body);
    assertEquals(FlagVerdict.NOT_IMPORTANT, stored().get(0).verdict());
  }

  @Test
  void otherReasonsHaveANote() throws Exception {
    Map<String, String> form = form(1, Kind.DISMISS, "reason", "other");
    refuses(400, form);
    form.put("text", "a <b>scout</b> view");

    String body = stores(ANN, form);

    assertEquals("a <b>scout</b> view", stored().get(0).text());
    assertTrue(
        body.contains("a &lt;b>scout&lt;/b> view") || body.contains("a &lt;b&gt;scout"), body);
    assertFalse(body.contains("<b>scout"), body);
  }

  @Test
  void aWordingIsTextWhateverItContains() throws Exception {
    String wording = "<script>alert(1)</script> \u202e & \"Left\"";
    String body = stores(ANN, form(1, Kind.REWORD, "text", wording + "\u0000\r\n"));

    assertEquals(wording, stored().get(0).text());
    assertFalse(body.contains("<script>"), body);
    assertTrue(body.contains("&lt;script"), body);
    assertFalse(body.contains("\u202e"), "control characters are shown as symbols");
  }

  @Test
  void aWordingMustDifferFromTheReport() throws Exception {
    refuses(400, form(1, Kind.REWORD, "text", " Right pleural effusion. "));
    refuses(400, form(1, Kind.REWORD, "text", " "));
  }

  @Test
  void aHugeWordingIsRefused() throws Exception {
    refuses(400, form(1, Kind.REWORD, "text", "x".repeat(DecisionForm.LONGEST_WORDING + 1)));
    refuses(413, form(1, Kind.REWORD, "text", "x".repeat(200_000)));
  }

  @Test
  void theProposalIsBesideAndNeverInTheField() throws Exception {
    String body = stores(ANN, form(1, Kind.AGREE));

    assertTrue(body.contains("written by a model"), body);
    assertTrue(body.contains(">No pneumothorax.</textarea>"), body);
    assertTrue(body.contains("No proposal was written."), body);
  }

  @Test
  void undoIsOneMoreDecisionAndOpensTheFlag() throws Exception {
    stores(ANN, form(1, Kind.AGREE));
    String body = stores(ANN, undo(1));

    assertEquals(1, inHand(body));
    assertEquals(3, shown().open().size());
    assertEquals(List.of(Kind.AGREE, Kind.UNDO), stored().stream().map(Decision::kind).toList());
    assertTrue(body.contains("Flag 1: undone, "), body);
    assertFalse(body.contains("data-key=\"u\""), "a second u takes nothing back");
  }

  @Test
  void peopleTakeBackTheirOwnDecisionsOnly() throws Exception {
    stores(BOB, form(1, Kind.AGREE));

    refuses(400, undo(1));
    Map<String, String> seenBefore = form(1, Kind.AGREE, "newest", "");
    assertFalse(send(ANN, seenBefore).body().contains("Undo"));
  }

  @Test
  void undoWithoutADecisionIsRefused() throws Exception {
    refuses(400, form(1, Kind.UNDO, "undoes", UUID.randomUUID().toString()));
    stores(ANN, form(1, Kind.AGREE));
    Map<String, String> undo = undo(1);
    undo.put("problem", problem(2).key());
    undo.put("newest", "");
    refuses(400, undo);
  }

  @Test
  void theSecondOfTwoPeopleIsTold() throws Exception {
    Map<String, String> seen = form(1, Kind.AGREE);
    stores(BOB, form(1, Kind.DISMISS, "reason", "report-right"));

    HttpResponse<String> response = send(ANN, seen);

    assertEquals(200, response.statusCode());
    assertEquals(1, stored().size());
    assertEquals(1, inHand(response.body()));
    String body = response.body();
    assertTrue(body.contains("role=\"alert\""), body);
    assertTrue(body.contains("<bdi>bob</bdi> decided this at "), body);
    assertTrue(body.contains("Your key was not stored."), body);
    assertTrue(body.contains("<bdi>bob dismissed it, "), body);
    assertTrue(body.contains("Decide anew…"), body);
    stores(ANN, form(1, Kind.AGREE));
    assertEquals(2, stored().size());
  }

  @Test
  void theSecondIsToldOfAnUndoToo() throws Exception {
    stores(BOB, form(1, Kind.AGREE));
    Map<String, String> seen = form(1, Kind.AGREE);
    stores(BOB, undo(1));

    String body = send(ANN, seen).body();

    assertTrue(body.contains("took a decision back at "), body);
    assertEquals(2, stored().size());
  }

  @Test
  void ofManyAtOnceOneIsStored() throws Exception {
    int people = 6;
    Map<String, String> form = form(1, Kind.AGREE);
    CyclicBarrier together = new CyclicBarrier(people);
    List<Future<HttpResponse<String>>> sent = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(people);
    try {
      for (int i = 0; i < people; i++) {
        String user = "user" + i;
        sent.add(
            pool.submit(
                () -> {
                  together.await();
                  return send(user, form);
                }));
      }
      int told = 0;
      for (Future<HttpResponse<String>> response : sent) {
        assertEquals(200, response.get().statusCode());
        told += response.get().body().contains("Your key was not stored.") ? 1 : 0;
      }
      assertEquals(people - 1, told);
      assertEquals(1, stored().size());
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aFormWhoseAnswerWasLostIsStoredOnce() throws Exception {
    Map<String, String> form = form(1, Kind.AGREE);
    stores(ANN, form);

    HttpResponse<String> again = send(ANN, form);

    assertEquals(200, again.statusCode());
    assertEquals(1, stored().size());
    assertFalse(again.body().contains("not stored"), again::body);
    assertEquals(2, inHand(again.body()));
  }

  @Test
  void aCorrectedReportTakesNoDecision() throws Exception {
    Map<String, String> seen = form(1, Kind.AGREE);
    report.corrected(journal);

    HttpResponse<String> response = send(ANN, seen);

    assertEquals(200, response.statusCode());
    assertTrue(stored().isEmpty());
    assertTrue(response.body().contains("This report has changed since."), response::body);
    assertFalse(response.body().contains("class=\"decide\""), response::body);
  }

  @Test
  void withoutHtmxTheAnswerLeadsToTheReport() throws Exception {
    Map<String, String> form = form(1, Kind.AGREE);
    form.put("token", PageServer.token(ANN));

    HttpResponse<String> response =
        server.post(path(), form, "User", ANN, "Origin", server.origin());

    assertEquals(303, response.statusCode());
    assertEquals(
        "/reports/" + report.id(), response.headers().firstValue("Location").orElseThrow());
    assertEquals(1, stored().size());
  }

  @Test
  void aViewerCannotDecide() throws Exception {
    assertEquals(403, send(PageServer.VIEWER, form(1, Kind.AGREE)).statusCode());
    assertTrue(stored().isEmpty());
  }

  @Test
  void onlyAFormOfOursIsTaken() throws Exception {
    Map<String, String> form = form(1, Kind.AGREE);
    String own = server.origin();
    String token = PageServer.token(ANN);
    String bobs = PageServer.token(BOB);
    assertEquals(403, status(form, "User", ANN, "Origin", own));
    assertEquals(403, status(form, "User", ANN, "Origin", own, "X-Token", bobs));
    assertEquals(403, status(form, "User", ANN, "X-Token", token));
    assertEquals(403, status(form, "User", ANN, "Origin", "null", "X-Token", token));
    assertEquals(403, status(form, "User", ANN, "Origin", "http://x.test", "X-Token", token));
    assertEquals(401, status(form, "Origin", own, "X-Token", token));
    assertTrue(stored().isEmpty());
  }

  private int status(Map<String, String> form, String... headers) throws Exception {
    return server.post(path(), form, headers).statusCode();
  }

  @ParameterizedTest
  @CsvSource({
    "run, ''",
    "run, 7c0e2f0a-8f5c-4a3e-9d5e-1f2a3b4c5d6e",
    "problem, ''",
    "problem, claim.99",
    "kind, ''",
    "kind, delete",
    "newest, x",
  })
  void whatThePageNeverSendsIsRefused(String field, String value) throws Exception {
    refuses(400, form(1, Kind.AGREE, field, value));
  }

  private void orderedToo() {
    report =
        SampleReport.in(
            journal,
            audit ->
                audit.toBuilder()
                    .checks(
                        List.of(
                            audit.checks().get(0), audit.checks().get(1), SampleReport.ordered()))
                    .build());
  }

  /** What the page sends about a flag with all reasons that it shows. */
  private Map<String, String> shownForm(int number, Kind kind) {
    List<Problem> reasons = shown().all().get(number - 1).reasons();
    Map<String, String> form = new HashMap<>();
    form.put("run", report.audit().runId().toString());
    form.put("problem", reasons.get(0).key());
    form.put("newest", newest(reasons.get(0)));
    form.put(
        "also",
        reasons.stream()
            .skip(1)
            .map(r -> r.key() + "=" + newest(r))
            .collect(Collectors.joining(" ")));
    form.put("kind", kind.code());
    return form;
  }

  private String newest(Problem reason) {
    return decided().newest(reason.key()).map(d -> d.id().toString()).orElse("");
  }

  @Test
  void oneDecisionNamesTheReasonsThatWereShown() throws Exception {
    orderedToo();
    String page = send(ANN, form(3, Kind.AGREE)).body();
    assertTrue(page.contains("name=\"also\" value=\"side-order."), page);
    Map<String, String> agree = shownForm(1, Kind.AGREE);
    String body = send(ANN, agree).body();
    assertTrue(body.contains("1 open, 2 to be corrected"), body);
    List<Decision> both = stored().subList(1, 3);
    assertEquals(
        List.of("side-findings-impression", "side-order"),
        both.stream().map(d -> Problem.typeOf(d.problem())).sorted().toList());
    assertTrue(both.get(0).isOneWith(both.get(1)));
    assertEquals(both.get(0).at(), both.get(1).at());
    assertEquals(200, send(ANN, agree).statusCode());
    assertEquals(3, stored().size(), "the answer was lost");
    Map<String, String> undo = shownForm(1, Kind.UNDO);
    undo.put("undoes", both.get(0).id().toString());
    body = send(ANN, undo).body();
    assertTrue(body.contains("2 open, 1 to be corrected"), body);
    assertEquals(5, stored().size(), "one key takes both back");
  }

  @Test
  void aDecisionAboutSomeOfTheReasonsLeavesTheFlagOpen() throws Exception {
    orderedToo();
    Map<String, String> first = shownForm(1, Kind.AGREE);
    first.remove("also");
    String body = send(ANN, first).body();
    assertTrue(body.contains("3 open"), body);
    assertTrue(body.contains("; a new reason opens it again"), body);
    assertEquals(2, inHand(body));
    Map<String, String> both = shownForm(1, Kind.REWORD);
    both.put("text", "Left effusion.");
    send(ANN, both);
    assertEquals(2, shown().open().size());
    assertEquals(
        List.of(Kind.AGREE, Kind.REWORD, Kind.AGREE),
        stored().stream().map(Decision::kind).toList(),
        "one new wording");
  }

  @Test
  void ofSeveralReasonsAllAreStoredOrNone() throws Exception {
    orderedToo();
    Map<String, String> form = shownForm(1, Kind.AGREE);
    send(BOB, form(2, Kind.AGREE));
    Problem other = shown().all().get(0).reasons().get(1);
    journal
        .journal()
        .reviews()
        .decide(
            report.id(),
            Decision.of(UUID.randomUUID(), report.audit().runId(), other.key(), Kind.AGREE, BOB)
                .build(),
            decided().newest(other.key()).map(Decision::id).orElse(null),
            (audit, decisions, stored) -> new Reviews.Publication("{}", List.of()),
            List.of());
    int before = stored().size();
    String body = send(ANN, form).body();
    assertTrue(body.contains("Your key was not stored."), body);
    assertEquals(before, stored().size());
    form.put("also", "side-within.0=");
    refuses(400, form);
    form.put("also", "side-within");
    refuses(400, form);
  }

  /** The last of four: what a check only asks. */
  private void asksToo() {
    report =
        SampleReport.in(
            journal,
            audit ->
                audit.toBuilder()
                    .checks(List.of(audit.checks().get(0), SampleReport.asked("Not sure.")))
                    .build());
    assertTrue(problem(4).asks());
  }

  @Test
  void aQuestionIsDecidedLikeAFlagAndIsNeverOpen() throws Exception {
    asksToo();

    String body = stores(ANN, form(4, Kind.AGREE));

    assertEquals(1, inHand(body), "the flags wait");
    assertTrue(body.contains("3 open, 1 to be corrected"), body);
    assertTrue(body.contains("a question, agreed, to be corrected:"), body);
    assertTrue(stores(ANN, undo(4)).contains("3 open, 1 question"), "an answer is taken back, too");
    stores(BOB, form(4, Kind.DISMISS, "reason", "order-wrong"));
    assertEquals(FlagVerdict.RIGHT, decided().standing(problem(4).key()).get().verdict());
  }

  @Test
  void nobodyHasToAnswerAQuestion() throws Exception {
    asksToo();

    stores(ANN, form(1, Kind.DISMISS, "reason", "report-right"));
    stores(ANN, form(2, Kind.DISMISS, "reason", "report-right"));
    String body = stores(ANN, form(3, Kind.DISMISS, "reason", "report-right"));

    assertEquals(3, inHand(body));
    assertTrue(body.contains("0 open, 3 decided, 1 question"), body);
    assertTrue(body.contains("All 3 flags are decided."), body);
    assertTrue(body.contains("/next\">Next report"), body);
  }

  @Test
  void anAgreedFlagIsLeftAsItIsWithAFewWords() throws Exception {
    stores(ANN, form(1, Kind.AGREE));
    refuses(400, form(1, Kind.LEFT));
    refuses(400, form(1, Kind.LEFT, "text", " "));
    refuses(400, form(1, Kind.LEFT, "text", "x".repeat(DecisionForm.LONGEST_NOTE + 1)));

    String body = stores(BOB, form(1, Kind.LEFT, "text", "told by <b>telephone</b>"));

    assertTrue(body.contains("2 open, 1 decided"), body);
    assertTrue(body.contains("◌ left"), body);
    assertTrue(body.contains("left the report as it is"), body);
    assertFalse(body.contains("<b>telephone"), body);
    Decision left = decided().standing(problem(1).key()).orElseThrow();
    assertEquals(FlagVerdict.RIGHT, left.verdict());
    assertEquals("told by <b>telephone</b>", left.text());
    assertTrue(shown().toCorrect().isEmpty());
    assertTrue(stores(BOB, undo(1)).contains("2 open, 1 to be corrected"));
  }

  @Test
  void onlyAnAgreedFlagIsLeftAsItIs() throws Exception {
    refuses(400, form(1, Kind.LEFT, "text", "why not"));
    stores(ANN, form(1, Kind.DISMISS, "reason", "report-right"));
    refuses(400, form(1, Kind.LEFT, "text", "why not"));
  }

  @Test
  void aFormThatLeavesAFlagAndWhoseAnswerWasLostIsStoredOnce() throws Exception {
    stores(ANN, form(1, Kind.AGREE));
    Map<String, String> form = form(1, Kind.LEFT, "text", "told");
    stores(ANN, form);

    assertEquals(200, send(ANN, form).statusCode());
    assertEquals(2, stored().size());
  }

  @Test
  void onlyTheEngineTellsWhatBecameOfAFlag() throws Exception {
    refuses(400, form(1, Kind.CORRECTED));
    refuses(400, form(1, Kind.UNCLEAR));
  }

  @Test
  void theVerdictIsThatOfTheReason() throws Exception {
    stores(ANN, form(1, Kind.DISMISS, "reason", "text-misread"));
    assertEquals(FlagVerdict.WRONG, stored().get(0).verdict());
    stores(ANN, form(2, Kind.AGREE));
    assertEquals(FlagVerdict.RIGHT, stored().get(1).verdict());
    String body = stores(ANN, undo(1));
    assertNull(stored().get(2).verdict());
    assertTrue(
        body.contains("<h3 id=\"verdict-not-important\">right, but not important</h3>"), body);
  }

  /** Ann's dismissal in version 1, as the engine carries it on to version 2. */
  private void carried() throws Exception {
    stores(ANN, form(1, Kind.DISMISS, "reason", "meant-as-written"));
    Decision first = stored().get(0);
    report = report.corrected(journal);
    journal.follow(
        first.toBuilder()
            .id(UUID.randomUUID())
            .run(report.audit().runId())
            .problem(problem(1).key())
            .follows(new Decision.Follows(first.id(), 1))
            .build());
  }

  @Test
  void whatTheEngineCarriedOnSaysWhoseDecisionItIsAndWhyItStands() throws Exception {
    carried();

    String body = stores(BOB, form(2, Kind.AGREE));

    assertTrue(body.contains("1 open, 1 to be corrected, 1 decided"), body);
    assertTrue(body.contains("✓ version 1"), body);
    assertTrue(body.contains("<bdi>ann</bdi>"), body);
    assertTrue(body.contains("dismissed this in version 1, at "), body);
    assertTrue(
        body.contains("Carried on by the engine, because check, words and order are the same."),
        body);
    assertFalse(body.contains(">Earlier<"), "it does not stand twice");
  }

  @Test
  void whatTheEngineCarriedOnAnybodyDecidesAnew() throws Exception {
    carried();
    assertEquals(403, send(PageServer.VIEWER, undo(1)).statusCode());

    String body = stores(BOB, undo(1));

    assertTrue(body.contains("3 open"), body);
    assertEquals(1, inHand(body));
    stores(BOB, form(1, Kind.AGREE));
    refuses(400, undo(1));
  }

  @Test
  void thereIsNoSuchReport() throws Exception {
    for (String id :
        List.of(UUID.randomUUID().toString(), "1", report.audit().runId().toString())) {
      assertEquals(
          404, server.post(ANN, "/reports/" + id + "/decisions", form(1, Kind.AGREE)).statusCode());
    }
    assertTrue(stored().isEmpty());
  }
}
