package org.radiologytrust.journal.store;

/** A read was cancelled because it took too long or too many were running. */
public final class SearchBusyException extends RuntimeException {
  /** The reason. */
  public enum Cause {
    /** The search took too long. The same search would fail again: ask for less. */
    TOO_SLOW,
    /** Too many searches at the same time. Try again later. */
    TOO_MANY
  }

  private final Cause why;

  public SearchBusyException(Cause why) {
    super(why.name(), null, false, false);
    this.why = why;
  }

  public Cause why() {
    return why;
  }
}
