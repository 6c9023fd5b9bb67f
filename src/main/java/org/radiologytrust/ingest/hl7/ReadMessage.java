package org.radiologytrust.ingest.hl7;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.hl7.message.Envelope;
import org.radiologytrust.ingest.hl7.message.Refusal;
import org.radiologytrust.journal.inbox.Inbox.Disposition;

/**
 * The result of parsing a message.
 *
 * @param site the sending site
 * @param key MSH-3, MSH-4 and MSH-10, or the SHA-256 of a message without MSH-10
 * @param refusal why it is quarantined; null if it is not
 */
public record ReadMessage(
    Envelope envelope,
    String site,
    String key,
    Disposition disposition,
    @Nullable Refusal refusal) {
  /** Whether it has a readable MSH segment. */
  boolean isHl7() {
    return envelope != Envelope.NONE;
  }
}
