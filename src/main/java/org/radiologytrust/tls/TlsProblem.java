package org.radiologytrust.tls;

/** Files that cannot be used for TLS. The message is one line: which setting, why, what to do. */
public final class TlsProblem extends Exception {
  TlsProblem(String message) {
    super(message);
  }
}
