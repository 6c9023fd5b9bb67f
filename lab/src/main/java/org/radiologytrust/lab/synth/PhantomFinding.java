package org.radiologytrust.lab.synth;

import java.util.Locale;

/**
 * A finding that a chest phantom shows.
 *
 * @param side the patient's side; ignored for cardiomegaly
 * @param size from 0 (exclusive) to 1; reports do not mention it
 */
public record PhantomFinding(Kind kind, Side side, double size) {
  /** The kind of finding. */
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
