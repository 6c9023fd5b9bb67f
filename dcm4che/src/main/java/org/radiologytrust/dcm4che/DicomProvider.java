package org.radiologytrust.dcm4che;

import org.radiologytrust.feature.ImageStoreFeature;
import org.radiologytrust.feature.ImageStoreProvider;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.settings.Settings;

/** Brings this module to the product. */
public final class DicomProvider implements ImageStoreProvider {
  @Override
  public ImageStoreFeature create(Settings settings, SiteFiles files) {
    return new DicomFeature(DicomSettings.of(settings), files);
  }
}
