package org.radiologytrust.correlate;

import java.time.Duration;
import org.radiologytrust.settings.ImageOrigin;
import org.radiologytrust.settings.ImageUse;
import org.radiologytrust.settings.Pilot;
import org.radiologytrust.settings.Settings;

/**
 * How reports are matched with their images.
 *
 * @param patience longest wait for images
 * @param imagesExpected whether an image store is configured
 * @param imagesUsed whether audits use images at all
 * @param modelAsked whether a model is configured
 * @param asksArchive whether an archive is asked for studies that are not here
 * @param textFirst whether the text is checked alone before a run that has to wait
 * @param shadow whether runs are made in shadow mode, so that the log does not tell of flags
 */
public record CorrelateSettings(
    Duration patience,
    boolean imagesExpected,
    boolean imagesUsed,
    boolean modelAsked,
    boolean asksArchive,
    boolean textFirst,
    boolean shadow) {
  /**
   * @throws Settings.Wrong if a setting is not valid
   */
  static CorrelateSettings of(Settings settings, boolean imagesExpected, boolean modelAsked) {
    Duration wait = settings.duration("rtl.images.wait");
    boolean textFirst = settings.flag("rtl.audit.text-first");
    boolean shadow = Pilot.of(settings).shadow();
    return switch (ImageUse.of(settings)) {
      case ALLOWED ->
          new CorrelateSettings(
              wait,
              imagesExpected,
              true,
              modelAsked,
              imagesExpected && ImageOrigin.of(settings) != ImageOrigin.ORTHANC,
              textFirst,
              shadow);
      // nothing waits: whatever studies the journal knows from before are left out
      case NEVER ->
          new CorrelateSettings(Duration.ZERO, false, false, false, false, textFirst, shadow);
    };
  }
}
