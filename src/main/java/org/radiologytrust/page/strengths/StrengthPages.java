package org.radiologytrust.page.strengths;

import org.radiologytrust.model.Strength;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.session.Right;
import org.radiologytrust.strengths.StrengthDesk;

/** How strong the checks are: a person accepts what verdicts propose, changes it, takes it back. */
public final class StrengthPages implements PagePart {
  private static final String PATH = "/strengths";
  private static final int CONFLICT = 409;

  private final StrengthDesk desk;
  private final Titles titles;

  public StrengthPages(StrengthDesk desk, Titles titles) {
    this.desk = desk;
    this.titles = titles;
  }

  @Override
  public void routes(PageRouter router) {
    router.get("/strengths", Right.SEE_FIGURES, request -> page(request, 200, ""));
    router.post("/strengths", Right.CHANGE_STRENGTHS, this::accept);
    router.post("/strengths/back", Right.CHANGE_STRENGTHS, this::back);
  }

  private Reply page(PageRequest request, int status, String refused) {
    return Reply.page(
        status,
        "page/strengths/strengths.jte",
        new StrengthsPage(
            request.layout("Strengths"),
            titles,
            desk.proposals(),
            desk.rows(),
            desk.history(),
            refused));
  }

  private Reply accept(PageRequest request) {
    String check = request.field("check");
    String modality = request.field("modality").strip();
    return Strength.of(request.field("strength"))
        .map(
            strength ->
                changed(
                    request,
                    () ->
                        desk.accept(
                            check,
                            modality,
                            strength,
                            request.field("reason"),
                            request.user(),
                            seen(request, check, modality))))
        .orElseGet(() -> Reply.status(400));
  }

  private Reply back(PageRequest request) {
    String check = request.field("check");
    String modality = request.field("modality");
    return changed(
        request,
        () ->
            desk.takeBack(
                check,
                modality,
                request.field("reason"),
                request.user(),
                seen(request, check, modality)));
  }

  /** What the page showed; a form in which the check is chosen shows no single change. */
  private int seen(PageRequest request, String check, String modality) {
    String seen = request.field("seen");
    return seen.matches("\\d{1,6}") ? Integer.parseInt(seen) : desk.seen(check, modality);
  }

  private Reply changed(PageRequest request, Runnable change) {
    try {
      change.run();
      return Reply.redirect(PATH);
    } catch (StrengthDesk.Refused e) {
      return page(request, CONFLICT, e.getMessage());
    }
  }
}
