package org.radiologytrust.page.worklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.desk.KeptFilters;
import org.radiologytrust.journal.logins.Access;
import org.radiologytrust.journal.reviews.Expected;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.store.SearchBusyException;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Weight;
import org.radiologytrust.page.PageServer;
import org.radiologytrust.page.SampleLogins;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.review.ProblemParts;
import org.radiologytrust.review.ProblemWords;
import org.radiologytrust.session.Right;
import org.radiologytrust.session.Session;
import org.radiologytrust.session.Visitor;

/** The worklist's addresses over a list that the test holds. */
@Tag("integration")
class WorklistPagesTest {
  private static final Instant NOW = Instant.parse("2026-04-01T10:42:00Z");
  private static final UUID A = new UUID(0, 1);
  private static final UUID B = new UUID(0, 2);
  private static final UUID C = new UUID(0, 3);
  private static final String TOKEN = "secret-token";

  private final Rows rows = new Rows();
  private final Kept filters = new Kept();
  private Session session = new Session("id", "rita", TOKEN, NOW);
  private final List<Access> accesses = new CopyOnWriteArrayList<>();
  private PageServer server;

  /** Filters in memory, as JSON. */
  private static final class Kept implements KeptFilters {
    private final Map<String, String> all = new HashMap<>();

    @Override
    public <T> Optional<T> find(String user, Class<T> type) {
      return Optional.ofNullable(all.get(user)).map(json -> StoredJson.read(json, type));
    }

    @Override
    public void keep(String user, Object filters) {
      all.put(user, StoredJson.write(filters));
    }

    @Override
    public void forget(String user) {
      all.remove(user);
    }
  }

  /**
   * A worklist in memory. It filters by accession, state, site, radiologist, period and
   * preliminary.
   */
  private static final class Rows implements Worklist {
    private final List<Row> all = new ArrayList<>();
    private final List<Filter> asked = new ArrayList<>();
    private long revision = 1;
    private boolean busy;
    private List<String> names = List.of();

    @Override
    public Page page(Filter filter, int offset, int count) {
      if (busy) {
        throw new SearchBusyException(SearchBusyException.Cause.TOO_SLOW);
      }
      asked.add(filter);
      List<Row> matching =
          all.stream()
              .filter(r -> r.exam().accession().startsWith(filter.text()))
              .filter(r -> filter.site().isEmpty() || filter.site().equals(r.site()))
              .filter(
                  r ->
                      filter.radiologists().isEmpty()
                          || filter.radiologists().contains(r.exam().radiologist()))
              .filter(r -> !filter.preliminary() || r.preliminary())
              .filter(r -> filter.since() == null || !r.received().isBefore(filter.since()))
              .toList();
      Map<State, Integer> counts = new EnumMap<>(State.class);
      Map<State, Integer> preliminary = new EnumMap<>(State.class);
      for (Row row : matching) {
        counts.merge(row.state(), 1, Integer::sum);
        preliminary.merge(row.state(), row.preliminary() ? 1 : 0, Integer::sum);
      }
      return new Page(
          matching.stream()
              .filter(r -> filter.states().isEmpty() || filter.states().contains(r.state()))
              .skip(offset)
              .limit(count)
              .toList(),
          counts,
          preliminary,
          revision);
    }

    @Override
    public long revision() {
      return revision;
    }

    @Override
    public Values values() {
      return new Values(List.of("NORD"), List.of("CT"), List.of(), names, List.of("side-order"));
    }
  }

