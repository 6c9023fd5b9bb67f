package org.radiologytrust.model;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The outcome of one run over one version of a report, complete or failed.
 *
 * @param runId derived from content: the same report, status, images and engine give the same id
 * @param report the version audited
 * @param studies the studies whose images belong to it; empty when none came
 * @param instances the images that the model was shown, or would have been shown; empty when none
 * @param claims in order of the text
 * @param verdicts one per claim, in the same order
 * @param checks what the deterministic checks found
 * @param reads what the model saw on the images
 * @param omissions findings that no claim mentions
 * @param rewrites proposals for flagged claims
 * @param score never {@code null} unless failed
 * @param models what was asked of which model; empty when none was used
 * @param outcome what came of it; {@code null} is allowed where JSON of a version is read that did
 *     not store it: then it is worked out
 * @param failure empty, or why the report is not auditable; then there are no verdicts, no score
 * @param unsupported the failure is the report's nature rather than an error of ours
 * @param note what the result rests on or lacks, in one sentence, e.g. that no model was reachable
 * @param notAudited what of the report, and beside it, was not audited
 * @param started when the run began
 * @param ended when it ended
 * @param engineVersion version of this product
 */
public record Audit(
    UUID runId,
    Report report,
    List<Study> studies,
    List<Instance> instances,
    List<Claim> claims,
    List<Verdict> verdicts,
    List<CheckResult> checks,
    List<ImageRead> reads,
    List<Finding> omissions,
    List<Rewrite> rewrites,
    Summaries summaries,
    Score score,
    List<ModelUse> models,
    AuditOutcome outcome,
    String failure,
    boolean unsupported,
    String note,
    List<NotAudited> notAudited,
    Instant started,
    Instant ended,
    String engineVersion) {
  public Audit {
    studies = Texts.copy(studies);
    instances = Texts.copy(instances);
    claims = Texts.copy(claims);
    verdicts = Texts.copy(verdicts);
    checks = Texts.copy(checks);
    reads = Texts.copy(reads);
    omissions = Texts.copy(omissions);
    rewrites = Texts.copy(rewrites);
    summaries = summaries == null ? Summaries.NONE : summaries;
    models = Texts.copy(models);
    failure = Texts.orEmpty(failure);
    note = Texts.orEmpty(note);
    notAudited = Texts.copy(notAudited);
    outcome = outcome == null ? AuditOutcome.stored(failure, verdicts, models) : outcome;
    if (failure.isEmpty() == (outcome == AuditOutcome.NOT_AUDITABLE)) {
      throw new IllegalArgumentException("what failed is not auditable, and nothing else is");
    }
    if (failure.isEmpty()) {
      if (score == null || verdicts.size() != claims.size()) {
        throw new IllegalArgumentException("every claim needs a verdict, every audit its counts");
      }
    } else if (score != null || !verdicts.isEmpty()) {
      throw new IllegalArgumentException("what failed has neither score nor verdicts");
    }
  }

  /**
   * A run that ended without an audit.
   *
   * @param checks what the deterministic checks had found by then
   * @param failure why; not empty
   * @param at when it ended
   */
  public static Audit failed(
      UUID runId,
      Report report,
      List<Study> studies,
      List<CheckResult> checks,
      String failure,
      boolean unsupported,
      Instant at,
      String engineVersion) {
    return new Audit(
        runId,
        report,
        studies,
        null,
        null,
        null,
        checks,
        null,
        null,
        null,
        null,
        null,
        null,
        AuditOutcome.NOT_AUDITABLE,
        failure,
        unsupported,
        "",
        null,
        at,
        at,
        engineVersion);
  }

  public boolean failed() {
    return !failure.isEmpty();
  }

  /** UUIDv5 of the run and the claim's ordinal. */
  public UUID claimId(int claim) {
    return Texts.uuid5(runId + "|" + claim);
  }
}
