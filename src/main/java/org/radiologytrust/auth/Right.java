package org.radiologytrust.auth;

/** A right that a request may need; {@link Role} says who has it. */
enum Right {
  /** Read and search audits. */
  READ_AUDITS,
  /** Judge the claims of an audit. */
  JUDGE_AUDITS,
  /** Post reports. */
  SEND_REPORTS,
  /** Start and stop routes, and everything that no other right covers. */
  OPERATE
}
