package org.radiologytrust.session;

/** A right that a request may need; the user's role says who has it. */
public enum Right {
  /** Read and search reports and audits. */
  READ_AUDITS,
  /** Decide about the problems of an audit. */
  DECIDE,
  /** Say that report and images are of the same patient. */
  CONFIRM_PATIENT,
  /** See figures about the decisions of others. */
  SEE_FIGURES,
  /** Change how strong the checks are. */
  CHANGE_STRENGTHS,
  /** See what audits of shadow mode found. */
  SEE_TRIAL,
  /** See the critical flags of shadow mode, and pass them on. */
  PASS_ON,
  /** Have a report checked that is still open. */
  CHECK_DRAFTS,
  /** Post reports. */
  SEND_REPORTS,
  /** Start and stop routes, and everything that no other right covers. */
  OPERATE
}
