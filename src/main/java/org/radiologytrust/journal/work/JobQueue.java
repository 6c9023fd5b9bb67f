package org.radiologytrust.journal.work;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.OtherPatient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;
import org.radiologytrust.review.FlagMarks;

/** Report versions between receipt and the end of their audit. */
public interface JobQueue {
  /**
   * A version that waits for images, or that was audited without them.
   *
   * @param version id of the version in this journal
   * @param received when its message was received
   * @param changes number of changes of its studies since it was last {@linkplain #markChecked
   *     checked}
   * @param untouched whether it was never checked and has no run
   */
  record Waiting(UUID version, Report report, Instant received, int changes, boolean untouched) {
    @Override
    public String toString() {
      return "Waiting[" + version + "]";
    }
  }

  /**
   * One claimed audit run, new or resumed. Every write for the run needs this claim: after the run
   * was claimed again, writes with an earlier claim store nothing.
   *
   * @param claim number of this claim of the run
   * @param studies the studies whose images are used; may be empty
   * @param refusal why the report must not be audited (withdrawn, or the right-patient gate); empty
   *     if it may
   * @param other what the right-patient gate saw; {@code null} where no study contradicts
   * @param attempts how often the run has failed
   * @param lost how often a lease ended while the run was claimed: most often, its process died
   * @param stuck how long the run has been postponed without progress
   * @param steps stored step results, by step name
   * @param textOnly whether only the text is checked; another run of the version follows
   * @param shadow whether the run was made in shadow mode: its audit is kept apart, and nothing of
   *     it is published, told or counted
   */
  record Job(
      UUID runId,
      UUID version,
      int claim,
      Report report,
      List<Study> studies,
      String refusal,
      @Nullable OtherPatient other,
      int attempts,
      int lost,
      Duration stuck,
      Map<String, String> steps,
      boolean textOnly,
      boolean shadow) {
    /** Exchange property that holds the job. */
    public static final String PROPERTY = "rtlJob";

    /** A run with images whose studies do not contradict the report. */
    public Job(
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
      this(
          runId, version, claim, report, studies, refusal, null, attempts, lost, stuck, steps,
          false, false);
    }

    /** Whether the images are of another patient: the checks run, and nothing is opened. */
    public boolean imagesRefused() {
      return other != null && other.refused();
    }

    @Override
    public String toString() {
      return "Job[" + runId + "]";
    }
  }

  /**
   * Versions that wait for images and about which there is something to decide, oldest first:
   * received at or before the given time, or untouched, or with a study that was added or changed
   * since they were last {@linkplain #markChecked checked}. All others, which may be many, are left
   * out, and those of which a run has not ended. Some of the newest are among them, as in {@link
   * #untouched}.
   */
  List<Waiting> awaitingImages(Instant cameBy, int limit);

  /**
   * Current versions for which nobody has queued a run yet, oldest first. If there are more, some
   * of the newest are among them, so that a flood of reports does not hide those behind it.
   *
   * @param limit of the oldest
   */
  List<Waiting> untouched(int limit);

  /**
   * Queues a run of the text alone for each of these versions that is untouched, before all runs
   * that also ask a model. The version goes on waiting for its images.
   *
   * @param runs ids of the runs, by version
   * @return the versions for which one was queued
   */
  List<UUID> queueTexts(Map<UUID, UUID> runs);

  /**
   * Current versions whose audit ended while images were missing, and of which a study was added or
   * changed since they were last {@linkplain #markChecked checked}; oldest first.
   */
  List<Waiting> withLateImages(int limit);

  /**
   * Marks versions as checked, in one commit. Study changes that came after a version was read
   * still count, and the version will be checked again. Call this last, after the results of the
   * checks are stored: otherwise a crash or a full disk could leave late images unused.
   */
  void markChecked(List<Waiting> checked);

  /** All runs of a version; the one with its newest audit is the last. */
  List<UUID> runsOf(UUID version);

