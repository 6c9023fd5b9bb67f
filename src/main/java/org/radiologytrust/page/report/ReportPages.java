package org.radiologytrust.page.report;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.authorship.WordDiff;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.desk.PatientReports;
import org.radiologytrust.journal.desk.PatientReports.Others;
import org.radiologytrust.journal.notifications.Notifications;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.journal.store.SearchBusyException;
import org.radiologytrust.model.Audit;
import org.radiologytrust.page.decide.Deciding;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.page.flag.Became;
import org.radiologytrust.page.flag.DecisionWords;
import org.radiologytrust.page.flag.Fate;
import org.radiologytrust.page.flag.Fates;
import org.radiologytrust.page.flag.Flags;
import org.radiologytrust.page.flag.FlagsColumn;
import org.radiologytrust.page.flag.Reasons;
import org.radiologytrust.page.flag.ReportPoints;
import org.radiologytrust.page.flag.ReportText;
import org.radiologytrust.page.image.ImagePanes;
import org.radiologytrust.page.opened.Identities;
import org.radiologytrust.page.opened.OpenReports;
import org.radiologytrust.page.opened.Opened;
import org.radiologytrust.page.opened.SeenReport;
import org.radiologytrust.session.Right;

/** The pages of one report, for reading. Each opening is a line in the access log. */
public final class ReportPages implements PagePart {
  private static final String FHIR_JSON = "application/fhir+json;charset=UTF-8";

  private final Reviews reviews;
  private final Notifications notifications;
  private final PatientReports patients;
  private final int mostOthers;
  private final ReportObservations observations;
  private final Flags flags;
  private final ReportText.Writer texts;
  private final ImagePanes panes;
  private final Reasons reasons;
  private final Duration imageWait;
  private final AccessTrail trail;
  private final Clock clock;

  /**
   * @param imageWait how long a report waits for its images
   * @param mostOthers how many other reports of a patient are listed
   */
  public ReportPages(
      Journal journal,
      Flags flags,
      ReportText.Writer texts,
      ImagePanes panes,
      Reasons reasons,
      Duration imageWait,
      int mostOthers,
      AccessTrail trail) {
    this.reviews = journal.reviews();
    this.notifications = journal.notifications();
    this.patients = journal.patientReports();
    this.mostOthers = mostOthers;
    this.observations = new ReportObservations(journal.resources());
    this.flags = flags;
    this.texts = texts;
    this.panes = panes;
    this.reasons = reasons;
    this.imageWait = imageWait;
    this.trail = trail;
    this.clock = journal.clock();
  }

  @Override
  public void routes(PageRouter router) {
    router.get("/reports/:id", Right.READ_AUDITS, this::found);
    router.poll("/reports/:id/state", Right.READ_AUDITS, this::state);
    router.get("/reports/:id/made", Right.READ_AUDITS, r -> show(r, this::made));
    router.get("/reports/:id/print", Right.READ_AUDITS, r -> show(r, this::print));
    router.get("/reports/:id/observations", Right.READ_AUDITS, r -> show(r, this::observations));
    router.get("/reports/:id/others", Right.READ_AUDITS, r -> show(r, this::others));
    router.get("/reports/:id/versions/:n", Right.READ_AUDITS, r -> show(r, this::version));
  }

  private interface Shown {
    Reply of(PageRequest request, Opened opened);
  }

  /** Shows a report. The id of one of its versions, which evidence names, leads to it. */
  private Reply found(PageRequest request) {
    return request
        .id()
        .flatMap(patients::reportOf)
        .map(report -> Reply.redirect("/reports/" + report))
        .orElseGet(() -> show(request, this::report));
  }

  private Reply show(PageRequest request, Shown shown) {
    Optional<History> history = request.id().flatMap(reviews::find);
    if (history.isEmpty()) {
      return request.notFound();
    }
    trail.report(request, history.get().id());
    return shown.of(request, opened(history.get(), history.get().current()));
  }

  private Opened opened(History history, Version version) {
    return new Opened(history, version, clock.instant(), imageWait);
  }

  private DecisionWords words(PageRequest request) {
    return new DecisionWords(request.user(), clock.instant(), reasons);
  }

  private @Nullable FlagsColumn column(Opened opened, DecisionWords words) {
    if (!opened.state().audited()) {
      return null;
    }
    FlagsColumn column = flags.of(opened.history(), opened.audit().orElseThrow(), words);
    return column.all().isEmpty() ? null : column;
  }

  private List<Became> became(Opened opened, DecisionWords words) {
    return flags.became(opened.history(), opened.version(), words);
  }

  private ReportText text(Opened opened, @Nullable FlagsColumn column, boolean buttons) {
    return opened.state().audited()
        ? texts.of(opened.audit().orElseThrow(), column, buttons)
        : texts.plain(opened.textOf(), opened.changes());
  }

