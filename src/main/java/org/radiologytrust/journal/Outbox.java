package org.radiologytrust.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.radiologytrust.model.Report;

/** Bundles on their way to the sinks; one row per run and sink. */
public interface Outbox {
  /**
   * @param site with {@code reportId} the report's identity
   * @param report the version that was audited
   * @param bundle the stored FHIR transaction
   * @param payload what is sent, byte for byte at each try; empty until {@link #prepared}
   * @param attempts tries so far
   * @param rebuilds how many of them ended because others had changed what it withdraws
   */
  record Delivery(
      UUID runId,
      String sink,
      String site,
      String reportId,
      Report report,
      String bundle,
      String payload,
      int attempts,
      int rebuilds) {
    /** The property of an exchange that carries it. */
    public static final String KEY = "CamelJournalDelivery";

    @Override
    public String toString() {
      return "Delivery[" + runId + " to " + sink + "]";
    }
  }

  /** Deliveries of a sink that are due, in the order in which their runs ended. */
  List<Delivery> due(String sink, int limit);

  /** Keeps what will be sent, before the first try. */
  void prepared(UUID runId, String sink, String payload);

  /** The sink has it. */
  void sent(UUID runId, String sink);

  /** Not now: due again after the delay, with the same payload. */
  void retry(UUID runId, String sink, Duration delay, String reason);

  /** Like {@link #retry}, and the payload is prepared anew: it withdraws what others changed. */
  void rebuild(UUID runId, String sink, Duration delay, String reason);

  /** Never: kept, with the reason, for a person to look at. */
  void dead(UUID runId, String sink, String reason);

  /**
   * A delivery that was sent while the server did not know its patient.
   *
   * @param since when it was sent
   * @param tries how often the patient was looked for since
   */
  record Unlinked(Delivery delivery, Instant since, int tries) {}

  /** The sink has it, without its patient: to be linked when the patient is known. */
  void sentUnlinked(UUID runId, String sink, Duration delay);

  /** Sent deliveries whose patient is to be looked for now, the longest due first. */
  List<Unlinked> unlinked(String sink, int limit);

  /** The patient is not there yet: to be looked for after the delay. */
  void linkLater(UUID runId, String sink, Duration delay);

  /** Nothing more is to be looked for. */
  void linkEnded(UUID runId, String sink);
}
