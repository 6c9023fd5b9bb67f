package org.radiologytrust.journal;

/** A read was given up: it took too long, or too many were under way. */
public final class SearchBusyException extends RuntimeException {
  /** Why. */
  public enum Cause {
    /** The same search would take too long again: ask for less. */
    TOO_SLOW,
    /** Try again later. */
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
