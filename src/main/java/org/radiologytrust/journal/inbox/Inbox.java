package org.radiologytrust.journal.inbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;

/** Stores received messages durably. */
public interface Inbox {
  /**
   * Stores a message with its outcome and its answer, in one commit.
   *
   * <p>A message is identified by (channel, site, key). The same key with the same bytes is a
   * repeat: only its count is stored, and the first answer is given again. The same key with other
   * bytes is quarantined, unless all earlier messages with that key are in quarantine (so a sender
   * may correct a message and send it again).
   *
   * <p>A {@link Parsed} report becomes a new version of the stored report that it is about, and
   * supersedes the version before it. It is a duplicate if it says the same as the current version,
   * or the same as an earlier version with the same time of issue. It is ignored if it is certain
   * that it is older. It is quarantined if the stored report is another patient's. It is also
   * quarantined if its numbers, time of issue and status do not tell which report or which version
   * it is ({@link org.radiologytrust.model.NumberMatch}; docs/messages.md, "Life of a report"). A
   * time of issue in the future is not used.
   *
   * <p>A {@link PatientChange} is applied to the stored versions of the patient's reports and to
   * all that come later. It is quarantined if the data of its patients contradict each other, if
   * its sender may not merge these ids, or if it is older than a known change and says something
   * else; {@link Messages#decideAgain} accepts these. It is also quarantined if it would merge in a
   * circle or into two patients, or unlinks patients of whom no merge is stored.
   *
   * <p>All reports of a message are stored with it or none is: if one is quarantined, so is the
   * message. Otherwise it is parsed if any report became a version, else a duplicate if any is one,
   * else ignored.
   *
   * @throws JournalException if the message was not stored, or nobody knows because the database's
   *     answer was lost. The sender must send it again.
   */
  Receipt receive(Incoming incoming);

  /**
   * A received message.
   *
   * @param channel {@code hl7}, {@code fhir} ...
   * @param site the sending site, or the configured one
   * @param key the sender's number of the message (MSH-3, MSH-4 and MSH-10 together), or the
   *     SHA-256 of the bytes if the sender gives none
   * @param raw the exact bytes
   * @param disposition the result of parsing
   * @param replier builds the answer once the outcome is known
   * @param place position in the feed, for the log; empty if the feed has no positions
   * @param peer who sent it, such as an IP address; empty if the feed does not know
   * @param keys what its reader found in a message that is no report
   */
  record Incoming(
      String channel,
      String site,
      String key,
      byte[] raw,
      Disposition disposition,
      Replier replier,
      String place,
      String peer,
      SearchKeys keys) {
    public Incoming(
        String channel,
        String site,
        String key,
        byte[] raw,
        Disposition disposition,
        Replier replier) {
      this(channel, site, key, raw, disposition, replier, "", "", SearchKeys.NONE);
    }

    /** The same message with its position in the feed. */
    public Incoming at(String place) {
      return new Incoming(channel, site, key, raw, disposition, replier, place, peer, keys);
    }

    /** The same message with its sender. */
    public Incoming from(String peer) {
      return new Incoming(channel, site, key, raw, disposition, replier, place, peer, keys);
    }

    /** The same message with what it is found by. */
    public Incoming with(SearchKeys keys) {
      return new Incoming(channel, site, key, raw, disposition, replier, place, peer, keys);
    }
  }

  /** The result of parsing a message. */
  sealed interface Disposition permits Parsed, PatientChange, Ignored, Quarantined {}

  /**
   * Reports to audit.
   *
   * @param reports one or more; each has another id
   */
  record Parsed(List<Report> reports) implements Disposition {
    public Parsed {
      reports = List.copyOf(reports);
      if (reports.isEmpty()) {
        throw new IllegalArgumentException("no report");
      }
    }

    /** One report. */
    public Parsed(Report report) {
      this(List.of(report));
    }

