package org.radiologytrust.page.quality;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.quality.Readings.Answer;
import org.radiologytrust.journal.quality.Readings.Item;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.session.Right;

/** Reading of random samples: one item after the other, each with three keys. */
public final class ReadingPages implements PagePart {
  private static final String READ = "/quality/read";

  /** Is no answer: it is stored nowhere. */
  private static final String LATER = "later";

  private final Readings readings;
  private final Readings.Sizes sizes;
  private final AccessTrail trail;
  private final Clock clock;

  /**
   * @param sizes how much is drawn each week
   */
  public ReadingPages(Readings readings, Readings.Sizes sizes, AccessTrail trail, Clock clock) {
    this.readings = readings;
    this.sizes = sizes;
    this.trail = trail;
    this.clock = clock;
  }

  @Override
  public void routes(PageRouter router) {
    router.get(READ, Right.SEE_FIGURES, this::read);
    router.post(READ, Right.SEE_FIGURES, this::begin);
    router.post(READ + "/:id", Right.SEE_FIGURES, this::answer);
  }

  private Reply begin(PageRequest request) {
    readings.draw(clock.instant(), sizes);
    return Reply.redirect(READ);
  }

  private Reply read(PageRequest request) {
    String user = request.user();
    Item item =
        readings.next(user, request.may(Right.SEE_TRIAL), Later.of(request).items()).orElse(null);
    if (item != null) {
      trail.report(request, item.report());
    }
    return Reply.page(
        "page/quality/read.jte",
        new ReadingPage(
            request.layout("Reading a sample"),
            item,
            item == null ? null : readings.newest(item.id(), user).orElse(null),
            readings.last(user).orElse(null),
            UUID.randomUUID()));
  }

  /** An answer that is no longer the newest changes nothing: the page shows what is next. */
  private Reply answer(PageRequest request) {
    Optional<UUID> item = request.id();
    if (item.isPresent() && request.field("answer").equals(LATER)) {
      request.keep(Later.of(request).with(item.get()));
      return Reply.redirect(READ);
    }
    Optional<UUID> given = PageRequest.uuid(request.field("given"));
    Optional<Answer> answer = Answer.of(request.field("answer"));
    if (item.isEmpty() || given.isEmpty() || answer.isEmpty()) {
      return Reply.status(400);
    }
    UUID seen = PageRequest.uuid(request.field("seen")).orElse(null);
    Readings.Outcome outcome =
        readings.answer(given.get(), item.get(), request.user(), answer.get(), seen);
    return outcome == Readings.Outcome.UNKNOWN ? request.notFound() : Reply.redirect(READ);
  }
}
