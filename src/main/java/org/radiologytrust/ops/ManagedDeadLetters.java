package org.radiologytrust.ops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.radiologytrust.auth.ActionLog;
import org.radiologytrust.journal.DeadLetters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MBean {@code DeadLetters}: deliveries that are not retried any more. */
@ManagedResource(
    description = "Deliveries that are not retried any more; an operator can send them again")
public final class ManagedDeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(ManagedDeadLetters.class);

  private final DeadLetters letters;

  ManagedDeadLetters(DeadLetters letters) {
    this.letters = letters;
  }

  @ManagedOperation(description = "Dead deliveries, newest run first; at most 1000 at a time")
  public List<Map<String, Object>> list(
      @OperationParameter(name = "offset", description = "how many to leave out, from 0")
          int offset,
      @OperationParameter(name = "limit", description = "how many to list, 1 to 1000") int limit) {
    PageBounds.check(offset, limit);
    return OperatorCall.withSafeErrors(() -> letters.list(offset, limit)).stream()
        .map(ManagedDeadLetters::row)
        .toList();
  }

  private static Map<String, Object> row(DeadLetters.Dead dead) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", dead.id().toString());
    row.put("sink", dead.sink());
    row.put("reason", dead.reason());
    row.put("ended", dead.ended().toString());
    row.put("attempts", dead.attempts());
    row.put("superseded", dead.superseded());
    return row;
  }

  @ManagedOperation(description = "Prepares and sends one again; true when it is queued")
  public boolean resend(
      @OperationParameter(name = "id", description = "the delivery's id, as list shows it")
          String id,
      @OperationParameter(name = "sink", description = "the sink, as list shows it") String sink) {
    UUID delivery;
    try {
      delivery = UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("id must be one that list shows");
    }
    if (!OperatorCall.withSafeErrors(() -> letters.resend(delivery, sink))) {
      throw new IllegalArgumentException(
          "no such dead delivery, or a later audit of the report replaced it, or its audit must be"
              + " sent first: see list");
    }
    LOG.info("DeadLetters.resend of {} to {} by {}", delivery, sink, ActionLog.currentUser());
    return true;
  }

  @ManagedOperation(
      description =
          "Sends all deliveries of a sink again that are not superseded; returns how many")
  public int resendAll(
      @OperationParameter(name = "sink", description = "the sink, such as fhir or kafka")
          String sink) {
    int sent = OperatorCall.withSafeErrors(() -> letters.resendAll(sink));
    if (sent > 0) {
      LOG.info("DeadLetters.resendAll to {} by {}: {}", sink, ActionLog.currentUser(), sent);
    }
    return sent;
  }
}
