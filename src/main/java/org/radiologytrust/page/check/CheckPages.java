package org.radiologytrust.page.check;

import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Texts;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.page.door.UploadedFile;
import org.radiologytrust.page.flag.DecisionWords;
import org.radiologytrust.page.flag.Flags;
import org.radiologytrust.page.flag.FlagsColumn;
import org.radiologytrust.page.flag.Reasons;
import org.radiologytrust.page.flag.ReportText;
import org.radiologytrust.presign.Door;
import org.radiologytrust.presign.Draft;
import org.radiologytrust.presign.DraftDesk;
import org.radiologytrust.presign.DraftDesk.Busy;
import org.radiologytrust.presign.DraftDesk.Closed;
import org.radiologytrust.presign.DraftDesk.Refused;
import org.radiologytrust.presign.DraftFacts;
import org.radiologytrust.presign.ImageCheck;
import org.radiologytrust.presign.ImageDesk;
import org.radiologytrust.session.Right;

/**
 * The page {@code /check}: a text is pasted, checked and forgotten. It travels in the bodies of
 * forms alone, and neither the session nor the journal gets a word of it.
 */
public final class CheckPages implements PagePart {
  private static final String PATH = "/check";
  private static final String TITLE = "Check a text";

  private final DraftDesk desk;
  private final Optional<ImageDesk> images;
  private final String site;
  private final Flags flags;
  private final ReportText.Writer texts;
  private final Reasons reasons;
  private final Clock clock;

  /**
   * Where texts are checked.
   *
   * @param images with an image; empty where none is taken: no model is configured, or the site
   *     uses no images
   */
  public record Desks(DraftDesk texts, Optional<ImageDesk> images) {}

  /**
   * @param site to which the reports belong
   */
  public CheckPages(
      Desks desks,
      String site,
      Flags flags,
      ReportText.Writer texts,
      Reasons reasons,
      Clock clock) {
    this.desk = desks.texts();
    this.images = desks.images();
    this.site = site;
    this.flags = flags;
    this.texts = texts;
    this.reasons = reasons;
    this.clock = clock;
  }

  @Override
  public void routes(PageRouter router) {
    router.get(PATH, Right.CHECK_DRAFTS, this::empty);
    router.upload(PATH, Right.CHECK_DRAFTS, maxImage(), this::check);
  }

  /** Where no image is taken, one that comes all the same is not read into memory. */
  private int maxImage() {
    return images.map(ImageDesk::maxBytes).orElse(0);
  }

  private Reply empty(PageRequest request) {
    try {
      desk.requireOpen();
      return page(request, DraftForm.EMPTY, "", null);
    } catch (Closed e) {
      return page(request, DraftForm.EMPTY, Texts.capital(e.getMessage()) + ".", null);
    }
  }

  private Reply check(PageRequest request) {
    DraftForm form = DraftForm.of(request);
    if (!request.field("change").isEmpty()) {
      return page(request, form, "", null);
    }
    try {
      DraftFacts facts = form.facts();
      if (request.file().isPresent()) {
        return look(request, form, facts, request.file().get());
      }
      Draft draft = desk.check(Door.PAGE, request.caller(), facts.report(site), form.text());
      return page(request, form, "", checked(request.user(), form.known(facts), draft));
    } catch (Refused | Busy e) {
      return page(request, form, Texts.capital(e.getMessage()) + ".", null);
    }
  }

  /** The page is sent while the steps run; when it ends, or the browser goes, the image is gone. */
  private Reply look(PageRequest request, DraftForm form, DraftFacts facts, UploadedFile image)
      throws Refused, Busy {
    ImageDesk looking =
        images.orElseThrow(() -> new Refused("no image is taken at this site: leave it out"));
    if (image.tooLarge()) {
      throw new Refused(
          "the image is larger than "
              + looking.maxBytes()
              + " bytes: send a smaller one, or raise rtl.presign.max-image");
    }
    ImageCheck check =
        looking.begin(
            request.caller(), facts.report(site), form.text(), image.bytes(), request::left);
    Layout layout = request.layout(TITLE);
    String known = form.known(facts);
    // the page is sent for minutes: it keeps the name alone, since the request holds the image
    String user = request.user();
    boolean reads = request.may(Right.READ_AUDITS);
    return Reply.streamed(
        "page/check/looked.jte",
        stream ->
            new LookedPage(
                layout, form, reads, check, draft -> checked(user, known, draft), stream),
        check::close);
  }

  private CheckedDraft checked(String user, String known, Draft draft) {
    DecisionWords words = new DecisionWords(user, clock.instant(), reasons);
    FlagsColumn column = flags.undecided(draft.audit(), words);
    return new CheckedDraft(
        known,
        texts.of(draft.audit(), column, true),
        column,
        words,
        draft.audit(),
        draft.result(),
        CheckedDraft.Image.NONE);
  }

  /** The same for a browser without scripts, and for htmx, which takes what it shows of it. */
  private Reply page(
      PageRequest request, DraftForm form, String problem, @Nullable CheckedDraft checked) {
    return Reply.page(
        "page/check/check.jte",
        new DraftPage(
            request.layout(TITLE),
            form,
            problem,
            maxImage(),
            request.may(Right.READ_AUDITS),
            checked));
  }
}
