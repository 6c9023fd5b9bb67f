package org.radiologytrust.journal.work;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Report;

/**
 * The earlier reports of a patient on which audits rest: released, current, of another examination,
 * and of a patient with the same identifier, merges included, name and birth date.
 */
public interface EarlierReports {
  /**
   * What the journal has of a report's patient.
   *
   * @param earlier versions of reports of earlier studies, newest first, at most as many as the
   *     site allows
   * @param later versions that may rest on this report, or on an older version of it
   * @param unlinked how often the version must be audited anew, because two patients are not one
   */
  record History(List<UUID> earlier, List<UUID> later, int unlinked) {}

  /** The history of a version's patient as it is now. */
  History of(UUID version);

  /** Has these versions looked at again: what they rest on may have changed. */
  void changed(List<UUID> versions);

  /**
   * An audited version whose history may have changed.
   *
   * @param changes how often
   */
  record Changed(UUID version, int changes) {}

  /**
   * The current versions whose history may have changed and that have no open run, oldest first.
   */
  List<Changed> toLookAt(int limit);

  /**
   * Queues another run of a version, if its history is another one than that of its last run: with
   * the same images, and with the model's answers, which are used again where the question is the
   * same. Then the version counts as looked at.
   *
   * @param engine version of the engine
   * @return the run; empty if nothing has changed, or another run of the version has not ended
   */
  Optional<UUID> queueAgain(Changed changed, String engine);

  /**
   * An earlier report for people.
   *
   * @param report its id in the worklist
   */
  record Found(UUID report, EarlierReport earlier) {}

  /**
   * The earlier reports of the patient of a report that is not stored, newest first, at most as
   * many as a run reads. Stores nothing.
   *
   * @throws org.radiologytrust.journal.store.SearchBusyException if it takes too long
   */
  List<Found> ofOpen(Report open);

  /** The earlier reports that a run reads, with their texts, newest first. */
  List<EarlierReport> of(Job job);
}
