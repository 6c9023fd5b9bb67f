package org.radiologytrust.model;

import java.util.Locale;

/** Reads the DICOM modality that an entry of a file of the checks names. */
public final class ModalityCode {
  private ModalityCode() {}

  /**
   * The code in upper case.
   *
   * @param where names file and entry
   * @throws IllegalArgumentException if it cannot be a code
   */
  public static String of(String modality, String where) {
    String code = modality.toUpperCase(Locale.ROOT);
    if (!code.matches("[A-Z]{2,16}")) {
      throw new IllegalArgumentException(
          where + ": " + modality + " is no DICOM modality such as CT");
    }
    return code;
  }
}