  private Reply report(PageRequest request, Opened opened) {
    DecisionWords words = words(request);
    FlagsColumn column = column(opened, words);
    Layout layout = request.layout(opened.title());
    // what a program fetches, nobody has read
    if (request.byPerson()) {
      read(opened).ifPresent(audit -> notifications.read(audit.runId()));
    }
    OpenReports order = request.kept(OpenReports.class).orElse(OpenReports.NONE);
    if (opened.imagesRefused()) {
      trail.otherPatient(request, opened.id());
    }
    return Reply.page(
        "page/report/report.jte",
        new ReportPage(
            layout,
            opened,
            text(opened, column, true),
            column == null ? null : Deciding.of(layout, column, words),
            became(opened, words),
            panes.of(opened),
            order));
  }

  /** The newest audit; none while a newer version waits for its own. */
  private static Optional<Audit> read(Opened opened) {
    return opened.state().passing()
        ? Optional.empty()
        : opened.history().versions().stream().flatMap(v -> v.audits().stream()).findFirst();
  }

  /** Asked by an open page: what has changed since it was shown. Nobody reads anything by that. */
  private Reply state(PageRequest request) {
    Optional<History> history = request.id().flatMap(reviews::find);
    if (history.isEmpty()) {
      return request.notFound();
    }
    SeenReport seen =
        new SeenReport(
            history.get().id(),
            request.queryNumber("version").orElse(0),
            request.query("run"),
            request.query("state"),
            request.queryNumber("others").orElse(0));
    return seen.news(history.get(), request.user())
        .map(news -> Reply.page("page/opened/news.jte", news))
        .orElseGet(Reply::nothing);
  }

  private Reply made(PageRequest request, Opened opened) {
    return Reply.page(
        "page/report/made.jte",
        new MadePage(
            request.layout("How this was made"),
            opened,
            flags.titles(),
            words(request),
            identities(request, opened).orElse(null)));
  }

  /** The identities are another patient's data, too. */
  private Optional<Identities> identities(PageRequest request, Opened opened) {
    Optional<Identities> identities =
        opened.audit().flatMap(Audit::otherPatient).map(other -> panes.identities(opened));
    identities.ifPresent(shown -> trail.otherPatient(request, opened.id()));
    return identities;
  }

  private Reply print(PageRequest request, Opened opened) {
    DecisionWords words = words(request);
    FlagsColumn column = column(opened, words);
    return Reply.page(
        "page/report/print.jte",
        new PrintPage(
            request.layout("Print view"),
            opened,
            text(opened, column, false),
            column,
            became(opened, words),
            words));
  }

  /** The patient's other reports: in a window over the page, or on a page of their own. */
  private Reply others(PageRequest request, Opened opened) {
    OthersPage page = others(request.layout("Other reports"), opened);
    if (!page.reports().isEmpty()) {
      trail.others(request, page.reports().stream().map(r -> r.other().row().report()).toList());
    }
    return Reply.page(
        request.htmx() ? "page/report/othersDialog.jte" : "page/report/others.jte", page);
  }

  private OthersPage others(Layout layout, Opened opened) {
    try {
      Others others = patients.others(opened.id(), mostOthers);
      return new OthersPage(
          layout, opened.path(), ListedOther.of(others.reports()), others.complete(), false);
    } catch (SearchBusyException e) {
      return new OthersPage(layout, opened.path(), List.of(), false, true);
    }
  }

  private Reply observations(PageRequest request, Opened opened) {
    return opened
        .audit()
        .map(audit -> Reply.bytes(FHIR_JSON, observations.of(audit)))
        .orElseGet(request::notFound);
  }

  private Reply version(PageRequest request, Opened opened) {
    OptionalInt number = request.number("n");
    Optional<Version> version =
        opened.history().versions().stream()
            .filter(v -> number.isPresent() && v.number() == number.getAsInt())
            .findFirst();
    if (version.isEmpty()) {
      return request.notFound();
    }
    if (version.get() == opened.version()) {
      return Reply.redirect(opened.path());
    }
    Opened superseded = opened(opened.history(), version.get());
    return Reply.page("page/report/versions.jte", versions(request, superseded));
  }

  private VersionsPage versions(PageRequest request, Opened opened) {
    Version current = opened.history().current();
    String show = request.query("show");
    List<WordDiff.Piece> changes =
        WordDiff.of(opened.version().report().text(), current.report().text());
    DecisionWords words = words(request);
    ReportPoints before = new ReportPoints(opened.version().report().text());
    List<Fate> fates =
        opened
            .audit()
            .filter(audit -> !audit.failed())
            .map(
                audit ->
                    new Fates(changes, before, current, words)
                        .of(audit, flags.of(opened.history(), audit, words).flags()))
            .orElse(List.of());
    return new VersionsPage(
        request.layout(opened.title()),
        opened,
        List.of("before", "after").contains(show) ? show : "changes",
        changes,
        texts.plain(show.equals("after") ? current.report() : opened.version().report()),
        fates,
        opened.audit().map(audit -> audit.claims().size()).orElse(0));
  }
}
