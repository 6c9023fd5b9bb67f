package org.radiologytrust.pipeline.image;

/** Prepares DICOM codes for a prompt. */
public final class DicomCode {
  private static final int LONGEST = 16;

  private DicomCode() {}

  /**
   * At most 16 letters, digits and spaces of the code, so that a sender cannot hide instructions in
   * it.
   */
  public static String of(String code) {
    String word = code.replaceAll("[^A-Za-z0-9 ]", "");
    return word.isBlank() ? "unknown" : word.substring(0, Math.min(LONGEST, word.length()));
  }
}
