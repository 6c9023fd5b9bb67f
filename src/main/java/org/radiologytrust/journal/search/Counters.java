package org.radiologytrust.journal.search;

import java.time.Duration;
import java.util.Map;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.model.AuditOutcome;

/** Counts of everything in the journal, read in one transaction so that they are consistent. */
public interface Counters {
  /** State of a report version that was replaced by a newer one before its audit ended. */
  String SUPERSEDED = "superseded";

  Counts counts();

  /**
   * Flags that people agreed with, since the journal was created.
   *
   * @param corrected those that a newer version of the report no longer has
   * @param left those that people left as they are
   * @param unclear those of which nothing can be said
   * @param took how long it took to correct them, together
   * @param evidenceChanged of how many of all these the evidence has changed since: an earlier
   *     report or an image was corrected or withdrawn, or is another patient's
   */
  record Outcomes(long corrected, long left, long unclear, Duration took, long evidenceChanged) {}

  /**
   * Counts since the journal was created.
   *
   * @param messages received messages by outcome code; a message counts once for each report
   *     version that it became, otherwise once
   * @param reports finished report versions by {@linkplain AuditOutcome#code() outcome}, and
   *     {@value #SUPERSEDED} for those replaced by a newer version before their audit ended
   * @param open unfinished report versions by state: awaiting_images, ready, auditing
   * @param worklist reports by state of the worklist, all eight
   * @param deliveries by sink, then by {@linkplain org.radiologytrust.journal.results.Outbox#STATES
   *     state}
   * @param outcomes flags that people agreed with, by what became of them
   */
  record Counts(
      Map<String, Long> messages,
      Map<String, Long> reports,
      Map<String, Long> open,
      Map<String, Long> worklist,
      Map<String, Map<String, Long>> deliveries,
      Outcomes outcomes) {

    /** All received messages, duplicates included. */
    public long received() {
      return sum(messages);
    }

    /**
     * Whether received = audited + checked only + not auditable + superseded + quarantined +
     * applied + ignored + duplicate + in flight. A state that is missing here makes the equation
     * false.
     */
    public boolean conserved() {
      return messages.getOrDefault(Inbox.Outcome.PARSED.code(), 0L) == sum(reports) + sum(open);
    }

    private static long sum(Map<String, Long> counts) {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
