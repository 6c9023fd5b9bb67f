package org.radiologytrust.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;

/** Report versions on their way from received to audited. */
public interface JobQueue {
  /**
   * A version that waits for images, or one that was audited without.
   *
   * @param version id of the version in this journal
   * @param received when its message came
   * @param changes changes of its studies that have not been {@linkplain #markChecked looked at}
   */
  record Waiting(UUID version, Report report, Instant received, int changes) {
    @Override
    public String toString() {
      return "Waiting[" + version + "]";
    }
  }

  /**
   * One run to be made, or to be gone on with, as it was claimed. What is written of it needs it:
   * once the run was claimed again, nothing of an earlier claim is stored.
   *
   * @param claim number of this claim of the run
   * @param studies the studies whose images go in; empty for none
   * @param refusal empty, or why the report must not be audited (the right-patient gate)
   * @param attempts how often it has failed
   * @param lost how often a claim ended without a word, because its process died
   * @param stuck how long it has been put off without progress
   * @param steps results kept so far, by step
   */
  record Job(
      UUID runId,
      UUID version,
      int claim,
      Report report,
      List<Study> studies,
      String refusal,
      int attempts,
      int lost,
      Duration stuck,
      Map<String, String> steps) {
    /** Exchange property that holds it. */
    public static final String PROPERTY = "rtlJob";

    @Override
    public String toString() {
      return "Job[" + runId + "]";
    }
  }

  /**
   * Versions that wait for images and of which something can be decided, oldest first: those that
   * came by then, those of which a study is here, those that name no study, and withdrawn ones. The
   * others, which may be many, are left out.
   */
  List<Waiting> awaitingImages(Instant cameBy, int limit);

  /**
   * Current versions that ended while images they name were missing, and of which a study has come
   * or changed since they were last {@linkplain #markChecked looked at}; oldest first.
   */
  List<Waiting> withLateImages(int limit);

  /**
   * The version was looked at, and what came of that is stored. Changes of its studies since the
   * version was read count on: it will be looked at once more. To be called last, or a process that
   * dies, or a full disk, would leave late images out.
   */
  void markChecked(Waiting waiting);

  /**
   * Queues a run. Does nothing when that run exists or the version was superseded.
   *
   * @param imagesMissing whether images that the report names are not among the studies
   * @return whether it was queued
   */
  boolean queue(
      UUID version, UUID runId, List<Study> studies, String refusal, boolean imagesMissing);

  /**
   * Takes the oldest run that is due, for as long as the lease lasts. A run whose lease ended (its
   * process died) is due again, with the steps it had. One that cannot be read is set aside.
   */
  Optional<Job> claim(Duration lease);

  /** Prolongs a lease; false when the run is no longer ours. */
  boolean renew(Job job, Duration lease);

  /**
   * Keeps a step's result, from which a restart goes on. The run counts as not stuck after it.
   *
   * @return false, and nothing stored, when the run has ended or was claimed again
   */
  boolean storeStep(Job job, String step, String result);

  /**
   * Gives a run back, to be claimed again after the delay.
   *
   * @param failed whether it failed, rather than found a peer away
   * @return false when the run is no longer ours
   */
  boolean postpone(Job job, Duration delay, boolean failed);

  /**
   * Gives a run back that was broken off here and may go on at once; that counts as nothing.
   *
   * @return false when the run is no longer ours
   */
  boolean release(Job job);

  /** Makes every lease end now: for the start of the only process on this journal. */
  void releaseAll();

  /**
   * The audits that a run supersedes, newest first: those of its report that a sink may still show
   * as standing. They reach back to the newest one that every sink has. A withdrawal supersedes
   * them all: what was only replaced before is in error from then on.
   */
  List<Audit> superseded(UUID runId);

  /**
   * Ends a run that cannot be ended otherwise: its report is not auditable, nothing is published.
   * Does nothing when the run is no longer ours.
   */
  void abandon(Job job, String reason);

  /**
   * Stores the audit, the Bundle and its resources, and one delivery for each sink, and ends the
   * run, in one commit. Pending deliveries of the run it supersedes are ended.
   *
   * @param bundle the FHIR transaction as it will be sent
   * @param resources the Bundle's resources as they can be read and searched
   * @param sinks names of the sinks that get the Bundle
   * @return false, and nothing stored, when the run has ended already or was claimed again, or its
   *     version was superseded
   */
  boolean finish(
      Job job, Audit audit, String bundle, List<StoredResource> resources, List<String> sinks);
}
