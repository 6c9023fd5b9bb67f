package org.radiologytrust.change;

import java.util.List;
import org.radiologytrust.feature.ImageStoreFeature;
import org.radiologytrust.feature.ImageStoreProvider;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageArchive;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.settings.Settings;

/** An image store without images, which is turned on by {@code rtl.shelf.url}. */
public final class ModuleImageStore implements ImageStoreProvider {
  @Override
  public ImageStoreFeature create(Settings settings, SiteFiles files) {
    String url = settings.url("rtl.shelf.url");
    return new ImageStoreFeature() {
      @Override
      public String setting() {
        return "rtl.shelf.url";
      }

      @Override
      public boolean configured() {
        return !url.isEmpty();
      }

      @Override
      public ImageSource images() {
        return ImageSource.NONE;
      }

      @Override
      public ImageArchive archive() {
        return ImageArchive.NONE;
      }

      @Override
      public List<SelfCheck> checks() {
        return List.of(
            configured()
                ? SelfCheck.doctor("shelf", () -> List.of(SelfCheckResult.ok("shelf", "dusted")))
                : SelfCheck.unused("shelf", "no shelf"));
      }
    };
  }
}
