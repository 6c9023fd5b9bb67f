package org.radiologytrust.journal.inbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.inbox.Inbox.Replier;
import org.radiologytrust.model.Report;

/** The received messages, for operators. */
public interface Messages {
  /**
   * The reason of a discarded message. As with quarantined messages, the sender may use its control
   * id again.
   */
  String DISCARDED = "discarded by an operator";

  /**
   * A message in quarantine, without its content.
   *
   * @param id 16 hex digits of the body's SHA-256, {@code -}, and 8 hex digits of the SHA-256 of
   *     channel, site and key
   * @param site shown only if it looks like an id
   * @param ids the ids of an HL7 message
   * @param reason names the field; never patient data
   * @param size in bytes; 0 after retention has removed the bytes
   */
  record QuarantinedMessage(
      String id,
      String channel,
      String site,
      Optional<MessageIds> ids,
      Instant received,
      String reason,
      long size) {}

  /**
   * A stored message.
   *
   * @param readAs what it was read as, whatever the journal decided afterwards
   * @param raw the exact bytes; empty after retention has removed them
   * @param pruned whether retention has removed the bytes
   * @param reply the answer that the sender got
   * @param reports those of its reports that became versions, in the order of the message
   */
  record StoredMessage(
      String id,
      String channel,
      Outcome outcome,
      String reason,
      ReadAs readAs,
      byte[] raw,
      boolean pruned,
      byte[] reply,
      List<Report> reports) {
    /** Without the bytes and the report, which are patient data. */
    @Override
    public String toString() {
      return "StoredMessage[" + id + ", " + outcome + "]";
    }
  }

  /** Messages in quarantine, newest first. */
  List<QuarantinedMessage> quarantined(int offset, int limit);

  /** The message with this id; empty if there is none. */
  Optional<StoredMessage> message(String id);

  /**
   * Decides again about a message in quarantine. The new outcome, reason and answer (which a repeat
   * gets) replace the old ones in one commit. The rules of {@link Inbox#receive} apply, except that
   * a control id used twice is accepted, because a person has checked the message. So is a report
   * that is refused for the stored reason again, if that was a question to a person: which report
   * or which version it is. An unusable message stays in quarantine with the new reason.
   *
   * @param disposition the result of parsing it again
   * @return empty, with nothing changed, if no such message is in quarantine
   */
  Optional<Receipt> decideAgain(String id, Disposition disposition, Replier replier);

  /**
   * What {@link #decideAgain} would decide now. Changes nothing.
   *
   * @return its receipt; empty if no such message is in quarantine
   */
  Optional<Receipt> wouldDecide(String id, Disposition disposition, Replier replier);
}
