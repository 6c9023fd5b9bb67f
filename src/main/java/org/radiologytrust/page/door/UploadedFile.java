package org.radiologytrust.page.door;

/**
 * The file of a form.
 *
 * @param bytes empty if it is too large
 */
public record UploadedFile(byte[] bytes, boolean tooLarge) {
  static final UploadedFile TOO_LARGE = new UploadedFile(new byte[0], true);

  /** Withholds the content. */
  @Override
  public String toString() {
    return "UploadedFile[withheld]";
  }
}
