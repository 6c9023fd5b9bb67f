package org.radiologytrust.ops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.radiologytrust.journal.results.DeadLetters;
import org.radiologytrust.operate.Resends;

/** The MBean {@code DeadLetters}: deliveries that are not retried any more. */
@ManagedResource(
    description = "Deliveries that are not retried any more; an operator can send them again")
public final class ManagedDeadLetters {
  private final DeadLetters letters;
  private final Resends resends;

  ManagedDeadLetters(DeadLetters letters) {
    this.letters = letters;
    this.resends = new Resends(letters);
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
    return OperatorCall.withSafeErrors(
        () -> {
          resends.resend(id, sink);
          return true;
        });
  }

  @ManagedOperation(
      description =
          "Sends all deliveries of a sink again that are not superseded; returns how many")
  public int resendAll(
      @OperationParameter(name = "sink", description = "the sink, such as fhir or kafka")
          String sink) {
    return OperatorCall.withSafeErrors(() -> resends.resendAll(sink));
  }
}
