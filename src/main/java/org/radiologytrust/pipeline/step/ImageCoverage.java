package org.radiologytrust.pipeline.step;

import java.util.List;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.MissingPlaces;
import org.radiologytrust.model.ShownSlices;
import org.radiologytrust.model.Study;

/**
 * How many of a report's images the model was shown.
 *
 * @param shown images that the model was shown
 * @param all all images of the studies; each frame of a multi-frame object counts
 * @param slices which slices of which series were shown, and which series were not; empty when
 *     there are none
 * @param missing which places between the shown slices no image shows, without a full stop; empty
 *     when there are none
 */
public record ImageCoverage(int shown, long all, String slices, String missing) {
  /**
   * Counts the images. Images "for processing" count only when there are no others, because they
   * show the same.
   */
  public static ImageCoverage of(List<Study> studies, List<Instance> shown) {
    List<Instance> images = studies.stream().flatMap(s -> s.instances().stream()).toList();
    List<Instance> presented = images.stream().filter(i -> !i.forProcessing()).toList();
    return new ImageCoverage(
        shown.size(),
        (presented.isEmpty() ? images : presented)
            .stream().mapToLong(Instance::numberOfFrames).sum(),
        ShownSlices.words(studies, shown),
        MissingPlaces.words(shown, true));
  }

  /** Whether some images were shown, and others were not or do not exist. */
  public boolean partly() {
    return shown > 0 && (shown < all || !missing.isEmpty());
  }

  /** What was not shown, without a full stop; empty unless {@link #partly}. */
  public String lack() {
    String only = shown > 0 && shown < all ? "Only " + words() + " were shown" : "";
    return only + (only.isEmpty() || missing.isEmpty() ? "" : "; ") + missing;
  }

  /** For example {@code 4 of 412 images}. */
  public String words() {
    return shown + " of " + all + " images";
  }
}
