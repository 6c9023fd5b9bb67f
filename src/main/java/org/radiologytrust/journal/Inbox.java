package org.radiologytrust.journal;

import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.model.Report;

/** Where messages become durable. */
public interface Inbox {
  /**
   * Stores a message with what became of it, and answers it, in one commit.
   *
   * <p>The key of a message is (channel, site, key). The same key with the same bytes is a repeat:
   * nothing is stored but its count, and the first answer is given again. The same key with other
   * bytes is quarantined, unless all earlier ones with that key were (a sender may mend and
   * resend).
   *
   * <p>A {@link Parsed} report becomes a new version of the report with its site and id, and
   * supersedes the version before it. It is a duplicate when the version at hand has the same
   * fingerprint and status, or an earlier one has them and the same time of issue; ignored when it
   * was issued before the version at hand; quarantined when that version is about another patient.
   *
   * @throws JournalException when it cannot be stored; then nothing was
   */
  Receipt receive(Incoming incoming);

  /**
   * A message as it came.
   *
   * @param channel {@code hl7}, {@code fhir} ...
   * @param site the sending site, or the configured one
   * @param key what the sender numbers its messages by (MSH-3, MSH-4 and MSH-10 together); where it
   *     has none, the SHA-256 of the bytes
   * @param raw the bytes, exactly
   * @param disposition what the ingest made of it
   * @param replier makes the answer once the outcome is known
   * @param place where a feed has it, for the log; empty where there is no such place
   */
  record Incoming(
      String channel,
      String site,
      String key,
      byte[] raw,
      Disposition disposition,
      Replier replier,
      String place) {
    public Incoming(
        String channel,
        String site,
        String key,
        byte[] raw,
        Disposition disposition,
        Replier replier) {
      this(channel, site, key, raw, disposition, replier, "");
    }

    /** The same, from there. */
    public Incoming at(String place) {
      return new Incoming(channel, site, key, raw, disposition, replier, place);
    }
  }

  /** What the ingest made of a message. */
  sealed interface Disposition permits Parsed, Ignored, Quarantined {}

  /** A report to audit. */
  record Parsed(Report report) implements Disposition {}

  /** Not for us, and properly so. */
  record Ignored(String reason) implements Disposition {}

  /**
   * Not usable; kept as it came.
   *
   * @param reason one sentence that names the field and what to do, and no patient
   */
  record Quarantined(String reason) implements Disposition {}

  /** Makes the bytes of the answer. Must not throw. */
  @FunctionalInterface
  interface Replier {
    byte[] reply(Outcome outcome, String reason);
  }

  /** What became of a message: the values of {@code rtl_messages_total{outcome}}. */
  enum Outcome {
    PARSED,
    IGNORED,
    DUPLICATE,
    QUARANTINED;

    /** The metric's value. */
    public String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * @param outcome what this arrival counts as; {@code DUPLICATE} for a repeat of anything
   * @param reason empty for a parsed one
   * @param reply the answer to give
   * @param correlationId of the report that it was read as; empty for what is none
   */
  record Receipt(Outcome outcome, String reason, byte[] reply, Optional<UUID> correlationId) {
    public Receipt(Outcome outcome, String reason, byte[] reply) {
      this(outcome, reason, reply, Optional.empty());
    }

    /** The same, about that report. */
    Receipt about(UUID correlationId) {
      return new Receipt(outcome, reason, reply, Optional.of(correlationId));
    }
  }
}
