package org.radiologytrust.ingest.dicom;

import java.io.IOException;
import org.radiologytrust.retry.RetryVerdict;

/**
 * An image store cannot give what it was asked for. The message contains no patient data and no tag
 * values.
 */
public final class DicomStoreException extends IOException implements RetryVerdict.Source {
  /** The kind of failure. */
  public enum Kind {
    /** No answer: the store is down or too slow. */
    UNREACHABLE,
    /** The store refuses our user or password. */
    UNAUTHORIZED,
    /** The store no longer has the object. */
    GONE,
    /** The store answered with an error, or the object cannot be used. */
    FAILED
  }

  private final Kind kind;

  public DicomStoreException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** If the store is not available, all its work waits. */
  @Override
  public RetryVerdict verdict() {
    return new RetryVerdict(
        isServerProblem() ? RetryVerdict.Kind.AWAY : RetryVerdict.Kind.LATER, getMessage());
  }

  /** Whether any other request would fail in the same way. */
  boolean isServerProblem() {
    return kind == Kind.UNREACHABLE || kind == Kind.UNAUTHORIZED;
  }
}
