package org.radiologytrust.settings;

import java.util.Locale;
import java.util.stream.Stream;

/** Where images come from: the setting {@code rtl.images.source}. */
public enum ImageOrigin {
  /** They are sent to our Orthanc. */
  ORTHANC,
  /** What was not sent is asked for from an archive, by QIDO-RS and WADO-RS. */
  DICOMWEB,
  /** What was not sent is asked for from an archive, by C-FIND and C-MOVE. */
  C_MOVE;

  public static final String KEY = "rtl.images.source";

  /**
   * @throws Settings.Wrong when the setting is not valid
   */
  public static ImageOrigin of(Settings settings) {
    String[] codes = Stream.of(values()).map(ImageOrigin::code).toArray(String[]::new);
    String code = settings.oneOf(KEY, codes);
    return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The word for it in the settings. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
