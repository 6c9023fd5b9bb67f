package org.radiologytrust.ops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.radiologytrust.auth.ActionLog;
import org.radiologytrust.journal.Inbox.Disposition;
import org.radiologytrust.journal.Inbox.Ignored;
import org.radiologytrust.journal.Inbox.Incoming;
import org.radiologytrust.journal.Inbox.Receipt;
import org.radiologytrust.journal.Inbox.Replier;
import org.radiologytrust.journal.Messages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MBean {@code Quarantine}: messages that could not be used. It never shows their content. */
@ManagedResource(description = "Messages that could not be used, for an operator to decide about")
public final class ManagedQuarantine {
  private static final Logger LOG = LoggerFactory.getLogger(ManagedQuarantine.class);
  private static final String GONE = "no message with this id is in quarantine: see list";

  private final Messages messages;
  private final Map<String, Function<byte[], Incoming>> readers;

  /**
   * @param readers by channel: parses stored bytes as if the message arrived now
   */
  ManagedQuarantine(Messages messages, Map<String, Function<byte[], Incoming>> readers) {
    this.messages = messages;
    this.readers = Map.copyOf(readers);
  }

  @ManagedOperation(description = "Messages in quarantine, newest first; at most 1000 at a time")
  public List<Map<String, Object>> list(
      @OperationParameter(name = "offset", description = "how many to leave out, from 0")
          int offset,
      @OperationParameter(name = "limit", description = "how many to list, 1 to 1000") int limit) {
    PageBounds.check(offset, limit);
    return OperatorCall.withSafeErrors(() -> messages.quarantined(offset, limit)).stream()
        .map(ManagedQuarantine::row)
        .toList();
  }

  private static Map<String, Object> row(Messages.QuarantinedMessage held) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", held.id());
    row.put("channel", held.channel());
    row.put("site", held.site());
    held.ids()
        .ifPresent(
            ids -> {
              row.put("sendingApplication", ids.sendingApplication());
              row.put("sendingFacility", ids.sendingFacility());
              row.put("controlId", ids.controlId());
            });
    row.put("received", held.received().toString());
    row.put("reason", held.reason());
    row.put("size", held.size());
    return row;
  }

  @ManagedOperation(
      description = "Parses a message again; if it is still unusable, it stays with the new reason")
  public Map<String, String> release(
      @OperationParameter(name = "id", description = "the message's id, as list shows it")
          String id) {
    Messages.StoredMessage kept = kept(id);
    if (kept.pruned()) {
      throw new IllegalArgumentException(
          "its bytes were removed (rtl.retention.quarantine): discard it");
    }
    Incoming read = read(kept);
    return decide("release", kept, read.disposition(), read.replier());
  }

  @ManagedOperation(description = "Drops a message, which then counts as ignored")
  public Map<String, String> discard(
      @OperationParameter(name = "id", description = "the message's id, as list shows it")
          String id) {
    Messages.StoredMessage kept = kept(id);
    // without the bytes, a new reply could not name the message: the stored reply stays
    Replier replier = kept.pruned() ? (outcome, reason) -> kept.reply() : read(kept).replier();
    return decide("discard", kept, new Ignored(Messages.DISCARDED), replier);
  }

  private Messages.StoredMessage kept(String id) {
    return OperatorCall.withSafeErrors(() -> messages.message(id))
        .orElseThrow(() -> new IllegalArgumentException(GONE));
  }

  private Incoming read(Messages.StoredMessage kept) {
    Function<byte[], Incoming> reader = readers.get(kept.channel());
    if (reader == null) {
      throw new IllegalArgumentException("no feed reads the channel " + kept.channel() + " here");
    }
    return OperatorCall.withSafeErrors(() -> reader.apply(kept.raw()));
  }

  private Map<String, String> decide(
      String operation, Messages.StoredMessage kept, Disposition disposition, Replier replier) {
    Receipt receipt =
        OperatorCall.withSafeErrors(() -> messages.decideAgain(kept.id(), disposition, replier))
            .orElseThrow(() -> new IllegalArgumentException(GONE));
    LOG.info(
        "Quarantine.{} of message {} by {}: {} {}",
        operation,
        kept.id(),
        ActionLog.currentUser(),
        receipt.outcome().code(),
        receipt.reason());
    return Map.of("id", kept.id(), "outcome", receipt.outcome().code(), "reason", receipt.reason());
  }
}
