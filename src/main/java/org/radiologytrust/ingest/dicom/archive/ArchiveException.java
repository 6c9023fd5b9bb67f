package org.radiologytrust.ingest.dicom.archive;

import java.io.IOException;
import org.radiologytrust.retry.RetryVerdict;

/** An archive does not give what it was asked for. The message contains no patient data. */
public final class ArchiveException extends IOException implements RetryVerdict.Source {
  private final RetryVerdict.Kind kind;

  /**
   * @param kind AWAY if the archive does not answer, MEND if an operator must act, LATER if this
   *     request failed, NEVER if it would fail again
   */
  public ArchiveException(RetryVerdict.Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  @Override
  public RetryVerdict verdict() {
    return new RetryVerdict(kind, getMessage());
  }
}
