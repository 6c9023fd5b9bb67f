package org.radiologytrust.ingest.dicom;

import java.util.Random;
import org.radiologytrust.lab.phantom.DicomObject;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.lab.phantom.Uids;

/**
 * Slices of a CT of nobody: air around a block of lung, and in some slices a lesion in its middle.
 */
public final class CtPhantom {
  public static final int SIDE = 32;
  private static final int LARGE = 512;
  public static final String AXIAL = "1\\0\\0\\0\\1\\0";
  public static final String SAGITTAL = "0\\1\\0\\0\\0\\-1";

  private static final short AIR = -1000;
  private static final short LUNG = -800;
  private static final short LESION = 60;

  private CtPhantom() {}

  /**
   * A slice.
   *
   * @param series SeriesNumber
   * @param number of the slice in its series
   * @param orientation as in ImageOrientationPatient
   * @param position as in ImagePositionPatient
   */
  public static DicomObject slice(
      PhantomStudy study,
      int series,
      int number,
      String orientation,
      String position,
      boolean lesion) {
    return slice(study, series, number, orientation, position, pixels(lesion), SIDE);
  }

  /** A slice of 512 x 512 with noise, which compresses about as a patient's does. */
  public static DicomObject large(PhantomStudy study, int number, Random noise) {
    short[] pixels = new short[LARGE * LARGE];
    for (int i = 0; i < pixels.length; i++) {
      int x = i % LARGE - LARGE / 2;
      int y = i / LARGE - LARGE / 2;
      boolean air = x * x + y * y > LARGE * LARGE / 5;
      pixels[i] = (short) ((air ? AIR : LUNG) + noise.nextInt(64));
    }
    return slice(study, 3, number, AXIAL, "-256\\-256\\" + number, pixels, LARGE);
  }

  private static DicomObject slice(
      PhantomStudy study,
      int series,
      int number,
      String orientation,
      String position,
      short[] pixels,
      int side) {
    return DicomWriter.object(study.instance(number), pixels)
        .text(0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL")
        .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2")
        .text(0x00080018, "UI", Uids.named(study.accessionNumber() + "/" + series + "/" + number))
        .text(0x00080060, "CS", "CT")
        .text(0x0020000E, "UI", Uids.named(study.accessionNumber() + "/" + series))
        .text(0x00200011, "IS", "" + series)
        .text(0x00200032, "DS", position)
        .text(0x00200037, "DS", orientation)
        .words(0x00280010, "US", (short) side)
        .words(0x00280011, "US", (short) side)
        .words(0x00280101, "US", (short) 16)
        .words(0x00280102, "US", (short) 15)
        .words(0x00280103, "US", (short) 1);
  }

  private static short[] pixels(boolean lesion) {
    short[] pixels = new short[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      int fromMiddle = Math.max(Math.abs(i % SIDE - SIDE / 2), Math.abs(i / SIDE - SIDE / 2));
      pixels[i] = fromMiddle < 4 && lesion ? LESION : fromMiddle < 12 ? LUNG : AIR;
    }
    return pixels;
  }
}
