package org.radiologytrust.page.shadow;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.shadow.DutyFlags;
import org.radiologytrust.journal.shadow.DutyFlags.Duty;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.review.ProblemWords;
import org.radiologytrust.session.Right;

/**
 * The duty of one clinician in a trial: to pass critical flags and those of another patient's
 * images on. Of a report, this shows that flag alone.
 */
public final class DutyPages implements PagePart {
  private static final String PATH = "/duty";
  private static final int MOST = 200;
  private static final int BAD_REQUEST = 400;

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
    router.post("/duty/:id/undo", Right.PASS_ON, this::undo);
  }

  /** The words of a report may name its patient, so the access log has who listed which. */
  private Reply list(PageRequest request) {
    Layout layout = request.layout("Flags to pass on");
    List<Duty> open = duties.open(MOST);
    List<Duty> over = duties.over(MOST);
    trail.worklist(
        request,
        Stream.concat(open.stream(), over.stream()).map(d -> d.row().report()).distinct().toList());
    return Reply.page(
        "page/shadow/duty.jte",
        new DutyList(
            layout,
            duties.figures(),
            rows(layout, open),
            rows(layout, over),
            last(request, layout)));
  }

  private List<DutyFlag> rows(Layout layout, List<Duty> all) {
    return all.stream().map(duty -> flag(layout, duty)).toList();
  }

  private DutyFlag flag(Layout layout, Duty duty) {
    return new DutyFlag(layout, duty, clock.instant(), words);
  }

  private @Nullable DutyFlag last(PageRequest request, Layout layout) {
    return PageRequest.uuid(request.query("passed"))
        .flatMap(duties::find)
        .map(duty -> flag(layout, duty))
        .filter(DutyFlag::own)
        .orElse(null);
  }

  private Optional<Duty> find(PageRequest request) {
    return request.id().flatMap(duties::find);
  }

  private Reply flag(PageRequest request) {
    return find(request)
        .map(duty -> page(request, 200, duty, "", Times.field(clock.instant()), ""))
        .orElseGet(request::notFound);
  }

  private Reply page(
      PageRequest request, int status, Duty duty, String told, String when, String problem) {
    trail.report(request, duty.row().report());
    Layout layout = request.layout("Flag to pass on");
    return Reply.page(
        status,
        "page/shadow/dutyFlag.jte",
        new DutyPage(layout, flag(layout, duty), told, when, problem));
  }

  /** The same once more changes nothing: who passed it on first stands. */
  private Reply pass(PageRequest request) {
    Optional<Duty> duty = find(request);
    if (duty.isEmpty()) {
      return request.notFound();
    }
    Told told = Told.of(request.field("told"), request.field("when"));
    String problem = told.problem(clock.instant());
    if (!problem.isEmpty()) {
      return page(
          request, BAD_REQUEST, duty.get(), request.field("told"), request.field("when"), problem);
    }
    duties.pass(duty.get().id(), request.user(), told.whom(), told.at().orElseThrow());
    return Reply.redirect(PATH + "?passed=" + duty.get().id());
  }

  private Reply undo(PageRequest request) {
    Optional<Duty> duty = find(request);
    if (duty.isEmpty()) {
      return request.notFound();
    }
    duties.takeBack(duty.get().id(), request.user());
    return Reply.redirect(PATH + "/" + duty.get().id());
  }
}
