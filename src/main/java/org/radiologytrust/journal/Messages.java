package org.radiologytrust.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.Inbox.Disposition;
import org.radiologytrust.journal.Inbox.Outcome;
import org.radiologytrust.journal.Inbox.Receipt;
import org.radiologytrust.journal.Inbox.Replier;
import org.radiologytrust.model.Report;

/** The messages that came, for whoever looks after them. */
public interface Messages {
  /**
   * The reason of a message that was discarded. The sender may use its control id again, as that of
   * one in quarantine.
   */
  String DISCARDED = "discarded by an operator";

  /**
   * A message in quarantine, without what it says.
   *
   * @param id 16 hex digits of the body's SHA-256, {@code -}, 8 of that of channel, site and key
   * @param site where it looks like an id
   * @param ids of an HL7 message
   * @param reason names the field, and no patient
   * @param size in bytes; 0 once retention has emptied it
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
   * A message as it is kept.
   *
   * @param raw the bytes, exactly; empty once retention has taken them out
   * @param pruned whether it has
   * @param reply the answer that its sender got
   * @param report what it was read as when it became a version of a report; empty for any other
   */
  record StoredMessage(
      String id,
      String channel,
      Outcome outcome,
      String reason,
      byte[] raw,
      boolean pruned,
      byte[] reply,
      Optional<Report> report) {
    /** Whether the ingest read it as a report, whatever the journal then made of it. */
    public boolean wasReport() {
      return outcome == Outcome.PARSED || outcome == Outcome.DUPLICATE || SqlInbox.rules(reason);
    }

    /** Never the bytes or the report. */
    @Override
    public String toString() {
      return "StoredMessage[" + id + ", " + outcome + "]";
    }
  }

  /** Messages in quarantine, newest first. */
  List<QuarantinedMessage> quarantined(int offset, int limit);

  /** Any message; empty when there is none with this id. */
  Optional<StoredMessage> message(String id);

  /**
   * Decides anew about a message in quarantine: the new outcome, its reason and its answer (which a
   * repeat gets) take the place of the old ones, in one commit. The rules are those of {@link
   * Inbox#receive}, but that a control id used twice is let pass: a person has looked. What is not
   * usable stays in quarantine, with the new reason.
   *
   * @param disposition what the ingest makes of it now
   * @return empty, and nothing changed, when no such message is in quarantine
   */
  Optional<Receipt> decideAgain(String id, Disposition disposition, Replier replier);
}
