package org.radiologytrust.page.changes;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.page.opened.Finalized;
import org.radiologytrust.page.opened.Opened;
import org.radiologytrust.session.Right;
import org.radiologytrust.text.changes.Changes;

/** What changed from the preliminary version of a report to the final one. */
public final class ChangesPages implements PagePart {
  private final Reviews reviews;
  private final Changes changes;
  private final Duration imageWait;
  private final AccessTrail trail;
  private final Clock clock;

  /**
   * @param imageWait how long a report waits for its images
   */
  public ChangesPages(
      Reviews reviews, Changes changes, Duration imageWait, AccessTrail trail, Clock clock) {
    this.reviews = reviews;
    this.changes = changes;
    this.imageWait = imageWait;
    this.trail = trail;
    this.clock = clock;
  }

  @Override
  public void routes(PageRouter router) {
    router.get("/reports/:id/changes", Right.READ_AUDITS, this::report);
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
