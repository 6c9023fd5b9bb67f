package org.radiologytrust.journal.reviews;

/** What is still to come to a version of a report. */
public enum Expected {
  NOTHING,
  /** Another run, which was queued or will be: what is known so far is not all. */
  RUN,
  /** Images, and with them another run. */
  IMAGES
}
