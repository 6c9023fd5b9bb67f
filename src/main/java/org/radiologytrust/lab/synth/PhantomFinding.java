package org.radiologytrust.lab.synth;

import java.util.Locale;

/**
 * Something that a chest phantom shows.
 *
 * @param side the patient's side; a wide heart has none and ignores it
 * @param size from 0 (exclusive) to 1; not told in reports
 */
public record PhantomFinding(Kind kind, Side side, double size) {
  /** What it is. */
  public enum Kind {
    PLEURAL_EFFUSION,
    OPACITY,
    CARDIOMEGALY,
    PNEUMOTHORAX
  }

  /** The patient's side. */
  public enum Side {
    LEFT,
    RIGHT;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
