package org.radiologytrust.journal;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Bundles on their way to the sinks; one row per run and sink. */
public interface Outbox {
  /**
   * @param site with {@code reportId} the report's identity
   * @param correlationId of the report version
   * @param bundle the stored FHIR transaction
   * @param payload what is sent, byte for byte at each try; empty until {@link #prepared}
   * @param attempts tries so far
   */
  record Delivery(
      UUID runId,
      String sink,
      String site,
      String reportId,
      UUID correlationId,
      String bundle,
      String payload,
      int attempts) {}

  /** Deliveries of a sink that are due, in the order in which their runs ended. */
  List<Delivery> due(String sink, int limit);

  /** Keeps what will be sent, before the first try. */
  void prepared(UUID runId, String sink, String payload);

  /** The sink has it. */
  void sent(UUID runId, String sink);

  /**
   * Not now: due again after the delay.
   *
   * @param payload what will be sent then; empty to prepare it anew
   */
  void retry(UUID runId, String sink, Duration delay, String reason, String payload);

  /** Never: kept, with the reason, for a person to look at. */
  void dead(UUID runId, String sink, String reason);
}
