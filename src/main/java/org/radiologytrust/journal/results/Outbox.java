package org.radiologytrust.journal.results;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.model.Report;

/**
 * Bundles to deliver to the sinks: one for each sink of an audit, and of each decision about it.
 */
public interface Outbox {
  /** The sink whose copies are entered in error when an audit is erased. */
  String FHIR = "fhir";

  /**
   * The states of a delivery: it waits for a better audit, is due, has arrived, was given up, or a
   * newer audit took its place before it was sent.
   */
  List<String> STATES = List.of("held", "pending", "sent", "dead", "overtaken");

  /**
   * One Bundle for one sink. Every write for it needs the latest claim: after another node has
   * claimed it, writes with an earlier claim store nothing.
   *
   * @param id the run of the audit, or the decision
   * @param runId the run of the audit, also for a decision about it
   * @param site identifies the report, together with {@code reportId}
   * @param claim number of this claim of the delivery
   * @param report the audited version
   * @param bundle the stored FHIR transaction
   * @param payload what is sent, byte for byte the same in each try; empty until {@link #prepared}
   * @param attempts number of tries so far
   * @param rebuilds how many tries failed because somebody had changed a resource that it
   *     withdraws, or deleted one that it refers to
   */
  record Delivery(
      UUID id,
      UUID runId,
      String sink,
      int claim,
      String site,
      String reportId,
      Report report,
      String bundle,
      String payload,
      int attempts,
      int rebuilds) {
    /** Exchange property that holds the delivery. */
    public static final String KEY = "CamelJournalDelivery";

    /** Whether this is the delivery of a decision about an audit. */
    public boolean ofDecision() {
      return !id.equals(runId);
    }

    @Override
    public String toString() {
      return "Delivery[" + id + " to " + sink + "]";
    }
  }

  /**
   * Claims the delivery of a sink that is due first, for the duration of the lease. The order is
   * that in which runs ended and decisions were made. A decision is due only when the sink has its
   * audit, and the earlier decisions about that were sent or given up. What the sink refused waits
   * until nothing else is due, and all later deliveries of its report wait for it.
   *
   * <p>While a delivery is claimed, no other of the same report and sink is handed out, on this
   * node or another. When the lease ends without a result, because the process died, the delivery
   * is due again; the sink may have received it.
   */
  Optional<Delivery> claim(String sink, Duration lease);

  /**
   * Extends a lease.
   *
   * @return false if another node has claimed the delivery
   */
  boolean renew(Delivery delivery, Duration lease);

  /** Ends a claim without a result. The delivery is due again at once. */
  void release(Delivery delivery);

  /** Ends every claim. Call it only at the start of the only process on this journal. */
  void releaseAll();

  /** Stores the payload before the first try. */
  void prepared(Delivery delivery, String payload);

  /**
   * Ends a delivery if the sink has a later one of the report, or that of a decision if the sink
   * gets a newer audit of the report next. For sinks whose payload says all that stands: an older
   * one would take the newer one's place.
   *
   * @return whether it was ended
   */
  boolean overtake(Delivery delivery);

  /** Marks a delivery as received by the sink. */
  void sent(Delivery delivery);

  /** Retries a delivery after the delay, with the same payload. */
  void retry(Delivery delivery, Duration delay, String reason);

  /**
   * What a sink said when it refused a delivery.
   *
   * @param reason for the operator; names no patient
   * @param error code and place of the error; names no patient
   * @param answer the sink's own words, which may name one
   */
  record Refusal(String reason, String error, String answer) {
    @Override
    public String toString() {
      return "Refusal[" + error + "]";
    }
  }

  /**
   * Like {@link #retry}, after the sink refused this delivery. Until it is sent or given up, no
   * later one of the report is handed out, and no newer audit takes its place.
   */
  void refused(Delivery delivery, Duration delay, Refusal refusal);

  /** What the sink said when it last refused a delivery that is not sent; may name a patient. */
  Optional<String> answer(UUID id, String sink);

  /**
   * Like {@link #retry}, but the payload is prepared again, because somebody changed a resource
   * that it withdraws.
   */
  void rebuild(Delivery delivery, Duration delay, String reason);

  /**
   * Gives a delivery up. It is stored with the reason for an operator. With an audit's, those of
   * the decisions about it are given up too. If a newer one of the report can go, which nothing
   * that is sent again may follow, it is overtaken instead.
   */
  void dead(Delivery delivery, String reason);

  /**
   * A delivery that was sent before the server knew its patient, or whose patient was merged.
   *
   * @param since when it was sent or the patient was merged
   * @param tries how often the patient was looked up since then
   * @param until when this lookup is due again; no other node looks the patient up before
   */
  record Unlinked(Delivery delivery, Instant since, int tries, Instant until) {}

  /**
   * Marks a delivery as received by the sink without its patient. It will be linked when the
   * patient is known.
   */
  void sentUnlinked(Delivery delivery, Duration delay);

  /**
   * The sent delivery whose patient lookup is due first, of several in the order in which they were
   * sent. A merge of patients makes the lookup due for all deliveries of their reports. It is not
   * due again for the duration of the lease, so that no other node looks up the same patient.
   */
  Optional<Unlinked> unlinked(String sink, Duration lease);

  /**
   * The patient is not known yet: look it up again after the delay. Changes nothing if the lookup
   * has become due meanwhile, because the patient was merged once more.
   */
  void linkLater(Unlinked lookup, Duration delay);

  /**
   * Ends the patient lookup of a delivery. Changes nothing if the lookup has become due meanwhile,
   * because the patient was merged once more.
   */
  void linkEnded(Unlinked lookup);
}
