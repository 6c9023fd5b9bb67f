package org.radiologytrust.settings;

/** Earlier studies of a patient: the setting {@code rtl.images.priors}. */
public final class Priors {
  private static final int LIMIT = 8;

  private Priors() {}

  /**
   * Most that a model is shown; 0 for none.
   *
   * @throws Settings.Wrong if the setting is not valid
   */
  public static int most(Settings settings) {
    return settings.number("rtl.images.priors", 0, LIMIT);
  }
}
