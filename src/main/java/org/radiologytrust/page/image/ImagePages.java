package org.radiologytrust.page.image;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.images.ImageArchive;
import org.radiologytrust.images.ImageArchive.Rendered;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Slice;
import org.radiologytrust.model.Texts;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.page.opened.Opened;
import org.radiologytrust.review.Decision;
import org.radiologytrust.session.Right;

/**
 * The images of an audit's studies: as the model was shown them, and with their stored values. An
 * image that the archive would render otherwise now is never sent as the one that the model saw.
 *
 * <p>The parameter {@code run} names the audit, since the numbers of the images belong to it.
 */
public final class ImagePages implements PagePart {
  private static final int CONFLICT = 409;
  private static final int GONE = 410;
  private static final int UNPROCESSABLE = 422;
  private static final int UNAVAILABLE = 503;

  /** Decoding takes up to 8 bytes a pixel for a moment, so few images are decoded at a time. */
  private static final int AT_A_TIME = 2;

  /** Most requests that wait for a turn: each holds one of the threads of all requests. */
  private static final int WAITING = 20;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final RecentImages recent;
  private final ImageArchive archive;
  private final AccessTrail trail;
  private final Turns turns = new Turns(AT_A_TIME, WAITING, PATIENCE);

  public ImagePages(Reviews reviews, ImageArchive archive, AccessTrail trail) {
    this.recent = new RecentImages((report, run) -> images(reviews, report, run));
    this.archive = archive;
    this.trail = trail;
  }

  @Override
  public void routes(PageRouter router) {
    router.get("/reports/:id/images/:n.png", Right.READ_AUDITS, this::shown);
    router.get("/reports/:id/images/:n/pixels", Right.READ_AUDITS, this::pixels);
  }

  private interface Reading {
    Reply read() throws ImageArchive.Unavailable;
  }

  private Reply shown(PageRequest request) throws InterruptedException {
    Optional<StudyImages> images = images(request);
    Optional<Instance> image = images.flatMap(all -> all.image(number(request)));
    int frame = request.queryNumber("frame").orElse(image.map(Instance::shownFrame).orElse(0));
    if (image.isEmpty() || images.get().hashes(image.get(), frame).isEmpty()) {
      return request.notFound();
    }
    List<String> hashes = images.get().hashes(image.get(), frame);
    request.id().ifPresent(report -> trail.image(request, report));
    return answer(
        () -> {
          Rendered now = archive.rendered(image.get().as(new Slice(frame, 1)));
          String sha256 = Texts.sha256(now.png());
          return hashes.contains(sha256)
              ? Reply.bytes("image/png", now.png())
                  .with(ImageHeader.NAME, ImageHeader.of(image.get(), now))
              : Reply.status(CONFLICT)
                  .with(ImageHeader.NAME, ImageHeader.changed(ImagePanes.digits(sha256)));
        });
  }

  private Reply pixels(PageRequest request) throws InterruptedException {
    Optional<Instance> image = images(request).flatMap(all -> all.image(number(request)));
    int frame = request.queryNumber("frame").orElse(0);
    if (image.isEmpty() || frame >= image.get().numberOfFrames()) {
      return request.notFound();
    }
    request.id().ifPresent(report -> trail.image(request, report));
    String known = request.query("table");
    return answer(() -> PixelReply.of(image.get(), archive.pixels(image.get(), frame), known));
  }

  private static int number(PageRequest request) {
    return request.number("n").orElse(0);
  }

  private Optional<StudyImages> images(PageRequest request) {
    return request.id().flatMap(report -> recent.find(report, request.query("run")));
  }

  /** The images of one audit of the report; none if they are another patient's. */
  private static Optional<StudyImages> images(Reviews reviews, UUID report, String run) {
    Optional<History> history = reviews.find(report);
    return history.stream()
        .flatMap(h -> h.versions().stream())
        .flatMap(version -> version.audits().stream())
        .filter(audit -> audit.runId().toString().equals(run))
        .filter(audit -> mayBeSeen(audit, history.get().decisions()))
        .findFirst()
        .map(StudyImages::of);
  }

  /** Whether nobody has taken back that the images are of the report's patient. */
  private static boolean mayBeSeen(Audit audit, List<Decision> decisions) {
    return audit
        .otherPatient()
        .filter(other -> other.refused() || Opened.takenBack(other, decisions).isPresent())
        .isEmpty();
  }

  private Reply answer(Reading reading) throws InterruptedException {
    if (!turns.take()) {
      return without(UNAVAILABLE, "silent");
    }
    try {
      return reading.read();
    } catch (ImageArchive.Unavailable e) {
      return switch (e.why()) {
        case GONE -> without(GONE, "gone");
        case UNREADABLE -> without(UNPROCESSABLE, "unreadable");
        case NO_ANSWER -> without(UNAVAILABLE, "silent");
      };
    } finally {
      turns.end();
    }
  }

  private static Reply without(int status, String state) {
    return Reply.status(status).with(ImageHeader.NAME, ImageHeader.state(state));
  }
}
