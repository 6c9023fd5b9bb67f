package org.radiologytrust.ingest.ehr;

import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.store.JournalException;

/** Stores FHIR messages. */
@FunctionalInterface
public interface MessageInbox {
  /**
   * Stores one message.
   *
   * @param type the media type, as in the header {@code Content-Type}
   * @param place where the message is at the EHR, for the log
   * @throws JournalException if the message was not stored
   */
  Receipt store(byte[] message, String type, String place);
}
