package org.radiologytrust.journal.delivered;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.model.Audit;
import org.radiologytrust.review.Decision;

/** The audits of deliveries, for sinks that write them in another form than the Bundle. */
public interface DeliveredAudits {
  /**
   * What is known of an audit when it is delivered.
   *
   * @param decisions about the audit up to now, in the order of time
   * @param page our id of the report, as in {@link
   *     org.radiologytrust.journal.reviews.Worklist.Row#report}; empty if it is not listed
   * @param message the newest HL7 message of the audited version, as it came; empty if the version
   *     came in another format, or the bytes are no longer stored
   * @param before what was prepared last for the same report and sink, sent or not; empty if
   *     nothing was
   */
  record Delivered(
      Audit audit,
      List<Decision> decisions,
      Optional<UUID> page,
      Optional<byte[]> message,
      String before) {
    public Delivered {
      decisions = List.copyOf(decisions);
    }

    /** Withholds the message. */
    @Override
    public String toString() {
      return "Delivered[" + audit.runId() + "]";
    }
  }

  /** Empty if the audit was erased meanwhile. */
  Optional<Delivered> find(Delivery delivery);
}
