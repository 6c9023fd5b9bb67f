package org.radiologytrust.page.changes;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.reviews.FinalReports;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.page.opened.Finalized;
import org.radiologytrust.page.opened.Opened;
import org.radiologytrust.session.Right;
import org.radiologytrust.text.changes.Changes;

/** What changed from preliminary to final: in one report, and in all. */
public final class ChangesPages implements PagePart {
  private final Reviews reviews;
  private final FinalReports finals;
  private final Worklist worklist;
  private final Changes changes;
  private final KnownChanges known;
  private final boolean allAuthors;
  private final Duration imageWait;
  private final AccessTrail trail;
  private final Clock clock;

  /**
   * @param allAuthors whether who may see figures sees those of all authors; all others see their
   *     own
   * @param imageWait how long a report waits for its images
   */
  public ChangesPages(
      Journal journal, Changes changes, boolean allAuthors, Duration imageWait, AccessTrail trail) {
    this.reviews = journal.reviews();
    this.finals = journal.finals();
    this.worklist = journal.worklist();
    this.changes = changes;
    this.known = new KnownChanges(changes);
    this.allAuthors = allAuthors;
    this.imageWait = imageWait;
    this.trail = trail;
    this.clock = journal.clock();
  }

  @Override
  public void routes(PageRouter router) {
    router.get("/reports/:id/changes", Right.READ_AUDITS, this::report);
    router.get("/changes", Right.READ_AUDITS, this::list);
    router.post("/changes", Right.READ_AUDITS, this::filter);
  }

  private Reply list(PageRequest request) {
    ChangesChoice choice = ChangesChoice.of(request);
    List<ChangedReport> reports =
        finals.newest(choice.filter(clock.instant()), ChangesList.MOST).stream()
            .map(report -> new ChangedReport(report, known.of(report)))
            .toList();
    Layout layout = request.layout("Preliminary to final");
    boolean all = allAuthors && layout.may(Right.SEE_FIGURES);
    ChangesList list =
        new ChangesList(
            layout,
            choice,
            reports,
            all ? AuthorRow.all(reports) : AuthorRow.own(request.user(), reports),
            all,
            worklist.values().modalities());
    trail.changes(request, list.listed().stream().map(row -> row.report().id()).toList());
    return Reply.page("page/changes/list.jte", list);
  }

  private Reply filter(PageRequest request) {
    request.keep(ChangesChoice.filled(request));
    return Reply.redirect("/changes");
  }

  private Reply report(PageRequest request) {
    Optional<History> history = request.id().flatMap(reviews::find);
    Optional<Finalized> versions = history.flatMap(Finalized::of);
    if (versions.isEmpty()) {
      return request.notFound();
    }
    trail.report(request, history.get().id());
    Finalized v = versions.get();
    Opened opened = new Opened(history.get(), v.after(), clock.instant(), imageWait);
    return Reply.page(
        "page/changes/report.jte",
        ReportChangesPage.of(
            request.layout(opened.title()),
            opened,
            v,
            changes.of(v.before().report(), v.after().report())));
  }
}
