package org.radiologytrust.presign;

import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.radiologytrust.check.exam.OrderTags;
import org.radiologytrust.checker.SentText;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.images.Picture;
import org.radiologytrust.ingest.dicom.UploadedImage;
import org.radiologytrust.model.PatientMatch;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;
import org.radiologytrust.pipeline.DraftSteps;
import org.radiologytrust.presign.DraftDesk.Busy;
import org.radiologytrust.presign.DraftDesk.Refused;
import org.radiologytrust.session.Caller;

/**
 * Where a report that is still open is checked together with an image. The steps of a model take
 * seconds to minutes, so these checks have places of their own: they hold up no other check, and
 * take few slots of the model servers. What is handed in stays in memory until the check is closed.
 */
public final class ImageDesk {
  private static final String THE_IMAGE = "the image ";

  private final DraftDesk desk;
  private final Drafts drafts;
  private final DraftSteps steps;
  private final OrderTags tags;
  private final SiteFiles files;
  private final Clock clock;
  private final int maxBytes;
  private final Semaphore places;

  /**
   * @param atOnce most images that are looked at at the same time
   * @param maxBytes largest file of an image
   */
  public record Limits(int atOnce, int maxBytes) {}

  /**
   * @param steps of the model
   * @param files which DICOM objects are no images, and the words of procedures
   */
  public ImageDesk(
      DraftDesk desk,
      Drafts drafts,
      DraftSteps steps,
      SiteFiles files,
      Clock clock,
      Limits limits) {
    this.desk = desk;
    this.drafts = drafts;
    this.steps = steps;
    this.tags = new OrderTags(files);
    this.files = files;
    this.clock = clock;
    maxBytes = limits.maxBytes();
    places = new Semaphore(limits.atOnce());
  }

  /** Largest file of an image. */
  public int maxBytes() {
    return maxBytes;
  }

  /**
   * Begins a check: by rules, and with the tags of the image. If these are of another patient, the
   * image is not opened.
   *
   * @param report without a text
   * @param image a DICOM, PNG or JPEG file
   * @param left whether whoever asks has gone, asked while the image is decoded
   * @return holds a place until it is closed
   * @throws Refused if text or image cannot be used as they are
   * @throws Busy if too many images are looked at
   */
  public ImageCheck begin(
      Caller caller, Report.Builder report, String text, byte[] image, BooleanSupplier left)
      throws Busy, Refused {
    SentText sent = desk.sent(text);
    Report open = report.text(sent.read()).build();
    desk.refuseMark(open);
    if (!places.tryAcquire()) {
      desk.meters().busy();
      throw new Busy(
          "too many images are looked at at the same time: send it again, or leave the image out");
    }
    boolean begun = false;
    try {
      ImageCheck check = begin(caller, open, sent, read(image, left));
      begun = true;
      return check;
    } finally {
      if (!begun) {
        places.release();
      }
    }
  }

  private ImageCheck begin(Caller caller, Report report, SentText sent, UploadedImage image)
      throws Refused {
    PatientMatch match = PatientMatch.of(report.patient(), image.study().patient());
    boolean other = match.contradicts();
    Optional<String> lacking = other ? Optional.empty() : steps.lacking();
    ImageSource shown = other ? ImageSource.NONE : rendered(image);
    Draft read =
        drafts.read(
            report,
            sent,
            desk.earlier(caller, report),
            audit ->
                other
                    ? audit
                    : audit
                        // the model server must not take two images for one
                        .runId(UUID.randomUUID())
                        .studies(List.of(image.study()))
                        .instances(image.study().instances())
                        .withModel(lacking.isEmpty()));
    // the name alone: the check lasts for minutes
    String user = caller.name();
    return new ImageCheck(
        new ImageCheck.Seen(
            image.tagged(),
            other ? match.differing() : "",
            other ? List.of() : contradicting(read.audit().report(), image.study()),
            lacking),
        read,
        other || lacking.isPresent() ? null : steps.begin(read.audit(), shown),
        steps.names(),
        new ImageCheck.Ending(
            drafts::ended,
            draft ->
                desk.leave(
                    Door.PAGE,
                    user,
                    draft,
                    List.of("image=" + (image.tagged() ? "dicom" : "picture"))),
            desk.meters()::looked,
            clock,
            places::release));
  }

  private UploadedImage read(byte[] file, BooleanSupplier left) throws Refused {
    try {
      return UploadedImage.of(file, files, left);
    } catch (Picture.Unusable e) {
      throw new Refused(THE_IMAGE + e.getMessage());
    }
  }

  /** Before a model is asked, so that what cannot be read is known; the file is not kept. */
  private static ImageSource rendered(UploadedImage image) throws Refused {
    try {
      return image.rendered();
    } catch (IOException e) {
      throw new Refused(e.getMessage());
    }
  }

  private List<String> contradicting(Report report, Study study) {
    List<String> all = new ArrayList<>(tags.contradicting(report.order(), study.instances()));
    LocalDate tagged = study.studyDate();
    if (report.effective() != null
        && tagged != null
        && !report.effective().atZone(ZoneOffset.UTC).toLocalDate().equals(tagged)) {
      all.add("study date");
    }
    return all;
  }
}
