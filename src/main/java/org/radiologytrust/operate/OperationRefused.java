package org.radiologytrust.operate;

/**
 * An operation that an operator asked for and that is not possible. The message says why and what
 * to do, and quotes nothing of a message.
 */
public final class OperationRefused extends RuntimeException {
  /** The kind of the refusal. */
  public enum Kind {
    /** The request is wrong. */
    INVALID,
    UNKNOWN,
    /**
     * It exists, but is not in a state that allows it, perhaps because somebody else was faster.
     */
    CONFLICT,
    /** The body has a type that is not read. */
    UNSUPPORTED
  }

  private final Kind kind;

  private OperationRefused(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  static OperationRefused invalid(String message) {
    return new OperationRefused(Kind.INVALID, message);
  }

  static OperationRefused unknown(String message) {
    return new OperationRefused(Kind.UNKNOWN, message);
  }

  static OperationRefused conflict(String message) {
    return new OperationRefused(Kind.CONFLICT, message);
  }

  static OperationRefused unsupported(String message) {
    return new OperationRefused(Kind.UNSUPPORTED, message);
  }

  public Kind kind() {
    return kind;
  }
}
