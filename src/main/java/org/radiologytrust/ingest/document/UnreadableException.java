package org.radiologytrust.ingest.document;

/** Ends the reading of a document. Unchecked, so that it passes through libraries. */
public final class UnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Unreadable.Reason reason;

  public UnreadableException(Unreadable.Reason reason) {
    super(reason.words(), null, false, false);
    this.reason = reason;
  }

  public Unreadable.Reason reason() {
    return reason;
  }
}
