package org.radiologytrust.feature;

import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.settings.Settings;

/** Chooses the image store. */
public final class ImageStores {
  private ImageStores() {}

  /**
   * The configured store; the product's own one if none is.
   *
   * @throws Settings.Wrong when several are configured
   */
  public static ImageStoreFeature inUse(
      ImageStoreFeature own, List<? extends ImageStoreFeature> modules) {
    List<ImageStoreFeature> configured =
        Stream.concat(Stream.of(own), modules.stream())
            .filter(ImageStoreFeature::configured)
            .toList();
    if (configured.size() > 1) {
      throw new Settings.Wrong(
          configured.get(0).setting()
              + " and "
              + configured.get(1).setting()
              + " are both set, but only one image store can be used: empty one of them");
    }
    return configured.isEmpty() ? own : configured.get(0);
  }
}
