package org.radiologytrust.cli.base;

/**
 * A command failed for a reason that its user can correct. The message is one line: why, and what
 * to do.
 */
public final class CommandFailure extends RuntimeException {
  public CommandFailure(String message) {
    super(message);
  }
}
