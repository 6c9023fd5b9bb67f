package org.radiologytrust.tls;

/** TLS files are invalid. The message is one line: which setting, why, what to do. */
public final class TlsProblem extends Exception {
  TlsProblem(String message) {
    super(message);
  }
}
