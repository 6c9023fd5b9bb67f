package org.radiologytrust.ops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.radiologytrust.journal.inbox.Messages;
import org.radiologytrust.operate.Quarantine;

/** The MBean {@code Quarantine}: messages that could not be used. It never shows their content. */
@ManagedResource(description = "Messages that could not be used, for an operator to decide about")
public final class ManagedQuarantine {
  private final Quarantine quarantine;

  ManagedQuarantine(Quarantine quarantine) {
    this.quarantine = quarantine;
  }

  @ManagedOperation(description = "Messages in quarantine, newest first; at most 1000 at a time")
  public List<Map<String, Object>> list(
      @OperationParameter(name = "offset", description = "how many to leave out, from 0")
          int offset,
      @OperationParameter(name = "limit", description = "how many to list, 1 to 1000") int limit) {
    PageBounds.check(offset, limit);
    return OperatorCall.withSafeErrors(() -> quarantine.list(offset, limit)).stream()
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
    return told(OperatorCall.withSafeErrors(() -> quarantine.release(id)));
  }

  @ManagedOperation(description = "Drops a message, which then counts as ignored")
  public Map<String, String> discard(
      @OperationParameter(name = "id", description = "the message's id, as list shows it")
          String id) {
    return told(OperatorCall.withSafeErrors(() -> quarantine.discard(id)));
  }

  private static Map<String, String> told(Quarantine.Decided decided) {
    return Map.of("id", decided.id(), "outcome", decided.outcome(), "reason", decided.reason());
  }
}