  private static Worklist.Row row(
      UUID id, Worklist.State state, Duration age, String accession, String problem) {
    boolean open = state == Worklist.State.OPEN;
    return new Worklist.Row(
        id,
        "NORD",
        new Worklist.Exam("Phantom", "Petra", accession, "CT CHEST", "CT", "", ""),
        state,
        open ? Weight.SIDE : null,
        state == Worklist.State.WAITING,
        new Worklist.Problems(
            open ? Weight.SIDE : null,
            open ? "size" : "",
            new ProblemParts("size", problem, "impression", "6 mm", "findings", "", "Check it."),
            1,
            open ? 1 : 0,
            1,
            0),
        new Worklist.Result(
            state == Worklist.State.WAITING ? null : AuditOutcome.AUDITED,
            "",
            state == Worklist.State.NOT_AUDITABLE ? List.of("denied") : List.of(),
            9,
            8,
            open ? 75 : null,
            Expected.NOTHING),
        NOW.minus(age),
        NOW.minus(age),
        null,
        state == Worklist.State.DECIDED
            ? new Worklist.Decided("Dr. B", NOW.minusSeconds(60))
            : null,
        state == Worklist.State.TO_CORRECT
            ? new Worklist.Correction(
                1, "Dr. A", NOW.minusSeconds(720), null, null, null, null, null)
            : new Worklist.Correction(0, "", null, null, null, null, null, null));
  }

  private static Worklist.Row reminded(Worklist.Row row, Instant at) {
    Worklist.Correction c = row.correction();
    return copy(
        row,
        row.exam(),
        new Worklist.Correction(c.waiting(), c.by(), c.agreed(), at, c.still(), null, null, null));
  }

  private static Worklist.Row by(Worklist.Row row, String radiologist) {
    Worklist.Exam e = row.exam();
    return copy(
        row,
        new Worklist.Exam(
            e.familyName(),
            e.givenName(),
            e.accession(),
            e.name(),
            e.modality(),
            e.bodyPart(),
            radiologist),
        row.correction());
  }

  private static Worklist.Row copy(
      Worklist.Row row, Worklist.Exam exam, Worklist.Correction correction) {
    return new Worklist.Row(
        row.report(),
        row.site(),
        exam,
        row.state(),
        row.placed(),
        row.preliminary(),
        row.problems(),
        row.result(),
        row.received(),
        row.since(),
        row.signed(),
        row.decided(),
        correction);
  }

  private static Worklist.Row open(UUID id, String accession) {
    return row(id, Worklist.State.OPEN, Duration.ofMinutes(5), accession, "6 cm nodule");
  }

  @BeforeEach
  void start() throws Exception {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    server =
        new PageServer(
            this::visitor,
            new SampleLogins(used -> used.use(NOW)),
            10_000,
            new WorklistPages(
                rows,
                filters,
                new Titles(SiteFiles.shipped()),
                new ProblemWords(SiteFiles.shipped()),
                clock,
                new AccessTrail(accesses::add, clock)));
  }

