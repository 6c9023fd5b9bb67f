package org.radiologytrust.ingest.dicom;

import java.util.List;
import org.radiologytrust.ingest.dicom.OrthancException.Kind;
import org.radiologytrust.ingest.dicom.OrthancFrames.Frame;
import org.radiologytrust.model.ImageArchive;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Pixels;
import org.radiologytrust.model.Png;

/** Images for people, from Orthanc. They are rendered and decoded as for the model. */
final class OrthancArchive implements ImageArchive {
  /** Most pixels of a frame with its stored values: more than any digital radiograph has. */
  static final int MAX_PIXELS = 20_000_000;

  private final OrthancClient client;
  private final OrthancFrames shown;
  private final OrthancFrames viewed;

  OrthancArchive(OrthancClient client) {
    this(client, MAX_PIXELS);
  }

  OrthancArchive(OrthancClient client, int maxPixels) {
    this.client = client;
    this.shown = new OrthancFrames(client, OrthancImages.MAX_PIXELS);
    this.viewed = new OrthancFrames(client, maxPixels);
  }

  @Override
  public Rendered rendered(Instance instance) throws Unavailable {
    DicomTags tags = tags(instance);
    Frame frame = read(shown, instance, tags, instance.middleFrame());
    return new Rendered(Png.encode(OrthancImages.render(frame)), ImageEdges.of(tags));
  }

  @Override
  public Pixels pixels(Instance instance, int frame) throws Unavailable {
    DicomTags tags = tags(instance);
    Frame read = read(viewed, instance, tags, frame);
    return new Pixels(
        read.pam().width(),
        read.pam().height(),
        aspect(tags),
        ImageEdges.of(tags),
        read.pam().forPeople(),
        read.grey().map(GreyRendering::forPeople));
  }

  private DicomTags tags(Instance instance) throws Unavailable {
    try {
      return client.tags(instance.storeId());
    } catch (OrthancException e) {
      throw unavailable(e.kind() == Kind.GONE ? Why.GONE : why(e), e);
    }
  }

  private static Frame read(OrthancFrames frames, Instance instance, DicomTags tags, int frame)
      throws Unavailable {
    try {
      return frames.read(instance.storeId(), tags, frame);
    } catch (OrthancException e) {
      throw unavailable(why(e), e);
    }
  }

  /** Without the tags of an object, a missing part of it is not the object that is gone. */
  private static Why why(OrthancException e) {
    return e.isServerProblem() ? Why.NO_ANSWER : Why.UNREADABLE;
  }

  private static Unavailable unavailable(Why why, OrthancException e) {
    return new Unavailable(why, e.getMessage());
  }

  /** Height of a pixel divided by its width. A spacing of 0 is no spacing. */
  private static double aspect(DicomTags tags) {
    for (String keyword : List.of("PixelSpacing", "ImagerPixelSpacing", "PixelAspectRatio")) {
      List<Double> spacing = tags.numbers(keyword);
      if (spacing.size() == 2 && spacing.get(0) > 0 && spacing.get(1) > 0) {
        double aspect = spacing.get(0) / spacing.get(1);
        return aspect > 0.1 && aspect < 10 ? aspect : 1;
      }
    }
    return 1;
  }
}
