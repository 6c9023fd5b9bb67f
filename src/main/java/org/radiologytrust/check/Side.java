package org.radiologytrust.check;

import java.util.Locale;

/** A side of the body. */
enum Side {
  LEFT,
  RIGHT,
  BOTH;

  Side opposite() {
    return this == LEFT ? RIGHT : this == RIGHT ? LEFT : BOTH;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
