package org.radiologytrust.ingest.document;

/** A colour; each part is from 0 to 255. */
public record Rgb(int red, int green, int blue) {
  public static final Rgb WHITE = new Rgb(255, 255, 255);
  public static final Rgb BLACK = new Rgb(0, 0, 0);

  /** Colours that differ less cannot be told apart on paper or on a screen. */
  private static final int VISIBLE = 32;

  /** Whether nobody can read text of one colour on the other. */
  public boolean looksLike(Rgb other) {
    return Math.abs(red - other.red) < VISIBLE
        && Math.abs(green - other.green) < VISIBLE
        && Math.abs(blue - other.blue) < VISIBLE;
  }
}
