package org.radiologytrust.check.rule;

import org.jspecify.annotations.Nullable;

/**
 * A range of values.
 *
 * @param from the least value that is in it; {@code null} for any
 * @param below the least value that is above it; {@code null} for none
 */
record Between(@Nullable Double from, @Nullable Double below) {
  Between {
    if (from == null && below == null) {
      throw new IllegalArgumentException("needs from or below");
    }
    if (from != null && below != null && from >= below) {
      throw new IllegalArgumentException("holds no value: from must be less than below");
    }
  }

  boolean has(double value) {
    return (from == null || value >= from) && (below == null || value < below);
  }
}
