package org.radiologytrust.page.check;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Texts;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.page.flag.DecisionWords;
import org.radiologytrust.page.flag.Flags;
import org.radiologytrust.page.flag.FlagsColumn;
import org.radiologytrust.page.flag.Reasons;
import org.radiologytrust.page.flag.ReportText;
import org.radiologytrust.presign.Door;
import org.radiologytrust.presign.Draft;
import org.radiologytrust.presign.DraftDesk;
import org.radiologytrust.presign.DraftDesk.Busy;
import org.radiologytrust.presign.DraftDesk.Refused;
import org.radiologytrust.presign.DraftFacts;
import org.radiologytrust.session.Right;

/**
 * The page {@code /check}: a text is pasted, checked and forgotten. It travels in the bodies of
 * forms alone, and neither the session nor the journal gets a word of it.
 */
public final class CheckPages implements PagePart {
  private static final String PATH = "/check";

  private final DraftDesk desk;
  private final String site;
  private final Flags flags;
  private final ReportText.Writer texts;
  private final Reasons reasons;
  private final Clock clock;

  /**
   * @param site to which the reports belong
   */
  public CheckPages(
      DraftDesk desk,
      String site,
      Flags flags,
      ReportText.Writer texts,
      Reasons reasons,
      Clock clock) {
    this.desk = desk;
    this.site = site;
    this.flags = flags;
    this.texts = texts;
    this.reasons = reasons;
    this.clock = clock;
  }

  @Override
  public void routes(PageRouter router) {
    router.get(PATH, Right.CHECK_DRAFTS, request -> page(request, DraftForm.EMPTY, "", null));
    router.post(PATH, Right.CHECK_DRAFTS, this::check);
  }

  private Reply check(PageRequest request) {
    DraftForm form = DraftForm.of(request);
    if (!request.field("change").isEmpty()) {
      return page(request, form, "", null);
    }
    try {
      DraftFacts facts = form.facts();
      Draft draft = desk.check(Door.PAGE, request.user(), facts.report(site), form.text());
      return page(request, form, "", checked(request, form.known(facts), draft));
    } catch (Refused | Busy e) {
      return page(request, form, Texts.capital(e.getMessage()) + ".", null);
    }
  }

  private CheckedDraft checked(PageRequest request, String known, Draft draft) {
    DecisionWords words = new DecisionWords(request.user(), clock.instant(), reasons);
    FlagsColumn column = flags.undecided(draft.audit(), words);
    return new CheckedDraft(
        known, texts.of(draft.audit(), column, true), column, words, draft.audit(), draft.result());
  }

  /** The same for a browser without scripts, and for htmx, which takes what it shows of it. */
  private static Reply page(
      PageRequest request, DraftForm form, String problem, @Nullable CheckedDraft checked) {
    return Reply.page(
        "page/check/check.jte",
        new DraftPage(request.layout("Check a text"), form, problem, checked));
  }
}
