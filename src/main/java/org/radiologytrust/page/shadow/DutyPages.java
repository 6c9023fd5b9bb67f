package org.radiologytrust.page.shadow;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.shadow.DutyFlags;
import org.radiologytrust.journal.shadow.DutyFlags.Duty;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.review.ProblemWords;
import org.radiologytrust.session.Right;

/**
 * The duty of one clinician in a trial: to pass critical flags and those of another patient's
 * images on. Of a report, this shows that flag alone.
 */
public final class DutyPages implements PagePart {
  private static final String PATH = "/duty";
  private static final int MOST = 200;

  private final DutyFlags duties;
  private final ProblemWords words;
  private final AccessTrail trail;
  private final Clock clock;

  /**
   * @param words the sentence about a flag
   */
  public DutyPages(Journal journal, ProblemWords words, AccessTrail trail) {
    this.duties = journal.dutyFlags();
    this.words = words;
    this.trail = trail;
    this.clock = journal.clock();
  }

  @Override
  public void routes(PageRouter router) {
    router.get("/duty", Right.PASS_ON, this::list);
    router.get("/duty/:id", Right.PASS_ON, this::flag);
    router.post("/duty/:id/passed", Right.PASS_ON, this::pass);
  }

  /** Names no patient: the access log has who opened which flag. */
  private Reply list(PageRequest request) {
    Layout layout = request.layout("Flags to pass on");
    return Reply.page(
        "page/shadow/duty.jte",
        new DutyList(
            layout,
            duties.figures(),
            rows(layout, duties.open(MOST)),
            rows(layout, duties.over(MOST))));
  }

  private List<DutyFlag> rows(Layout layout, List<Duty> all) {
    return all.stream().map(duty -> flag(layout, duty)).toList();
  }

  private DutyFlag flag(Layout layout, Duty duty) {
    return new DutyFlag(layout, duty, clock.instant(), words);
  }

  private Reply flag(PageRequest request) {
    Optional<Duty> found = request.id().flatMap(duties::find);
    if (found.isEmpty()) {
      return request.notFound();
    }
    trail.report(request, found.get().row().report());
    return Reply.page(
        "page/shadow/dutyFlag.jte", flag(request.layout("Flag to pass on"), found.get()));
  }

  /** The same once more changes nothing: who passed it on first stands. */
  private Reply pass(PageRequest request) {
    if (request.id().flatMap(duties::find).isEmpty()) {
      return request.notFound();
    }
    request.id().ifPresent(id -> duties.pass(id, request.user()));
    return Reply.redirect(PATH);
  }
}
