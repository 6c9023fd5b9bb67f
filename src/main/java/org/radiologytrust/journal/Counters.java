package org.radiologytrust.journal;

import java.util.Map;

/** Counts over all that the journal has, in one consistent look. */
public interface Counters {
  Counts counts();

  /**
   * @param messages arrivals by outcome code
   * @param audited report versions audited
   * @param notAuditable report versions that were not auditable
   * @param open report versions on their way, by state: awaiting_images, ready, auditing
   * @param deliveries by sink, then state: pending, sent, dead
   */
  record Counts(
      Map<String, Long> messages,
      long audited,
      long notAuditable,
      Map<String, Long> open,
      Map<String, Map<String, Long>> deliveries) {

    /** Every message that came. */
    public long received() {
      return messages.values().stream().mapToLong(Long::longValue).sum();
    }

    /** received = audited + not auditable + quarantined + ignored + duplicate + in flight. */
    public boolean conserved() {
      long inFlight = open.values().stream().mapToLong(Long::longValue).sum();
      return messages.getOrDefault(Inbox.Outcome.PARSED.code(), 0L)
          == audited + notAuditable + inFlight;
    }
  }
}
