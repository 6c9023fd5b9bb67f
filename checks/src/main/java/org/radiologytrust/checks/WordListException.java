package org.radiologytrust.checks;

/** A word list, a folder or a choice of checks is not valid. The message says which and why. */
public final class WordListException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** Made by a {@link ReportChecker.Builder}. */
  public WordListException(String message) {
    super(message);
  }
}
