package org.radiologytrust.images;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.radiologytrust.model.ImageBox;

/**
 * An image in the square that a model is shown, as {@link AreaScaler} and {@link Square} make it;
 * leads from places in the square back to pixels of the image.
 *
 * @param size of the original
 * @param side of the square in pixels
 */
public record PaddedImage(ImageSize size, int side) {
  /** Models give places in thousandths of the square. */
  public static final int UNITS = 1000;

  /** A PNG file begins with 8 bytes of signature and the IHDR chunk: length, type, width. */
  private static final int WIDTH_AT = 16;

  /** The PNG that a model is shown of an image of this size. */
  public static PaddedImage of(ImageSize size, byte[] png) {
    return new PaddedImage(size, ByteBuffer.wrap(png).getInt(WIDTH_AT));
  }

  /**
   * The part of a rectangle that lies on the image; empty if all of it lies on the padding. Edges
   * are in {@link #UNITS} of the square's side.
   */
  public Optional<ImageBox> box(double left, double top, double right, double bottom) {
    int west = (int) Math.floor(within(back(left, size.columns()), size.columns()));
    int north = (int) Math.floor(within(back(top, size.rows()), size.rows()));
    int east = (int) Math.ceil(within(back(right, size.columns()), size.columns()));
    int south = (int) Math.ceil(within(back(bottom, size.rows()), size.rows()));
    return west < east && north < south
        ? Optional.of(new ImageBox(size.columns(), size.rows(), west, north, east, south))
        : Optional.empty();
  }

  private static double within(double value, int most) {
    return Math.max(0, Math.min(most, value));
  }

  /**
   * @param length of the image in this direction
   */
  private double back(double units, int length) {
    int scaled = scaled(length);
    double fromEdge = units / UNITS * side - (side - scaled) / 2;
    return fromEdge * length / scaled;
  }

  /** The opposite of the way back: from a place on the image to units of the square. */
  double forth(double pixel, int length) {
    int scaled = scaled(length);
    return (pixel * scaled / length + (side - scaled) / 2) * UNITS / side;
  }

  private int scaled(int length) {
    double factor = (double) side / Math.max(size.columns(), size.rows());
    return Math.max(1, (int) Math.round(length * factor));
  }
}
