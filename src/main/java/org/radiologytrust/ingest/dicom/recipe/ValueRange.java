package org.radiologytrust.ingest.dicom.recipe;

/**
 * Values of images.
 *
 * @param low the lowest; greater than {@code high} if there are none
 * @param high the highest
 */
public record ValueRange(double low, double high) {
  public static final ValueRange NONE =
      new ValueRange(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

  public ValueRange with(double value) {
    return new ValueRange(Math.min(low, value), Math.max(high, value));
  }

  public ValueRange with(ValueRange other) {
    return new ValueRange(Math.min(low, other.low), Math.max(high, other.high));
  }
}
