package org.radiologytrust.ingest.dicom.recipe;

/** The SOP classes in data files: UIDs, or beginnings of UIDs that end with a dot. */
public final class SopClasses {
  private SopClasses() {}

  public static boolean isEntry(String text) {
    return text.matches("[0-9]+(\\.[0-9]+)*\\.?");
  }

  public static boolean matches(String entry, String sopClassUid) {
    return entry.endsWith(".") ? sopClassUid.startsWith(entry) : sopClassUid.equals(entry);
  }
}
