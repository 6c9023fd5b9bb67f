package org.radiologytrust.ingest.dicom.archive;

import java.io.IOException;
import java.time.Duration;
import org.radiologytrust.retry.RetryVerdict;

/**
 * An archive does not give what it was asked for. The message contains no patient data; it is the
 * end of the sentence <i>The archive was asked for them: ...</i>
 */
public final class ArchiveException extends IOException implements RetryVerdict.Source {
  private final RetryVerdict.Kind kind;
  private final Duration after;

  /**
   * @param kind AWAY if the archive does not answer, MEND if an operator must act, LATER if this
   *     request failed, NEVER if it would fail again
   */
  public ArchiveException(RetryVerdict.Kind kind, String message) {
    this(kind, message, Duration.ZERO);
  }

  /**
   * @param after the wait that the archive asked for
   */
  ArchiveException(RetryVerdict.Kind kind, String message, Duration after) {
    super(message);
    this.kind = kind;
    this.after = after;
  }

  @Override
  public RetryVerdict verdict() {
    return new RetryVerdict(kind, getMessage(), after);
  }
}
