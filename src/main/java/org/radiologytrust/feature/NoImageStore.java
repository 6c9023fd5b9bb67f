package org.radiologytrust.feature;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.images.ImageArchive;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.settings.ImageUse;

/**
 * Stands in place of every image store where {@code rtl.images.use} is {@code never}: none is
 * bound, none is asked, and no image can be had.
 */
public final class NoImageStore implements ImageStoreFeature {
  /** Refuses every image. */
  public static final ImageSource IMAGES =
      instance -> {
        throw new ImageSource.Unreadable(ImageUse.TEXT_ONLY);
      };

  private static final String PEER = "images";

  private final Map<String, String> placeholders = new HashMap<>();

  /**
   * @param off the stores as they are when they are not configured: their route files need their
   *     placeholders all the same
   */
  public NoImageStore(List<? extends ImageStoreFeature> off) {
    off.forEach(store -> placeholders.putAll(store.placeholders()));
  }

  @Override
  public String setting() {
    return ImageUse.KEY;
  }

  @Override
  public boolean configured() {
    return false;
  }

  @Override
  public ImageSource images() {
    return IMAGES;
  }

  @Override
  public ImageArchive archive() {
    return ImageArchive.NONE;
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.copyOf(placeholders);
  }

  @Override
  public List<SelfCheck> checks() {
    SelfCheckResult state =
        new SelfCheckResult(
            PEER, SelfCheckResult.State.OK, ImageUse.TEXT_ONLY, Map.of(PEER, ImageUse.TEXT_ONLY));
    return List.of(
        SelfCheck.health(PEER, () -> state), SelfCheck.doctor(PEER, () -> List.of(state)));
  }
}
