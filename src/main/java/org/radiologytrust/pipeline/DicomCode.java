package org.radiologytrust.pipeline;

/** A DICOM code in a prompt. */
final class DicomCode {
  private static final int LONGEST = 16;

  private DicomCode() {}

  /** Its letters and digits: nothing a sender could hide words in. */
  static String of(String code) {
    String word = code.replaceAll("[^A-Za-z0-9 ]", "");
    return word.isBlank() ? "unknown" : word.substring(0, Math.min(LONGEST, word.length()));
  }
}
