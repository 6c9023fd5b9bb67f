package org.radiologytrust.page.shadow;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.journal.shadow.DutyFlags;
import org.radiologytrust.journal.shadow.ShadowAudits;
import org.radiologytrust.journal.shadow.ShadowAudits.Kept;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.page.flag.DecisionWords;
import org.radiologytrust.page.flag.Flags;
import org.radiologytrust.page.flag.FlagsColumn;
import org.radiologytrust.page.flag.Reasons;
import org.radiologytrust.page.flag.ReportText;
import org.radiologytrust.page.opened.Opened;
import org.radiologytrust.review.ProblemWords;
import org.radiologytrust.session.Right;

/** What the quality lead sees of a trial: the audited reports, and the flags of each. */
public final class TrialPages implements PagePart {
  static final int ROWS = 100;

  private final ShadowAudits audits;
  private final DutyFlags duties;
  private final Flags flags;
  private final ReportText.Writer texts;
  private final Reasons reasons;
  private final ProblemWords words;
  private final Duration imageWait;
  private final AccessTrail trail;
  private final Clock clock;

  /**
   * @param words the sentence about the first flag of a report
   * @param imageWait how long a report waits for its images
   */
  public TrialPages(
      Journal journal,
      Flags flags,
      ReportText.Writer texts,
      Reasons reasons,
      ProblemWords words,
      Duration imageWait,
      AccessTrail trail) {
    this.audits = journal.shadowAudits();
    this.duties = journal.dutyFlags();
    this.flags = flags;
    this.texts = texts;
    this.reasons = reasons;
    this.words = words;
    this.imageWait = imageWait;
    this.trail = trail;
    this.clock = journal.clock();
  }

  @Override
  public void routes(PageRouter router) {
    router.get("/trial", Right.SEE_TRIAL, this::list);
    router.get("/trial/:id", Right.SEE_TRIAL, this::report);
  }

  private Reply list(PageRequest request) {
    long before = request.queryNumber("before").orElse(Integer.MAX_VALUE);
    List<Kept> newest = audits.newest(before, ROWS);
    trail.worklist(request, newest.stream().map(kept -> kept.row().report()).toList());
    return Reply.page(
        "page/shadow/trial.jte",
        new TrialList(
            request.layout("Trial"),
            audits.figures(),
            duties.figures(),
            newest.stream().map(kept -> new TrialRow(kept, clock.instant(), words)).toList(),
            newest.size() == ROWS ? newest.get(ROWS - 1).number() : 0));
  }

  private Reply report(PageRequest request) {
    Optional<History> history = request.id().flatMap(audits::find);
    Optional<Version> version =
        history.stream()
            .flatMap(h -> h.versions().stream())
            .filter(v -> !v.audits().isEmpty())
            .findFirst();
    if (version.isEmpty()) {
      return request.notFound();
    }
    trail.report(request, history.get().id());
    Opened opened = new Opened(history.get(), version.get(), clock.instant(), imageWait);
    FlagsColumn column =
        flags.of(
            history.get(),
            opened.audit().orElseThrow(),
            new DecisionWords(request.user(), opened.now(), reasons));
    return Reply.page(
        "page/shadow/report.jte",
        new TrialReport(
            request.layout(opened.title()),
            opened,
            texts.of(opened.audit().orElseThrow(), column, false),
            column));
  }
}