    /** The first report of the message. */
    public Report first() {
      return reports.get(0);
    }
  }

  /**
   * Changes of patients: no report. All are applied or none is.
   *
   * @param changed the patients: several only for merges, two for an unlink
   * @param at when it was entered (EVN-2); null if the message does not say
   * @param foreign whether the sender may not merge these ids, so that a person must check it
   * @param unlinks whether the patients are no longer one
   */
  record PatientChange(
      List<ChangedPatient> changed, @Nullable Instant at, boolean foreign, boolean unlinks)
      implements Disposition {
    public PatientChange {
      changed = List.copyOf(changed);
      if (changed.isEmpty() || unlinks && changed.size() != 2) {
        throw new IllegalArgumentException("too few patients, or too many");
      }
    }

    /** Merges, or a correction. */
    public PatientChange(List<ChangedPatient> changed, @Nullable Instant at, boolean foreign) {
      this(changed, at, foreign, false);
    }

    /** Two patients who were merged, and are not one. */
    public static PatientChange unlink(
        Patient one, Patient other, @Nullable Instant at, boolean foreign) {
      return new PatientChange(
          List.of(new ChangedPatient(one, List.of()), new ChangedPatient(other, List.of())),
          at,
          foreign,
          true);
    }

    /** A change of one patient by a sender who may do that. */
    public PatientChange(Patient patient, List<Identifier> replaced, @Nullable Instant at) {
      this(List.of(new ChangedPatient(patient, replaced)), at, false);
    }

    /** Whether it merges patients; otherwise it corrects the data of one. */
    boolean merges() {
      return !changed.get(0).replaced().isEmpty();
    }
  }

  /**
   * A patient of a {@link PatientChange}.
   *
   * @param patient the surviving identifiers of a merge, otherwise the corrected name, birth date
   *     and sex
   * @param replaced identifiers that the patient's replace (MRG-1); empty for a correction
   */
  record ChangedPatient(Patient patient, List<Identifier> replaced) {
    public ChangedPatient {
      replaced = List.copyOf(replaced);
      if (patient.identifiers().isEmpty()) {
        throw new IllegalArgumentException("a patient without an identifier");
      }
    }
  }

  /** A valid message that needs no audit. */
  record Ignored(String reason) implements Disposition {}

  /**
   * An unusable message, stored unchanged.
   *
   * @param reason one sentence that names the field and what to do; never patient data
   * @param alarms why a person should look at it at once; empty for an ordinary fault
   */
  record Quarantined(String reason, Set<IntakeAlarm> alarms) implements Disposition {
    public Quarantined {
      alarms = Set.copyOf(alarms);
    }

    /** An ordinary fault. */
    public Quarantined(String reason) {
      this(reason, Set.of());
    }
  }

  /** Builds the answer. Must not throw. */
  @FunctionalInterface
  interface Replier {
    byte[] reply(Outcome outcome, String reason);
  }

  /** The outcome of a message: the values of {@code rtl_messages_total{outcome}}. */
  enum Outcome {
    PARSED,
    /** A change of a patient that was applied to the stored reports. */
    APPLIED,
    IGNORED,
    DUPLICATE,
    QUARANTINED;

    /** The value of the metric's label. */
    public String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * The result of receiving a message.
   *
   * @param outcome how this message is counted; {@code DUPLICATE} for any repeat
   * @param reason for a parsed message the warnings about it, mostly empty
   * @param reply the answer to the sender
   * @param correlationId of the first parsed report; empty if the message was not a report
   */
  record Receipt(Outcome outcome, String reason, byte[] reply, Optional<UUID> correlationId) {
    public Receipt(Outcome outcome, String reason, byte[] reply) {
      this(outcome, reason, reply, Optional.empty());
    }

    /** The same receipt with the report's correlation id. */
    Receipt about(UUID correlationId) {
      return new Receipt(outcome, reason, reply, Optional.of(correlationId));
    }
  }
}
