package org.radiologytrust.journal.erasure;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Report;

/**
 * Erases a report or a patient. One person requests it, another one confirms it. Each report is
 * erased in a commit of its own; an erasure that was interrupted is resumed.
 */
public interface Erasures {
  /**
   * The marks under which flags of a report were kept before it was signed: {@link
   * org.radiologytrust.review.FlagMarks#numbers}.
   */
  interface DraftNumbers extends Function<Report, List<String>> {
    /** Nothing is kept of open reports. */
    DraftNumbers NONE = report -> List.of();
  }

  /** Where an erasure is. */
  enum State {
    REQUESTED,
    /** It is being carried out. */
    CONFIRMED,
    DONE,
    WITHDRAWN;

    public String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A delivery that a sink has, or may have.
   *
   * @param id the run, the decision or the id of a notification
   * @param state of the delivery when it was erased
   * @param audited when the run ended
   */
  record Copy(UUID id, String sink, UUID run, String state, Instant audited) {}

  /**
   * What an erasure deletes.
   *
   * @param reports how many reports
   * @param rows by table; rows that are kept without their content count, too
   * @param copies what left this journal
   * @param resting ids, as the worklist has them, of other reports whose audits quote what is
   *     erased: these audits are erased too, and the reports are audited again
   * @param messages ids of messages that became no report and are erased
   * @param unsure ids of messages that have a number of the report or the patient, and may be about
   *     somebody else: they stay
   */
  record Plan(
      int reports,
      Map<String, Long> rows,
      List<Copy> copies,
      List<UUID> resting,
      List<String> messages,
      List<String> unsure) {
    public Plan {
      copies = List.copyOf(copies);
      resting = List.copyOf(resting);
      messages = List.copyOf(messages);
      unsure = List.copyOf(unsure);
    }

    boolean isEmpty() {
      return rows.isEmpty();
    }
  }

  /**
   * A request, and what remains of what it erased.
   *
   * @param kind report or patient
   * @param confirmedBy empty until it is confirmed
   * @param ended when it was done or withdrawn
   * @param rows how many rows of each table were erased
   * @param fhirOpen how many resources the FHIR server still has as they were
   */
  record Erasure(
      UUID id,
      String kind,
      State state,
      String reason,
      String requestedBy,
      Instant requested,
      String confirmedBy,
      @Nullable Instant ended,
      Map<String, Long> rows,
      List<Copy> copies,
      long fhirOpen) {}

  /**
   * The report that an id stands for: that of a report in the worklist, of a version, of a run, or
   * an accession number.
   *
   * @throws ErasureRefusedException if there is none, or several have the accession number
   */
  Subject report(String id);

  /** What would be erased now. Changes nothing. */
  Plan plan(Subject subject, DraftNumbers drafts);

  /**
   * Stores a request.
   *
   * @param reason in words that name no patient
   * @throws ErasureRefusedException if there is nothing to erase, or the reason names the patient
   */
  UUID request(Subject subject, String reason, String user, DraftNumbers drafts);

  /**
   * Carries out a request, or resumes it.
   *
   * @param user another person than who requested it
   * @throws ErasureRefusedException if it cannot be carried out now
   */
  Erasure confirm(UUID id, String user, DraftNumbers drafts);

  /**
   * Ends a request that nobody has confirmed.
   *
   * @throws ErasureRefusedException if there is none
   */
  void withdraw(UUID id);

  Optional<Erasure> find(UUID id);

  /** The newest requests first. */
  List<Erasure> list(int limit);

  /**
   * Resumes what was interrupted.
   *
   * @return how many erasures were finished
   */
  int resume(DraftNumbers drafts);
}