  /**
   * Queues a run. Does nothing if the run exists already or the version was superseded. If another
   * run of the version has not ended, nothing is queued either, and the version is looked at again
   * after that run.
   *
   * @param imagesMissing whether the studies lack images that the report names
   * @return whether the run was queued
   */
  boolean queue(
      UUID version, UUID runId, List<Study> studies, String refusal, boolean imagesMissing);

  /**
   * Like {@link #queue(UUID, UUID, List, String, boolean)}, for a version with studies that
   * contradict it. Its images count as missing, so that it is looked at again when they change.
   * Does nothing if people have said something else meanwhile than {@code other} has: then the
   * version is looked at again.
   *
   * @param studies the studies whose images may be used; empty while {@code other} is refused
   * @param refusal why they are not used; empty if people confirmed that they may be
   */
  boolean queue(UUID version, UUID runId, List<Study> studies, String refusal, OtherPatient other);

  /**
   * Claims the first run that is due and not suspect, for the duration of the lease; {@link
   * org.radiologytrust.journal.inbox.WorkClass} says in which order they go. A run is suspect once
   * a lease of it has ended while it was claimed: its process may have died of it. It keeps its
   * stored steps. A run that cannot be read is abandoned.
   */
  Optional<Job> claim(Duration lease);

  /** Like {@link #claim}, for a run of a text alone. */
  Optional<Job> claimText(Duration lease);

  /**
   * Claims a suspect run that is due; first the one that ended the fewest processes alone, then the
   * oldest. The caller runs nothing beside it.
   *
   * @param deaths leaves out the runs that ended more processes than this while they ran alone
   * @param counted whether the end of this lease counts as such an end; false if something that the
   *     caller could not stop still goes on beside the run
   */
  Optional<Job> claimAlone(Duration lease, int deaths, boolean counted);

  /** Whether {@link #claimAlone} would find a run. */
  boolean suspectDue(int deaths);

  /**
   * Returns the runs whose leases have ended to the queue, as suspect ones. Ends those that ended a
   * process alone this often since their last stored step: their reports are not auditable, and
   * nothing is published.
   *
   * @return the runs that it ended
   */
  List<UUID> endLost(int deaths, String reason);

  /**
   * Takes a run from a claim that has had too much time, as if its process had died. What goes on
   * under that claim stores nothing any more.
   *
   * @return false if the run no longer belongs to this claim
   */
  boolean loseOverdue(Job job);

  /** How many runs {@link #endLost} has ended. */
  long givenUp();

  /**
   * Extends a lease.
   *
   * @return false if the run no longer belongs to this claim
   */
  boolean renew(Job job, Duration lease);

  /**
   * Stores a step's result, so that a restart resumes after this step. The run counts as making
   * progress: processes that it ended alone before count no longer.
   *
   * @return false, with nothing stored, if the run has ended or was claimed again
   */
  boolean storeStep(Job job, String step, String result);

  /**
   * Returns a run to the queue. It can be claimed again after the delay.
   *
   * @param failed whether the run failed; false if a peer was not available
   * @return false if the run no longer belongs to this claim
   */
  boolean postpone(Job job, Duration delay, boolean failed);

  /**
   * Returns an interrupted run to the queue. It can be claimed again at once, and no failure is
   * counted.
   *
   * @return false if the run no longer belongs to this claim
   */
  boolean release(Job job);

  /**
   * When the oldest run that waits was queued. Runs in progress do not wait; runs that were
   * returned to the queue do.
   *
   * @return empty when none waits
   */
  Optional<Instant> oldestWaiting();

  /**
   * Ends every lease: the runs are suspect. Call it only at the start of the only process on this
   * journal.
   */
  void releaseAll();

  /**
   * The versions of the report before the one of this run, the oldest first.
   *
   * @param limit of more versions, only the newest are given
   */
  List<Report> earlierVersions(Job job, int limit);

