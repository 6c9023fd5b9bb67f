package org.radiologytrust.dcm4che;

/** The samples of a decoded frame, pixel by pixel, row by row. */
interface Samples {
  /**
   * The value of a sample.
   *
   * @param band 0 for grey; 0 to 2 for colour
   */
  int at(int pixel, int band);
}
