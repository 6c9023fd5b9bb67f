package org.radiologytrust.journal.erasure;

/** An erasure is not possible as it was asked for. The message says why, and names no patient. */
public final class ErasureRefusedException extends RuntimeException {
  ErasureRefusedException(String message) {
    super(message, null, false, false);
  }
}
