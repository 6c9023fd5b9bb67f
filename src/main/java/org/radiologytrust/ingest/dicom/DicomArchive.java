package org.radiologytrust.ingest.dicom;

import java.util.List;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageArchive;
import org.radiologytrust.images.Pixels;
import org.radiologytrust.images.Png;
import org.radiologytrust.ingest.dicom.DicomFrames.Frame;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;
import org.radiologytrust.ingest.dicom.recipe.Recipes;
import org.radiologytrust.model.Instance;

/** Images for people, from an image store. They are rendered and decoded as for the model. */
public final class DicomArchive implements ImageArchive {
  /** Most pixels of a frame with its stored values: more than any digital radiograph has. */
  static final int MAX_PIXELS = 20_000_000;

  /** Has the form of an id of Orthanc. */
  private static final String NO_STUDY = "00000000-00000000-00000000-00000000-00000000";

  private final DicomStore store;
  private final ModelRendering shown;
  private final DicomFrames viewed;

  /**
   * @param files have the recipes
   * @throws IllegalArgumentException naming the file, if the recipes are not valid
   */
  public DicomArchive(DicomStore store, SiteFiles files) {
    this(store, files, MAX_PIXELS);
  }

  DicomArchive(DicomStore store, SiteFiles files, int maxPixels) {
    this.store = store;
    this.shown = new ModelRendering(store, Recipes.load(files), DicomImages.MAX_PIXELS);
    this.viewed = new DicomFrames(store, maxPixels);
  }

  /** Asks for a study that no store has: whatever the answer, it is one. */
  @Override
  public boolean answers() {
    try {
      store.stable(NO_STUDY);
      return true;
    } catch (DicomStoreException e) {
      return !e.isServerProblem();
    }
  }

  @Override
  public Rendered rendered(Instance instance) throws Unavailable {
    DicomTags tags = tags(instance);
    int frame = instance.shownFrame();
    try {
      return new Rendered(
          Png.encode(shown.render(instance, tags, frame)), ImageEdges.of(tags.ofFrame(frame)));
    } catch (DicomStoreException e) {
      throw unavailable(why(e), e);
    }
  }

  @Override
  public Pixels pixels(Instance instance, int frame) throws Unavailable {
    Frame read = read(instance, tags(instance), frame);
    return new Pixels(
        read.pixels().width(),
        read.pixels().height(),
        aspect(read.tags()),
        ImageEdges.of(read.tags()),
        samples(read.pixels()),
        read.grey().map(GreyRendering::forPeople));
  }

  /** Of a grey pixel the lower byte first; of a colour pixel red, green, blue and 255. */
  private static byte[] samples(DecodedFrame frame) {
    int count = frame.width() * frame.height();
    byte[] samples = new byte[count * (frame.colour() ? 4 : 2)];
    for (int i = 0; i < count; i++) {
      if (frame.colour()) {
        for (int band = 0; band < 3; band++) {
          samples[4 * i + band] = (byte) frame.sample(i, band);
        }
        samples[4 * i + 3] = (byte) 255;
      } else {
        int word = frame.word(i);
        samples[2 * i] = (byte) word;
        samples[2 * i + 1] = (byte) (word >> 8);
      }
    }
    return samples;
  }

  private DicomTags tags(Instance instance) throws Unavailable {
    try {
      return store.tags(instance.storeId());
    } catch (DicomStoreException e) {
      throw unavailable(e.kind() == Kind.GONE ? Why.GONE : why(e), e);
    }
  }

  private Frame read(Instance instance, DicomTags tags, int frame) throws Unavailable {
    try {
      return viewed.read(instance.storeId(), tags, frame);
    } catch (DicomStoreException e) {
      throw unavailable(why(e), e);
    }
  }

  /** Without the tags of an object, a missing part of it is not the object that is gone. */
  private static Why why(DicomStoreException e) {
    return e.isServerProblem() ? Why.NO_ANSWER : Why.UNREADABLE;
  }

  private static Unavailable unavailable(Why why, DicomStoreException e) {
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
