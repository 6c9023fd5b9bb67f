package org.radiologytrust.correlate;

import java.util.Map;
import java.util.function.Predicate;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.model.Report;
import org.radiologytrust.settings.Settings;

/** Matches reports with their images. */
public final class CorrelateFeature implements Feature {
  private final CorrelateSettings settings;
  private final String engineVersion;
  private final Predicate<Report> comparing;

  /**
   * @param imagesExpected whether an image store is configured
   * @param modelAsked whether a model is configured
   * @param comparing whether an audit of the report may show earlier studies to a model
   * @throws Settings.Wrong if a setting is not valid
   */
  public CorrelateFeature(
      Settings settings,
      boolean imagesExpected,
      boolean modelAsked,
      String engineVersion,
      Predicate<Report> comparing) {
    this.comparing = comparing;
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
        new Correlator(host.journal(), host.journal().clock(), settings, engineVersion, comparing));
  }
}
