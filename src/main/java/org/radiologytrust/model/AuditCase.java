package org.radiologytrust.model;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * An audit on its way through the routes: the message body from {@code audit} to {@code publish}.
 * Each stage hands on a copy with its own part filled in.
 *
 * @param runId see {@link Audit#runId}
 * @param studies the studies whose images belong to the report; empty when none came
 * @param instances the images to show to the model; empty when none came
 * @param withModel whether a model can be asked in this run
 * @param note what the result lacks or rests on; empty when nothing is to be said
 * @param sentences the report, cut; set first
 * @param notAudited what of the report, and beside it, no step looks at; set with the sentences
 * @param claims set by the claims step or, without a model, by the segmentation
 * @param reads set by the findings step
 * @param checks set by the checks
 * @param verdicts set by the alignment; completed by the score
 * @param blank what the alignment says when it is shown blank images; empty when it was not asked
 * @param score set by the score; {@code null} before
 * @param outcome set by the score, before the checks replace labels; {@code null} before
 * @param models what was asked of which model so far
 */
public record AuditCase(
    UUID runId,
    Report report,
    List<Study> studies,
    List<Instance> instances,
    boolean withModel,
    String note,
    Instant started,
    List<Sentence> sentences,
    List<NotAudited> notAudited,
    List<Claim> claims,
    List<ImageRead> reads,
    List<CheckResult> checks,
    List<Verdict> verdicts,
    List<Verdict> blank,
    List<Finding> omissions,
    List<Rewrite> rewrites,
    Summaries summaries,
    Score score,
    AuditOutcome outcome,
    List<ModelUse> models) {
  public AuditCase {
    studies = Texts.copy(studies);
    instances = Texts.copy(instances);
    note = Texts.orEmpty(note);
    sentences = Texts.copy(sentences);
    notAudited = Texts.copy(notAudited);
    claims = Texts.copy(claims);
    reads = Texts.copy(reads);
    checks = Texts.copy(checks);
    verdicts = Texts.copy(verdicts);
    blank = Texts.copy(blank);
    omissions = Texts.copy(omissions);
    rewrites = Texts.copy(rewrites);
    summaries = summaries == null ? Summaries.NONE : summaries;
    models = Texts.copy(models);
  }

  /** A case before any stage has seen it. */
  public static AuditCase of(
      UUID runId,
      Report report,
      List<Study> studies,
      List<Instance> instances,
      boolean withModel,
      String note,
      Instant started) {
    return new AuditCase(
        runId, report, studies, instances, withModel, note, started, null, null, null, null, null,
        null, null, null, null, null, null, null, null);
  }

  /** A copy in which the given parts are replaced. */
  public AuditCase with(Consumer<Parts> change) {
    Parts p = new Parts(this);
    change.accept(p);
    return new AuditCase(
        runId,
        report,
        studies,
        instances,
        withModel,
        p.note,
        started,
        p.sentences,
        p.notAudited,
        p.claims,
        p.reads,
        p.checks,
        p.verdicts,
        p.blank,
        p.omissions,
        p.rewrites,
        p.summaries,
        p.score,
        p.outcome,
        p.models);
  }

  /** The parts of a case that stages fill in; see {@link AuditCase#with}. */
  public static final class Parts {
    public String note;
    public List<Sentence> sentences;
    public List<NotAudited> notAudited;
    public List<Claim> claims;
    public List<ImageRead> reads;
    public List<CheckResult> checks;
    public List<Verdict> verdicts;
    public List<Verdict> blank;
    public List<Finding> omissions;
    public List<Rewrite> rewrites;
    public Summaries summaries;
    public Score score;
    public AuditOutcome outcome;
    public List<ModelUse> models;

    private Parts(AuditCase c) {
      note = c.note;
      sentences = c.sentences;
      notAudited = c.notAudited;
      claims = c.claims;
      reads = c.reads;
      checks = c.checks;
      verdicts = c.verdicts;
      blank = c.blank;
      omissions = c.omissions;
      rewrites = c.rewrites;
      summaries = c.summaries;
      score = c.score;
      outcome = c.outcome;
      models = c.models;
    }
  }

  /** Never the report: a record's default text would carry it into a log. */
  @Override
  public String toString() {
    return "AuditCase[" + runId + "]";
  }
}
