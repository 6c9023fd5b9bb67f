package org.radiologytrust.lab.phantom;

/**
 * Draws axial slices of a chest: a body with two lungs, a heart, a spine, and a round nodule in the
 * right lung. The patient's right is on the image's left. There is no noise. Lengths are in
 * millimetres.
 */
public final class ChestCt {
  /** Number of slices. */
  public static final int SLICES = 6;

  /** Columns and rows. */
  public static final int SIDE = 128;

  /** Diameter of the nodule. */
  public static final int NODULE = 20;

  private static final double PIXEL = 2.5;
  private static final double APART = 5;

  /** Stored values are Hounsfield units and this number, so that none is negative. */
  private static final int OFFSET = 1024;

  private static final int AIR = -1000;
  private static final int LUNG = -850;
  private static final int SOFT = 40;
  private static final int BONE = 350;

  private ChestCt() {}

  /**
   * A slice as an object of the class CT Image Storage.
   *
   * @param number from 1, the lowest, to {@link #SLICES}
   */
  public static byte[] slice(PhantomStudy study, int number) {
    double edge = -(SIDE - 1) / 2.0 * PIXEL;
    return DicomWriter.object(study.instance(number), pixels(height(number)))
        .text(0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL")
        .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2")
        .text(0x00080060, "CS", "CT")
        .without(0x00080068)
        .text(0x00180050, "DS", "" + APART)
        .without(0x00181164)
        .text(0x00185100, "CS", "HFS")
        .without(0x00185101)
        .without(0x00187004)
        .text(0x00200032, "DS", edge + "\\" + edge + "\\" + height(number))
        .text(0x00200037, "DS", "1\\0\\0\\0\\1\\0")
        .text(0x00200052, "UI", Uids.named(study.studyInstanceUid() + "/frame"))
        .without(0x00200062)
        .words(0x00280010, "US", (short) SIDE)
        .words(0x00280011, "US", (short) SIDE)
        .text(0x00280030, "DS", PIXEL + "\\" + PIXEL)
        .without(0x00281040)
        .without(0x00281041)
        .text(0x00281050, "DS", "40")
        .text(0x00281051, "DS", "400")
        .text(0x00281052, "DS", "-" + OFFSET)
        .text(0x00281054, "LO", "HU")
        .without(0x20500020)
        .file();
  }

  private static double height(int number) {
    return (number - (SLICES + 1) / 2.0) * APART;
  }

  private static short[] pixels(double z) {
    short[] pixels = new short[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      double x = (i % SIDE - (SIDE - 1) / 2.0) * PIXEL;
      double y = (i / SIDE - (SIDE - 1) / 2.0) * PIXEL;
      pixels[i] = (short) (units(x, y, z) + OFFSET);
    }
    return pixels;
  }

  private static int units(double x, double y, double z) {
    if (!in(x, y, 150, 105)) {
      return AIR;
    }
    if (in(x, y - 75, 18, 18)) {
      return BONE;
    }
    if (in(x - 20, y + 25, 45, 40)) {
      return SOFT;
    }
    boolean lung = in(Math.abs(x) - 75, y + 5, 55, 75);
    double fromNodule = (x + 85) * (x + 85) + y * y + z * z;
    return lung && fromNodule > NODULE * NODULE / 4.0 ? LUNG : SOFT;
  }

  /** Whether a place lies in an ellipse around the middle. */
  private static boolean in(double x, double y, double wide, double high) {
    return x * x / (wide * wide) + y * y / (high * high) <= 1;
  }
}