  private Visitor visitor(HttpServerRequest request) {
    boolean program = "yes".equals(request.getHeader("Program"));
    return new Visitor(
        session.user(),
        "Jane Doe",
        Set.of(Right.READ_AUDITS),
        program ? Optional.empty() : Optional.of(session),
        Visitor.Absence.NONE);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = server.to(path);
    return server.send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpResponse<String> post(Map<String, String> fields) throws Exception {
    return server.post("/worklist", fields, "Origin", server.origin(), "X-Token", TOKEN);
  }

  private static String target(HttpResponse<?> response) {
    assertEquals(303, response.statusCode());
    return response.headers().firstValue("Location").orElseThrow();
  }

  private static @Nullable String between(String text, String before, String after) {
    int from = text.indexOf(before);
    return from < 0
        ? null
        : text.substring(from + before.length(), text.indexOf(after, from + before.length()));
  }

  private static String words(String html) {
    return html.replaceAll("(?s)<head>.*?</head>", "")
        .replaceAll("<[^>]+>", " ")
        .replaceAll("\\s+", " ");
  }

  /** The words of the page that shows one state alone. */
  private String all(Worklist.State state) throws Exception {
    post(Map.of("clear", "day"));
    post(Map.of("only", state.code()));
    return words(get("/").body());
  }

  private void assertSays(Worklist.State state, String said) throws Exception {
    String page = all(state);
    assertTrue(page.contains(said), page);
  }

  @Test
  void eachStateHasItsWords() throws Exception {
    for (Worklist.State state : Worklist.State.values()) {
      rows.all.add(
          row(UUID.randomUUID(), state, Duration.ofMinutes(54), state.name(), "Sides differ"));
    }
    post(Map.of("filters", "1", "state", "withdrawn", "period", "day"));
    String page = words(get("/").body());
    assertTrue(
        page.contains("7 reports in the last 24 hours. 1 withdrawn one is in none of these"), page);
    assertTrue(page.contains("Withdrawn newest first ◌ Withdrawn P. P. CT CHEST WITHDRAWN"), page);
    assertSays(
        Worklist.State.OPEN,
        "Side, sex, organ newest first ▲ Needs review P. P. CT CHEST OPEN NORD Sides differ"
            + " in the impression, 6 mm in the findings: one is wrong. 1 8 of 9 claims 54 min");
    assertSays(
        Worklist.State.TO_CORRECT,
        "In time oldest first ✎ To be corrected P. P. CT CHEST TO_CORRECT NORD Sides differ"
            + " in the impression, 6 mm in the findings: one is wrong. Agreed 12 min ago, no new version."
            + " Dr. A, 10:30 not yet 12 min");
    assertSays(
        Worklist.State.NOT_AUDITABLE,
        "□ Not auditable P. P. CT CHEST NOT_AUDITABLE NORD This check did not finish:"
            + " Contradicts itself.");
    assertSays(
        Worklist.State.WAITING,
        "◷ Waiting preliminary P. P. CT CHEST WAITING NORD Not checked yet. not yet");
    assertSays(Worklist.State.NO_FLAG, "NO_FLAG NORD Nothing to decide.");
    assertSays(Worklist.State.DECIDED, "1 problem decided by Dr. B, ");
    assertSays(Worklist.State.QUESTIONS, "? Questions only");
    assertFalse(page.contains("Phantom"), "initials are enough");
  }

  @Test
  void anAgreedFlagThatTheNewVersionStillHasSaysSo() throws Exception {
    Worklist.Row row = row(A, Worklist.State.TO_CORRECT, Duration.ofMinutes(40), "A1", "Side");
    Worklist.Row before = row(B, Worklist.State.TO_CORRECT, Duration.ofMinutes(54), "B1", "Side");
    Instant agreed = NOW.minus(Duration.ofMinutes(43));
    for (Worklist.Row r : List.of(row, before)) {
      rows.all.add(
          copy(
              r, r.exam(), new Worklist.Correction(1, "Dr. A", agreed, null, 2, null, null, null)));
    }
    assertSays(
        Worklist.State.TO_CORRECT,
        "Agreed 43 min ago, version 2 came 3 min after, and still says it.");
    assertSays(Worklist.State.TO_CORRECT, "Agreed 43 min ago, version 2 still says it.");
  }

  @Test
  void aCriticalFindingThatIsGoneIsNotCalledCorrected() throws Exception {
    Worklist.Row row = row(A, Worklist.State.DECIDED, Duration.ofMinutes(40), "A1", "");
    rows.all.add(
        copy(row, row.exam(), new Worklist.Correction(0, "", null, null, null, null, 2, null)));
    assertSays(
        Worklist.State.DECIDED,
        "A critical finding is gone in version 2; the report names no call.");
  }

  @Test
  void anOldSignatureIsTold() throws Exception {
    Worklist.Row row = open(A, "A1");
    for (Duration before : List.of(Duration.ofDays(3), Duration.ofMinutes(30))) {
      rows.all.add(
          new Worklist.Row(
              UUID.randomUUID(),
              row.site(),
              row.exam(),
              row.state(),
              row.placed(),
              row.preliminary(),
              row.problems(),
              row.result(),
              row.received(),
              NOW.minus(Duration.ofMinutes(50)),
              NOW.minus(Duration.ofMinutes(50)).minus(before),
              row.decided(),
              row.correction()));
    }
    String page = words(get("/").body());
    assertTrue(page.contains("Signed 3 days ago. 1 8 of 9 claims 50 min"), page);
    assertEquals(2, page.split("Signed ", -1).length, "one of the two is much older");
  }

  @Test
  void eachCountFiltersAndTheSumsStay() throws Exception {
    rows.all.add(open(A, "A1"));
    rows.all.add(row(B, Worklist.State.NO_FLAG, Duration.ZERO, "B1", ""));
    String page = get("/").body();
    assertTrue(words(page).contains("To do 1 1 Open 0 2 To be corrected 0 3 Questions only"), page);
    assertTrue(words(page).contains("Checked 1 4 Checked without a flag 0 5 Decided"), page);
    assertTrue(words(page).contains("Nothing known yet 0 6 Waiting 0 7 Not auditable"), page);
    assertEquals(3, page.split("class=\"count\"[^>]*aria-pressed=\"true\"").length - 1);
    post(Map.of("only", "no_flag"));
    page = get("/").body();
    assertEquals(1, page.split("class=\"count\"[^>]*aria-pressed=\"true\"").length - 1);
    assertTrue(page.contains("id=\"r-" + B), page);
    assertFalse(page.contains("id=\"r-" + A), page);
    assertTrue(words(page).contains("To do 1 1 Open"), "the numbers are of all states");
    post(Map.of("only", "no_flag"));
    assertTrue(get("/").body().contains("id=\"r-" + A), "pressed again: what is to do");
    post(Map.of("only", "waiting"));
    assertTrue(words(get("/").body()).contains("No report is in this state."));
    post(Map.of("only", "to_do"));
    assertTrue(get("/").body().contains("id=\"r-" + A));
  }

  @Test
  void mineIsWhatNamesThePersonHoweverItIsWritten() throws Exception {
    rows.names = List.of("Dr. RITA", "Rita Other", "Dr. Stern", "Doe, Jane, MD");
    post(Map.of("toggle", "mine"));
    get("/");
    assertEquals(
        Set.of("rita", "Jane Doe", "Dr. RITA", "Doe, Jane, MD"), rows.asked.get(0).radiologists());
    post(Map.of("toggle", "preliminary"));
    rows.asked.clear();
    String page = get("/").body();
    assertTrue(rows.asked.get(0).preliminary());
    assertTrue(page.contains("value=\"mine\" aria-pressed=\"true\""), page);
    post(Map.of("toggle", "mine"));
    rows.asked.clear();
    get("/");
    assertEquals(Set.of(), rows.asked.get(0).radiologists());
  }

  @Test
  void theButtonsTellHowManyAreMineAndPreliminary() throws Exception {
    rows.names = List.of("Doe, Jane, MD");
    rows.all.add(by(open(A, "A1"), "Doe, Jane, MD"));
    rows.all.add(open(B, "A2"));
    rows.all.add(row(C, Worklist.State.WAITING, Duration.ofMinutes(1), "A3", ""));
    assertNumbers("1", "0", get("/").body());
    post(Map.of("only", "waiting"));
    assertNumbers("0", "1", get("/worklist/rows").body());
    post(Map.of("toggle", "preliminary"));
    post(Map.of("toggle", "mine"));
    assertNumbers("0", "0", get("/").body());
  }

  private static void assertNumbers(String mine, String preliminary, String page) {
    assertEquals(mine, between(page, "id=\"n-mine\">", "<"));
    assertEquals(preliminary, between(page, "id=\"n-preliminary\">", "<"));
  }

  @Test
  void searchAndFiltersStayInTheSessionAndOutOfTheAddress() throws Exception {
    rows.all.add(open(A, "A1"));
    assertEquals("/", target(post(Map.of("text", "A1"))));
    assertEquals("/", target(post(Map.of("filters", "1", "site", "NORD", "period", "all"))));
    String page = get("/").body();
    Worklist.Filter filter = rows.asked.get(0);
    assertEquals("A1", filter.text());
    assertEquals("NORD", filter.site());
    assertTrue(page.contains("value=\"A1\""), page);
    assertTrue(page.contains("aria-label=\"Site NORD, remove\""), page);
    assertTrue(page.contains("Filters (1)"), page);
    target(post(Map.of("without", "site")));
    assertFalse(get("/").body().contains("remove\""), "no chip is left");
  }

  @Test
  void whatIsToBeCorrectedTellsWhenAReminderWasGiven() throws Exception {
    rows.all.add(
        reminded(
            row(A, Worklist.State.TO_CORRECT, Duration.ofHours(1), "A1", "Sides differ"),
            NOW.minusSeconds(120)));
    post(Map.of("only", "to_correct"));
    String page = words(get("/").body());
    assertTrue(page.contains("Past the reminder worst first"), page);
    assertTrue(
        page.contains("Dr. A, 10:30 " + Times.time(NOW.minusSeconds(120)) + " 12 min"), page);
  }

  /** What the page of the worklist asks for its rows. */
  private Worklist.Filter shown(String... headers) throws Exception {
    rows.asked.clear();
    get("/", headers);
    return rows.asked.get(0);
  }

  @Test
  void statesEndWithTheLogin() throws Exception {
    post(Map.of("filters", "1", "site", "NORD", "state", "decided", "period", "all"));
    assertEquals(Set.of(Worklist.State.DECIDED), shown().states());
    session = new Session("id2", "rita", TOKEN, NOW);
    assertEquals(Worklist.State.TO_DO, shown().states());
    assertEquals("NORD", shown().site());
    post(Map.of("clear", "day"));
    post(Map.of("only", "withdrawn"));
    assertEquals(Set.of(), filters.all.keySet(), "nothing else was chosen");
    // as a version before kept it
    filters.keep(
        "rita",
        Choice.FIRST.changed(field -> field.equals("only") ? List.of("waiting") : List.of()));
    session = new Session("id3", "rita", TOKEN, NOW);
    assertEquals(Worklist.State.TO_DO, shown().states());
  }

  @Test
  void filtersLastBeyondTheLoginAndTheSearchDoesNot() throws Exception {
    post(Map.of("filters", "1", "site", "NORD", "state", "open", "period", "week"));
    post(Map.of("text", "Phantom"));
    post(Map.of("toggle", "preliminary"));
    assertEquals(Set.of("rita"), filters.all.keySet());
    assertFalse(filters.all.get("rita").contains("Phantom"), filters.all.get("rita"));
    session = new Session("id2", "rita", TOKEN, NOW);
    Worklist.Filter filter = shown();
    assertEquals("NORD", filter.site());
    assertEquals("", filter.text());
    assertTrue(filter.preliminary());
    assertEquals(NOW.minus(Duration.ofDays(7)), filter.since());
    assertEquals("", shown("Program", "yes").site(), "a program chooses nothing");

    session = new Session("id3", "ruth", TOKEN, NOW);
    assertEquals("", shown().site(), "they are rita's alone");

    session = new Session("id4", "rita", TOKEN, NOW);
    post(Map.of("clear", "day"));
    assertEquals(Set.of(), filters.all.keySet());
    session = new Session("id5", "rita", TOKEN, NOW);
    assertEquals("", shown().site());
  }

  @Test
  void aLookAnswersOnlyWhenSomethingHasChanged() throws Exception {
    rows.all.add(open(A, "A1"));
    String seen = between(get("/").body(), "data-seen=\"", "\"");
    assertEquals(204, get("/worklist/rows?seen=" + seen).statusCode());
    rows.all.add(open(B, "B1"));
    rows.revision++;
    HttpResponse<String> look = get("/worklist/rows?seen=" + seen);
    assertEquals(200, look.statusCode());
    assertTrue(look.body().contains("id=\"r-" + B + "\""), look.body());
    assertTrue(words(look.body()).contains("2 reports in the last 24 hours."), look.body());
    String now = between(look.body(), "data-seen=\"", "\"");
    assertEquals(204, get("/worklist/rows?seen=" + now).statusCode());
  }

  @Test
  void eachReportThatAListShowsIsInTheAccessLogOnce() throws Exception {
    assertTrue(words(get("/").body()).contains("No report has come in the last 24 hours."));
    assertEquals(List.of(), accesses);
    rows.all.add(open(A, "A1"));
    rows.revision++;
    String seen = between(get("/").body(), "data-seen=\"", "\"");
    assertEquals(
        List.of(new Access(NOW, "rita", "list", "Worklist", List.of(), List.of(A.toString()))),
        accesses);
    rows.revision++;
    assertEquals(200, get("/worklist/rows?seen=" + seen).statusCode());
    assertEquals(1, accesses.size(), "nothing new was shown");
    rows.all.add(open(B, "B1"));
    rows.revision++;
    assertEquals(200, get("/worklist/rows?seen=" + seen).statusCode());
    assertEquals(List.of(B.toString()), accesses.get(1).ids());
    get("/");
    assertEquals(List.of(A.toString(), B.toString()), accesses.get(2).ids(), "opened again");
  }

  @Test
  void aLookIsNoSignThatThePersonIsThere() throws Exception {
    get("/");
    session.use(NOW.minusSeconds(60));
    get("/worklist/rows?seen=");
    assertEquals(NOW.minusSeconds(60), session.used());
  }

  @Test
  void aTabWithOldFiltersLoadsAgain() throws Exception {
    String seen = between(get("/").body(), "data-seen=\"", "\"");
    post(Map.of("text", "x"));
    HttpResponse<String> look = get("/worklist/rows?seen=" + seen);
    assertEquals(204, look.statusCode());
    assertEquals("true", look.headers().firstValue("HX-Refresh").orElse(""));
  }

  @Test
  void anOpenProblemDoesNotGrowOldUnnoticed() throws Exception {
    rows.all.add(row(A, Worklist.State.OPEN, Duration.ofDays(3), "OLD", "Sides differ"));
    String page = words(get("/").body());
    assertTrue(page.contains("No report has come in the last 24 hours."), page);
    assertTrue(page.contains("1 older report has open problems, show"), page);
    post(Map.of("period", "all"));
    page = words(get("/").body());
    assertTrue(page.contains("OLD"), page);
    assertTrue(page.contains("3 days"), page);
    assertFalse(page.contains("older"), page);
  }

  @Test
  void reportsThatAreInNoSumHaveCome() throws Exception {
    rows.all.add(row(A, Worklist.State.WITHDRAWN, Duration.ofMinutes(5), "A1", "Sides differ"));
    String page = words(get("/").body());
    assertTrue(page.contains("Only withdrawn reports have come in the last 24 hours."), page);
    assertFalse(page.contains("No report has come"), page);
    rows.all.add(row(B, Worklist.State.TRIAL, Duration.ofMinutes(5), "B1", "Sides differ"));
    page = words(get("/").body());
    assertTrue(page.contains("1 in shadow mode, not shown here."), page);
    assertFalse(page.contains("Only withdrawn"), page);
  }

  @Test
  void nothingFoundSaysWhatWasSearched() throws Exception {
    post(Map.of("text", "A99<b>\u202e"));
    String page = get("/").body();
    assertTrue(words(page).contains("No report matches."), page);
    assertTrue(page.contains("A99&lt;b>"), page);
    assertTrue(page.contains("U+202E"), page);
    assertTrue(words(page).contains("The filters hide nothing that matches."), page);
    post(Map.of("text", ""));
    assertFalse(words(get("/").body()).contains("No report matches."));
  }

  @Test
  void nothingFoundSaysWhichFiltersHideSomething() throws Exception {
    rows.all.add(row(A, Worklist.State.OPEN, Duration.ofDays(3), "A1", "Sides differ"));
    post(Map.of("filters", "1", "site", "NORD", "state", "open", "period", "day"));
    post(Map.of("text", "A1"));
    String page = get("/").body();
    String shown = words(page);
    assertTrue(
        shown.contains(
            "Without the filters, 1 report matches. Hidden by Last 24 hours ✕ Search without the"
                + " filters Enter"),
        shown);
    assertTrue(
        page.contains("name=\"clear\" value=\"all\" autofocus>Search without the filters"), page);
    post(Map.of("clear", "all"));
    assertTrue(words(get("/").body()).contains("1 of 1 shown"));
  }

  @Test
  void aSearchSaysHowManyMoreTheFiltersHide() throws Exception {
    rows.all.add(open(A, "A12"));
    rows.all.add(row(B, Worklist.State.DECIDED, Duration.ofDays(3), "A1", ""));
    post(Map.of("text", "A1"));
    String page = words(get("/").body());
    assertTrue(page.contains("1 of 1 shown 1 more without the filters, show"), page);
  }

  @Test
  void aSlowSearchLeavesThePage() throws Exception {
    rows.busy = true;
    HttpResponse<String> page = get("/");
    assertEquals(200, page.statusCode());
    assertTrue(words(page.body()).contains("This search takes too long."), page.body());
    assertEquals(503, get("/worklist/rows?seen=").statusCode(), "the old rows stay");
  }

  @Test
  void moreShowsMore() throws Exception {
    for (int i = 0; i < 60; i++) {
      rows.all.add(open(new UUID(1, i), "A" + i));
    }
    String page = get("/").body();
    assertTrue(words(page).contains("50 of 60 shown"), page);
    assertTrue(page.contains("href=\"/?rows=100"), page);
    assertTrue(words(get("/?rows=100").body()).contains("60 of 60 shown"));
    assertTrue(words(get("/?rows=0").body()).contains("50 of 60 shown"));
  }

  @Test
  void theWordsOfAReportAreText() throws Exception {
    rows.all.add(
        row(
            A,
            Worklist.State.OPEN,
            Duration.ZERO,
            "<img src=x>",
            "<script>alert(1)</script> \u202e \u0000"));
    String page = get("/").body();
    assertFalse(page.contains("<img"), page);
    assertFalse(page.contains("<script>alert"), page);
    assertFalse(page.contains("\u202e"), page);
    assertFalse(page.contains("\u0000"), page);
  }

  @Test
  void nextGoesThroughTheOpenReportsOfTheFilter() throws Exception {
    rows.all.addAll(List.of(open(A, "A"), open(B, "B"), open(C, "C")));
    rows.all.add(row(new UUID(0, 4), Worklist.State.NO_FLAG, Duration.ZERO, "D", ""));
    get("/");
    assertEquals("/reports/" + B, target(get("/reports/" + A + "/next")));
    rows.all.remove(1);
    assertEquals("/reports/" + C, target(get("/reports/" + B + "/next")), "decided meanwhile");
    assertEquals("/reports/" + A, target(get("/reports/" + C + "/next")), "the first again");
    rows.all.remove(0);
    assertEquals("/", target(get("/reports/" + C + "/next")), "no other is open");
    assertEquals("/", target(get("/reports/nonsense/next")));
  }

  @Test
  void nextGoesOnWithThoseToBeCorrected() throws Exception {
    rows.all.add(row(C, Worklist.State.TO_CORRECT, Duration.ZERO, "C", ""));
    rows.all.addAll(List.of(open(A, "A"), open(B, "B")));
    get("/");
    assertEquals("/reports/" + B, target(get("/reports/" + A + "/next")));
    assertEquals("/reports/" + C, target(get("/reports/" + B + "/next")));
    assertEquals("/reports/" + A, target(get("/reports/" + C + "/next")), "the first again");
  }

  @Test
  void afterASearchWithoutAnOpenReportNextGoesOnWithTheFilters() throws Exception {
    rows.all.addAll(List.of(open(A, "A"), open(B, "B")));
    rows.all.add(row(C, Worklist.State.DECIDED, Duration.ZERO, "C", ""));
    post(Map.of("filters", "1", "site", "NORD", "period", "day"));
    post(Map.of("text", "C"));
    get("/");
    assertEquals("/reports/" + A, target(get("/reports/" + C + "/next")));
    String page = get("/").body();
    assertTrue(page.contains("name=\"text\" value=\"\""), page);
    assertTrue(page.contains("aria-label=\"Site NORD, remove\""), page);
  }

  @Test
  void aProgramReadsTheListWithoutASession() throws Exception {
    rows.all.addAll(List.of(open(A, "A"), open(B, "B")));
    HttpResponse<String> page = get("/", "Program", "yes");
    assertEquals(200, page.statusCode());
    HttpResponse<String> next = get("/reports/" + A + "/next", "Program", "yes");
    assertEquals("/reports/" + B, target(next));
  }

  @Test
  void theHelpIsAPageAndAPartOfOne() throws Exception {
    assertTrue(get("/help").body().startsWith("<!doctype html>"));
    HttpResponse<String> part = get("/help", "HX-Request", "true");
    assertTrue(part.body().startsWith("<header>"), part.body());
  }
}
