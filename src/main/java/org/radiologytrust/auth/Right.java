package org.radiologytrust.auth;

/** What a request may need; {@link Role} says who has it. */
enum Right {
  /** Read and search audits. */
  READ_AUDITS,
  /** Say what is right and what is not in an audit. */
  JUDGE_AUDITS,
  /** Post reports. */
  SEND_REPORTS,
  /** Start and stop what runs, and everything that no other right covers. */
  OPERATE
}