  /**
   * Audits that a run supersedes.
   *
   * @param all newest first
   * @param unknown runs of those that no sink has or will get
   */
  record Superseded(List<Audit> all, Set<UUID> unknown) {
    /** Those that a sink may have. */
    public List<Audit> known() {
      return all.stream().filter(audit -> !unknown.contains(audit.runId())).toList();
    }
  }

  /**
   * The audits that a run supersedes: audits of the same report that a sink may still show as
   * current, back to the newest one that every sink has received. A withdrawal supersedes all
   * audits of the report, because those that were replaced before are now in error too.
   */
  Superseded superseded(UUID runId);

  /**
   * Ends a run that cannot end normally: its report is not auditable, and nothing is published.
   * Does nothing if the run no longer belongs to this claim.
   */
  void abandon(Job job, String reason);

  /**
   * Sinks for which the audit of a text alone is held.
   *
   * @param longest how long, if no other audit takes its place
   */
  record Held(Set<String> sinks, Duration longest) {
    public static final Held NONE = new Held(Set.of(), Duration.ZERO);
  }

  /** Builds what is published of an audit; called inside the commit. */
  @FunctionalInterface
  interface Publishing {
    /**
     * @param stored the resource as it is stored now, by type and id; empty if there is none
     */
    Reviews.Publication publish(BiFunction<String, String, Optional<StoredResource>> stored);

    /** Builds what is published of the decisions that the engine follows from earlier ones. */
    default Reviews.Publisher decisions() {
      return (audit, decisions, stored) -> new Reviews.Publication("{}", List.of());
    }

    /** What it says about flags of the report before it was signed. */
    default FlagMarks.Signed signed() {
      return FlagMarks.Signed.NONE;
    }

    /** The sinks that wait for a better audit, if the run was one of the text alone. */
    default Held held() {
      return Held.NONE;
    }

    /** Runs of audits that the Bundle says nothing about, because no sink has them. */
    default Set<UUID> unknown() {
      return Set.of();
    }

    /** The same, with what it says about flags of the report before it was signed. */
    default Publishing with(FlagMarks.Signed signed, Held held) {
      Publishing all = this;
      return new Publishing() {
        @Override
        public Reviews.Publication publish(
            BiFunction<String, String, Optional<StoredResource>> stored) {
          return all.publish(stored);
        }

        @Override
        public Reviews.Publisher decisions() {
          return all.decisions();
        }

        @Override
        public FlagMarks.Signed signed() {
          return signed;
        }

        @Override
        public Held held() {
          return held;
        }

        @Override
        public Set<UUID> unknown() {
          return all.unknown();
        }
      };
    }

    /**
     * What does not depend on what is stored.
     *
     * @param bundle the FHIR transaction to send
     * @param resources its resources in readable and searchable form
     */
    static Publishing of(String bundle, List<StoredResource> resources) {
      Reviews.Publication publication = new Reviews.Publication(bundle, resources);
      return stored -> publication;
    }
  }

  /**
   * Ends a run: stores the audit, the Bundle, its resources and one delivery per sink, in one
   * commit, and with them the decisions about the audit before that hold on for this one.
   * Deliveries of superseded runs that were not sent are ended, but not those of decisions about an
   * audit that the sink has received. A run of the text alone leaves its version waiting for
   * images. Of a run that was made in shadow mode, the audit alone is stored, and apart: no Bundle,
   * no resource, no delivery. A repeated call of the same claim, whose first answer was lost,
   * stores nothing again.
   *
   * @param sinks names of the sinks that receive the Bundle
   * @return whether this claim has ended the run; false, with nothing stored, if it was claimed
   *     again, given back, or its version was superseded
   * @throws org.radiologytrust.journal.results.HeldDeliveries.ReleasedException if an audit that
   *     was {@linkplain Superseded#unknown unknown} to all sinks is no longer; ask again
   */
  boolean finish(Job job, Audit audit, Publishing publishing, List<String> sinks);
}
