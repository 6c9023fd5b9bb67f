package org.radiologytrust.text.words;

import java.util.Collections;
import java.util.List;

/**
 * A length, a weight or a percentage that a sentence states.
 *
 * @param quantity what it measures
 * @param values in millimetres, in the order of the text: one for each dimension, or the two ends
 *     of a range; for a weight and a percentage as written
 * @param written the numbers without their unit, in the same order
 * @param units the names of the units, in the same order: {@code mm}, {@code cm}
 * @param range whether the two values are the ends of a range, not dimensions
 * @param bound how exact the value is
 * @param time whether it is of this examination or of an earlier one
 * @param role whether it can be the size of a finding
 * @param first first word
 * @param last last word
 */
public record Measurement(
    Quantity quantity,
    List<Double> values,
    List<Double> written,
    List<String> units,
    boolean range,
    Bound bound,
    Time time,
    Role role,
    int first,
    int last) {

  /** What a unit measures. */
  public enum Quantity {
    LENGTH,
    WEIGHT,
    PERCENT
  }

  /** How exact a value is. */
  public enum Bound {
    EXACT,
    ABOUT,
    /** The largest of several, or the largest that is possible. */
    UP_TO,
    LESS,
    MORE
  }

  /** Which examination a value is of. */
  public enum Time {
    NOW,
    EARLIER
  }

  /** What a value can belong to. */
  public enum Role {
    SIZE,
    /** Between two places, "2 cm above the carina". */
    DISTANCE,
    /** Of a device, or of the technique. */
    TECHNICAL
  }

  public Measurement {
    values = List.copyOf(values);
    written = List.copyOf(written);
    units = List.copyOf(units);
  }

  /** Whether it only says that something is less than a value, or more. */
  public boolean limits() {
    return bound == Bound.LESS || bound == Bound.MORE;
  }

  /** The largest value in millimetres. */
  public double largest() {
    return Collections.max(values);
  }
}
