package org.radiologytrust.page.pilot;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.radiologytrust.acceptance.AcceptanceDesk;
import org.radiologytrust.acceptance.AcceptanceDesk.State;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.session.Right;

/**
 * The acceptance: how far the readings are, then the result, which a person accepts. It has flags
 * of shadow mode in its figures, so whoever sees it needs the right to see those.
 */
public final class PilotPages implements PagePart {
  private static final String PATH = "/pilot";
  private static final int CONFLICT = 409;

  private final AcceptanceDesk desk;
  private final Titles titles;

  public PilotPages(AcceptanceDesk desk, Titles titles) {
    this.desk = desk;
    this.titles = titles;
  }

  @Override
  public void routes(PageRouter router) {
    router.get("/pilot", Right.SEE_TRIAL, request -> page(request, 200, ""));
    router.get("/pilot.csv", Right.SEE_TRIAL, this::csv);
    router.post("/pilot", Right.CHANGE_STRENGTHS, this::begin);
    router.post(
        "/pilot/accept",
        Right.CHANGE_STRENGTHS,
        request -> done(request, () -> desk.accept(request.field("mark"), request.user())));
    router.post(
        "/pilot/end",
        Right.CHANGE_STRENGTHS,
        request -> done(request, () -> desk.giveUp(request.user())));
  }

  private Reply page(PageRequest request, int status, String refused) {
    Optional<State> state = desk.state();
    return Reply.page(
        status,
        "page/pilot/pilot.jte",
        new PilotPage(
            request.layout("Acceptance"),
            titles,
            desk.rule(),
            state.orElse(null),
            state.flatMap(this::result).orElse(null),
            refused));
  }

  /** Empty until all flags are read, so that no figure leads whoever reads. */
  private Optional<PilotResult> result(State state) {
    return Optional.ofNullable(state.result())
        .map(
            result ->
                new PilotResult(
                    result,
                    state.acceptance().reports(),
                    desk.counts(state.acceptance()),
                    desk.seconds(state.acceptance()),
                    titles));
  }

  private Reply begin(PageRequest request) {
    String last = request.field("last");
    int number = last.matches("\\d{1,6}") ? Integer.parseInt(last) : 0;
    return done(request, () -> desk.begin(number, request.user()));
  }

  private Reply done(PageRequest request, Runnable action) {
    try {
      action.run();
      return Reply.redirect(PATH);
    } catch (AcceptanceDesk.Refused e) {
      return page(request, CONFLICT, e.getMessage());
    }
  }

  private Reply csv(PageRequest request) {
    return desk.state()
        .flatMap(this::result)
        .map(
            result ->
                Reply.bytes("text/csv;charset=UTF-8", result.csv().getBytes(StandardCharsets.UTF_8))
                    .with("Content-Disposition", "attachment; filename=\"acceptance.csv\""))
        .orElseGet(request::notFound);
  }
}
