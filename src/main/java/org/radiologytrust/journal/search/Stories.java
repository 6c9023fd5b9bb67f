package org.radiologytrust.journal.search;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.search.MessageSearch.Found;
import org.radiologytrust.journal.store.SearchBusyException;
import org.radiologytrust.model.ShownImage;

/** What happened to messages and reports, for operators. */
public interface Stories {
  /**
   * A message with the answer that its sender got.
   *
   * @param reply bytes of the answer
   */
  record Received(Found message, byte[] reply) {
    @Override
    public String toString() {
      return "Received[" + message.id() + "]";
    }
  }

  /**
   * A report with everything that was done about it.
   *
   * @param id our id of it, as in {@link Worklist.Row#report}; empty if it has no row there
   * @param versions the oldest first
   * @param patientEvents the oldest first
   * @param restsOn the earlier reports that its runs read
   * @param usedBy the runs of other reports that read it
   */
  record ReportStory(
      Optional<UUID> id,
      String site,
      List<String> accessions,
      List<Version> versions,
      List<PatientEvent> patientEvents,
      List<Run> runs,
      List<Delivered> deliveries,
      List<Decided> decisions,
      List<Rest> restsOn,
      List<Rest> usedBy) {}

  /**
   * A change of the patient by a message about the patient, such as ADT.
   *
   * @param message id of that message
   * @param kind merged, unlinked or corrected
   */
  record PatientEvent(String message, String kind, Instant at) {}

  /**
   * A version of a report.
   *
   * @param number from 1
   * @param message id of the message that brought it; empty if the journal does not know it
   * @param correlation id in the log and in published resources
   * @param status preliminary, final ..., in lower case
   * @param addendum whether the message added an addendum to the text
   * @param reason why it is in that state; may be empty
   */
  record Version(
      int number,
      String message,
      UUID correlation,
      String status,
      boolean addendum,
      String state,
      String reason,
      Instant received,
      boolean superseded) {}

  /**
   * A run: one audit of a version, or the attempt at one.
   *
   * @param state ready, running, done or dropped
   * @param attempts how often it failed
   * @param lost how often the process died in it
   * @param refusal why the report must not be audited; empty if it may
   * @param studies Study Instance UIDs of the studies whose images are used
   * @param steps names of the steps whose results are stored
   * @param textOnly whether it checks the text alone
   * @param audit empty until it has ended
   */
  record Run(
      UUID id,
      int version,
      String state,
      Instant queued,
      Instant due,
      int attempts,
      int lost,
      String refusal,
      List<String> studies,
      List<String> steps,
      boolean textOnly,
      Optional<Ended> audit) {}

  /**
   * A run rests on a version of another report.
   *
   * @param version number of this report's version: of the run, or on which the run rests
   * @param report the other report
   * @param otherVersion number of its version
   * @param sha256 of the text on which the run rests
   * @param current whether the other version is the newest of its report
   */
  record Rest(
      UUID run, int version, UUID report, int otherVersion, String sha256, boolean current) {}

  /**
   * How a run ended.
   *
   * @param failure why the report is not auditable; empty if it was audited
   * @param models name of each model that was asked, with the steps
   * @param shown the images that a model was shown
   */
  record Ended(
      Instant started,
      Instant ended,
      String outcome,
      String failure,
      List<String> models,
      List<ShownImage> shown) {}

  /**
   * A delivery.
   *
   * @param id the run of the audit, or the decision
   * @param due when it is tried next; only while it is pending
   */
  record Delivered(
      UUID id, UUID run, String sink, String state, String reason, int attempts, Instant due) {}

  /**
   * What a person decided, without the person's words.
   *
   * @param problem key of the problem; holds no words of the report
   * @param evidenceChanged whether an earlier report or an image on which the audit rests was
   *     corrected or withdrawn since, or is another patient's
   */
  record Decided(
      UUID id,
      UUID run,
      String problem,
      String kind,
      String user,
      Instant at,
      boolean evidenceChanged) {}

  /**
   * What was found for an id.
   *
   * @param messages the oldest first
   * @param reports in no order
   */
  record Story(List<Received> messages, List<ReportStory> reports) {
    public boolean isEmpty() {
      return messages.isEmpty() && reports.isEmpty();
    }
  }

  /**
   * Everything about one message, or about one report and all its messages.
   *
   * @param id of a message, a report, a version, a run, a decision, a delivery or a published
   *     Observation, or a correlation id; otherwise an accession number
   * @throws SearchBusyException if it takes too long, or too many searches run
   */
  Story find(String id);
}
