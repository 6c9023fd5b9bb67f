package org.radiologytrust.correlate;

import java.time.Duration;
import java.util.Map;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.settings.ImageUse;
import org.radiologytrust.settings.Settings;

/** Matches reports with their images. */
public final class CorrelateFeature implements Feature {
  private final Duration wait;
  private final boolean imagesExpected;
  private final ImageUse use;
  private final String engineVersion;

  /**
   * @param imagesExpected whether an image store is configured
   * @throws Settings.Wrong if a setting is not valid
   */
  public CorrelateFeature(Settings settings, boolean imagesExpected, String engineVersion) {
    this.wait = settings.duration("rtl.images.wait");
    this.imagesExpected = imagesExpected;
    this.use = ImageUse.of(settings);
    this.engineVersion = engineVersion;
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of("rtl.correlate.enabled", "true");
  }

  @Override
  public void bind(Host host) {
    host.bind("correlator", correlator(host.journal()));
  }

  private Correlator correlator(Journal journal) {
    return switch (use) {
      case ALLOWED -> new Correlator(journal, journal.clock(), wait, imagesExpected, engineVersion);
      case NEVER -> Correlator.textOnly(journal, journal.clock(), engineVersion);
    };
  }
}
