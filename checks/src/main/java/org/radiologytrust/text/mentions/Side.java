package org.radiologytrust.text.mentions;

import java.util.Locale;

/** A side of the body. */
public enum Side {
  LEFT,
  RIGHT,
  BOTH;

  /** The other side; both for both. */
  public Side opposite() {
    return this == LEFT ? RIGHT : this == RIGHT ? LEFT : BOTH;
  }

  /** The side in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
