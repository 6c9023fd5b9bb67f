package org.radiologytrust.journal.store;

/** A compressed text of the journal, for tests that read its file. */
public final class StoredText {
  private StoredText() {}

  /**
   * @param packed a column whose name ends with {@code _packed}
   */
  public static String of(byte[] packed) {
    return PackedText.text(packed);
  }
}
