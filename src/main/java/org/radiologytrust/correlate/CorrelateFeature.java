package org.radiologytrust.correlate;

import java.util.Map;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.settings.Settings;

/** Matches reports with their images. */
public final class CorrelateFeature implements Feature {
  private final CorrelateSettings settings;
  private final String engineVersion;

  /**
   * @param imagesExpected whether an image store is configured
   * @param modelAsked whether a model is configured
   * @throws Settings.Wrong if a setting is not valid
   */
  public CorrelateFeature(
      Settings settings, boolean imagesExpected, boolean modelAsked, String engineVersion) {
    this.settings = CorrelateSettings.of(settings, imagesExpected, modelAsked);
    this.engineVersion = engineVersion;
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of("rtl.correlate.enabled", "true");
  }

  @Override
  public void bind(Host host) {
    host.bind(
        "correlator",
        new Correlator(host.journal(), host.journal().clock(), settings, engineVersion));
  }
}
