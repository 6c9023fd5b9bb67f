package org.radiologytrust.operate;

import java.util.Optional;
import org.radiologytrust.auth.login.ActionLog;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Ignored;
import org.radiologytrust.journal.inbox.Inbox.Incoming;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.inbox.Inbox.Replier;
import org.radiologytrust.journal.inbox.Messages;
import org.radiologytrust.journal.inbox.Messages.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about messages that could not be used. Of two operators who decide about a message at the
 * same time, on any nodes, one decides and the other is refused.
 */
public final class Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

  private final Messages messages;
  private final Channels channels;

  public Quarantine(Messages messages, Channels channels) {
    this.messages = messages;
    this.channels = channels;
  }

  /**
   * What became of a message.
   *
   * @param outcome code of its new outcome; {@code quarantined} if it is still unusable
   */
  public record Decided(String id, String outcome, String reason) {}

  /**
   * Parses a message again, with today's settings and mappings. If it is still unusable, it stays
   * with the new reason.
   *
   * @throws OperationRefused if it is not in quarantine, or its bytes were removed
   */
  public Decided release(String id) {
    StoredMessage kept = kept(id);
    Incoming read = readWhole(kept);
    return decide("release", kept, read.disposition(), read.replier());
  }

  /**
   * What {@link #release} would do now; changes nothing.
   *
   * @throws OperationRefused as {@link #release}
   */
  public Decided wouldRelease(String id) {
    StoredMessage kept = kept(id);
    Incoming read = readWhole(kept);
    return decided(kept, messages.wouldDecide(kept.id(), read.disposition(), read.replier()));
  }

  /**
   * Drops a message, which then counts as ignored. Its sender gets AA from then on.
   *
   * @throws OperationRefused if it is not in quarantine
   */
  public Decided discard(String id) {
    StoredMessage kept = kept(id);
    // without the bytes, a new reply could not name the message: the stored reply stays
    Replier replier = kept.pruned() ? (outcome, reason) -> kept.reply() : read(kept).replier();
    return decide("discard", kept, new Ignored(Messages.DISCARDED), replier);
  }

  private StoredMessage kept(String id) {
    StoredMessage kept =
        messages
            .message(id)
            .orElseThrow(
                () -> OperationRefused.unknown("there is no message with this id: see the list"));
    if (kept.outcome() != Outcome.QUARANTINED) {
      throw decidedMeanwhile(kept);
    }
    return kept;
  }

  private static OperationRefused decidedMeanwhile(StoredMessage message) {
    return OperationRefused.conflict(
        "message "
            + message.id()
            + " is not in quarantine (any more): it is "
            + message.outcome().code()
            + (message.reason().isEmpty() ? "" : ", " + message.reason()));
  }

  private Incoming readWhole(StoredMessage kept) {
    if (kept.pruned()) {
      throw OperationRefused.conflict(
          "its bytes were removed (rtl.retention.quarantine): discard it");
    }
    return read(kept);
  }

  private Incoming read(StoredMessage kept) {
    return channels.of(kept).reader().apply(kept.raw());
  }

  private Decided decide(
      String operation, StoredMessage kept, Disposition disposition, Replier replier) {
    Decided decided = decided(kept, messages.decideAgain(kept.id(), disposition, replier));
    LOG.info(
        "Quarantine.{} of message {} by {}: {} {}",
        operation,
        decided.id,
        ActionLog.currentUser(),
        decided.outcome,
        decided.reason);
    return decided;
  }

  private Decided decided(StoredMessage kept, Optional<Receipt> receipt) {
    return receipt
        .map(r -> new Decided(kept.id(), r.outcome().code(), r.reason()))
        // somebody else has decided since it was read
        .orElseThrow(() -> decidedMeanwhile(messages.message(kept.id()).orElse(kept)));
  }
}
