package org.radiologytrust.dcm4che;

import java.io.IOException;

/** An object that is not stored, with the answer to its sender. The message quotes no tag. */
final class Refused extends IOException {
  private static final long serialVersionUID = 1;

  /** What the sender is told, by the statuses of C-STORE (PS3.4 B.2.3). */
  enum Reason {
    /** Sending it later may succeed. */
    OUT_OF_RESOURCES(0xA700),
    /** It is another object than the sender named. */
    DOES_NOT_MATCH(0xA900),
    /** It can never be stored as it is. */
    CANNOT_UNDERSTAND(0xC000);

    private final int status;

    Reason(int status) {
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  private final Reason reason;

  /**
   * @param message at most 64 characters: it is sent as Error Comment
   */
  Refused(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
