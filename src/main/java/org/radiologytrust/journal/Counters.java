package org.radiologytrust.journal;

import java.util.Map;
import org.radiologytrust.model.AuditOutcome;

/** Counts over all that the journal has, in one consistent look. */
public interface Counters {
  /** State of a report version that a newer one overtook before its audit. */
  String SUPERSEDED = "superseded";

  Counts counts();

  /**
   * @param messages arrivals by outcome code
   * @param reports report versions whose run ended: by {@linkplain AuditOutcome#code() outcome},
   *     and {@value #SUPERSEDED} for those that a newer version overtook before their audit
   * @param open report versions on their way, by state: awaiting_images, ready, auditing
   * @param deliveries by sink, then state: pending, sent, dead
   */
  record Counts(
      Map<String, Long> messages,
      Map<String, Long> reports,
      Map<String, Long> open,
      Map<String, Map<String, Long>> deliveries) {

    /** Every message that came. */
    public long received() {
      return sum(messages);
    }

    /**
     * received = audited + checked only + not auditable + superseded + quarantined + ignored +
     * duplicate + in flight. A state that has no name here breaks the rule.
     */
    public boolean conserved() {
      return messages.getOrDefault(Inbox.Outcome.PARSED.code(), 0L) == sum(reports) + sum(open);
    }

    private static long sum(Map<String, Long> counts) {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
