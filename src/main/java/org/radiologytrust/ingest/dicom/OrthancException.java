package org.radiologytrust.ingest.dicom;

import java.io.IOException;
import org.radiologytrust.retry.RetryVerdict;

/** A request to Orthanc failed. The message contains no patient data and no tag values. */
public final class OrthancException extends IOException implements RetryVerdict.Source {
  /** The kind of failure. */
  public enum Kind {
    /** No answer: Orthanc is down or too slow. */
    UNREACHABLE,
    /** Orthanc refuses our user or password. */
    UNAUTHORIZED,
    /** Orthanc no longer has the resource. */
    GONE,
    /** Orthanc answered with an error or unusable data. */
    FAILED
  }

  private final Kind kind;

  OrthancException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  OrthancException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** If Orthanc is not available, all its work waits. */
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
