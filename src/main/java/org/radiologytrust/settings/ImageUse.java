package org.radiologytrust.settings;

import java.util.Locale;
import java.util.stream.Stream;

/** Whether images are used: the setting {@code rtl.images.use}. */
public enum ImageUse {
  /** Where an image store is configured. */
  ALLOWED,
  /** Text only: no image is received, fetched or opened, whatever else is configured. */
  NEVER;

  /** What health, doctor and status say of {@link #NEVER}. */
  public static final String TEXT_ONLY = "text only: images are not used";

  public static final String KEY = "rtl.images.use";

  /**
   * @throws Settings.Wrong when the setting is not valid
   */
  public static ImageUse of(Settings settings) {
    String[] codes = Stream.of(values()).map(ImageUse::code).toArray(String[]::new);
    return valueOf(settings.oneOf(KEY, codes).toUpperCase(Locale.ROOT));
  }

  /** The word for it in the settings. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
