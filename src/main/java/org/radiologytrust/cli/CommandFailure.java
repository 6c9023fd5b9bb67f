package org.radiologytrust.cli;

/** A command cannot do what was asked. The message is one line that says why and what to do. */
public final class CommandFailure extends RuntimeException {
  public CommandFailure(String message) {
    super(message);
  }
}
