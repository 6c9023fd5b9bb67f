package org.radiologytrust.pipeline;

/** The report cannot be audited, and no later try will change that. The message is the reason. */
final class NotAuditable extends Exception {
  NotAuditable(String reason) {
    super(reason);
  }
}
