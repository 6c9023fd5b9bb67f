package org.radiologytrust.guide;

/** The folder with the profiles is not complete. The message says which file to correct. */
public final class GuideException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GuideException(String message) {
    super(message);
  }
}
