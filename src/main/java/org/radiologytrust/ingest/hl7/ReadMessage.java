package org.radiologytrust.ingest.hl7;

import org.radiologytrust.journal.Inbox.Disposition;

/**
 * A message read.
 *
 * @param site the sending site
 * @param key MSH-3, MSH-4 and MSH-10, or the SHA-256 of a message without MSH-10
 * @param refusal why it is quarantined; {@code null} when it is not
 */
record ReadMessage(
    Envelope envelope, String site, String key, Disposition disposition, Refusal refusal) {
  /** Whether it has an MSH segment that can be read. */
  boolean isHl7() {
    return envelope != Envelope.NONE;
  }
}
