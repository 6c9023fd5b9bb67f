package org.radiologytrust.ingest.dicom;

import java.io.IOException;
import org.radiologytrust.retry.RetryVerdict;

/** Orthanc did not give what was asked. The message names no patient and no tag's value. */
public final class OrthancException extends IOException implements RetryVerdict.Source {
  /** Who can do something about it. */
  public enum Kind {
    /** No answer: it is down, or slow beyond the time-out. */
    UNREACHABLE,
    /** It refuses our user or password. */
    UNAUTHORIZED,
    /** It no longer has the resource. */
    GONE,
    /** It answered, but with an error or something unusable. */
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

  /** A store that answers nobody is waited for. */
  @Override
  public RetryVerdict verdict() {
    return new RetryVerdict(
        store() ? RetryVerdict.Kind.AWAY : RetryVerdict.Kind.LATER, getMessage());
  }

  /** Whether asking for something else would fail just the same. */
  boolean store() {
    return kind == Kind.UNREACHABLE || kind == Kind.UNAUTHORIZED;
  }
}
