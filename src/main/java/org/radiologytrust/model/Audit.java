package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One run over one version of a report: the message body from {@code audit} to {@code publish},
 * where each stage hands on a copy with its own part filled in, and what the journal stores of it.
 * Its fields are stored as JSON under their names; transient ones are of use on the way alone.
 */
@JsonAutoDetect(
    fieldVisibility = Visibility.ANY,
    getterVisibility = Visibility.NONE,
    isGetterVisibility = Visibility.NONE)
@JsonDeserialize(builder = Audit.Builder.class)
public final class Audit {
  private final UUID runId;
  private final Report report;
  private final List<Study> studies;
  private final List<Instance> instances;
  private final List<Claim> claims;
  private final List<Verdict> verdicts;
  private final List<CheckResult> checks;
  private final List<ImageRead> reads;
  private final List<Finding> omissions;
  private final List<Rewrite> rewrites;
  private final Summaries summaries;
  private final Score score;
  private final List<ModelUse> models;
  private final AuditOutcome outcome;
  private final String failure;
  private final boolean unsupported;
  private final String note;
  private final List<NotAudited> notAudited;
  private final Instant started;
  private final Instant ended;
  private final String engineVersion;

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private final Map<String, JsonNode> extras;

  private final transient boolean withModel;
  private final transient List<Sentence> sentences;
  private final transient List<Verdict> blank;
  private final transient List<String> steps;
  private final transient List<String> notes;

  private Audit(Builder b) {
    runId = b.runId;
    report = b.report;
    studies = Texts.copy(b.studies);
    instances = Texts.copy(b.instances);
    claims = Texts.copy(b.claims);
    verdicts = Texts.copy(b.verdicts);
    checks = Texts.copy(b.checks);
    reads = Texts.copy(b.reads);
    omissions = Texts.copy(b.omissions);
    rewrites = Texts.copy(b.rewrites);
    summaries = b.summaries == null ? Summaries.NONE : b.summaries;
    score = b.score;
    models = Texts.copy(b.models);
    failure = Texts.orEmpty(b.failure);
    outcome =
        b.outcome == null && b.ended != null
            ? AuditOutcome.stored(failure, verdicts, models)
            : b.outcome;
    unsupported = b.unsupported;
    notAudited = Texts.copy(b.notAudited);
    started = b.started;
    ended = b.ended;
    engineVersion = b.engineVersion;
    withModel = b.withModel;
    sentences = Texts.copy(b.sentences);
    blank = Texts.copy(b.blank);
    steps = Texts.copy(b.steps);
    notes = Texts.copy(b.notes);
    note = joined(notes);
    extras = Collections.unmodifiableMap(new TreeMap<>(b.extras));
    if (ended != null) {
      checkEnded();
    }
  }

  private void checkEnded() {
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

  /** Notes as one, without saying anything twice. */
  private static String joined(List<String> notes) {
    String all = "";
    for (String note : notes) {
      if (all.isEmpty() || note.contains(all)) {
        all = note;
      } else if (!all.contains(note)) {
        all = all + " " + note;
      }
    }
    return all;
  }

  /** An audit before any stage has seen it. */
  public static Builder of(UUID runId, Report report) {
    return new Builder().runId(runId).report(report);
  }

  /** A copy to be changed. */
  public Builder toBuilder() {
    Builder b = new Builder();
    b.runId = runId;
    b.report = report;
    b.studies = studies;
    b.instances = instances;
    b.claims = claims;
    b.verdicts = verdicts;
    b.checks = checks;
    b.reads = reads;
    b.omissions = omissions;
    b.rewrites = rewrites;
    b.summaries = summaries;
    b.score = score;
    b.models = models;
    b.outcome = outcome;
    b.failure = failure;
    b.unsupported = unsupported;
    b.notAudited = notAudited;
    b.started = started;
    b.ended = ended;
    b.engineVersion = engineVersion;
    b.withModel = withModel;
    b.sentences = sentences;
    b.blank = blank;
    b.steps = steps;
    b.notes = notes;
    b.extras.putAll(extras);
    return b;
  }

  public boolean failed() {
    return !failure.isEmpty();
  }

  /** UUIDv5 of the run and the claim's ordinal. */
  public UUID claimId(int claim) {
    return Texts.uuid5(runId + "|" + claim);
  }

  /** Derived from content: the same report, status, images and engine give the same id. */
  public UUID runId() {
    return runId;
  }

  /** The version audited. */
  public Report report() {
    return report;
  }

  /** The studies whose images belong to it; empty when none came. */
  public List<Study> studies() {
    return studies;
  }

  /** The images that the model is shown, or would have been shown; empty when none. */
  public List<Instance> instances() {
    return instances;
  }

  /** In order of the text. */
  public List<Claim> claims() {
    return claims;
  }

  /** One for each claim, in the same order; none when the audit failed. */
  public List<Verdict> verdicts() {
    return verdicts;
  }

  /** What the deterministic checks found. */
  public List<CheckResult> checks() {
    return checks;
  }

  /** What the model saw on the images. */
  public List<ImageRead> reads() {
    return reads;
  }

  /** Findings that no claim mentions. */
  public List<Finding> omissions() {
    return omissions;
  }

  /** Proposals for flagged claims. */
  public List<Rewrite> rewrites() {
    return rewrites;
  }

  /** The audit told in a few sentences. */
  public Summaries summaries() {
    return summaries;
  }

  /** {@code null} before the score, and when the audit failed. */
  public Score score() {
    return score;
  }

  /** What was asked of which model so far; empty when none was used. */
  public List<ModelUse> models() {
    return models;
  }

  /** What came of it; {@code null} before the score. */
  public AuditOutcome outcome() {
    return outcome;
  }

  /** Empty, or why the report is not auditable; then there are no verdicts, no score. */
  public String failure() {
    return failure;
  }

  /** Whether the failure is the report's nature rather than an error of ours. */
  public boolean unsupported() {
    return unsupported;
  }

  /**
   * What the result rests on or lacks, e.g. that no model was reachable; empty when nothing is to
   * be said.
   */
  public String note() {
    return note;
  }

  /** What of the report, and beside it, was not audited. */
  public List<NotAudited> notAudited() {
    return notAudited;
  }

  /** When the run began. */
  public Instant started() {
    return started;
  }

  /** When the run ended; {@code null} before. */
  public Instant ended() {
    return ended;
  }

  /** Version of this product. */
  public String engineVersion() {
    return engineVersion;
  }

  /** The steps that made something that is none of the other parts. */
  public Set<String> extras() {
    return extras.keySet();
  }

  /** What a step made that is none of the other parts; empty when it made nothing. */
  public Optional<JsonNode> extra(String step) {
    return Optional.ofNullable(extras.get(step)).map(JsonNode::deepCopy);
  }

  /** Whether a model can be asked in this run. Not stored. */
  public boolean withModel() {
    return withModel;
  }

  /** The report, cut. Not stored. */
  public List<Sentence> sentences() {
    return sentences;
  }

  /**
   * What the alignment says when it is shown blank images; empty when it was not asked. Not stored.
   */
  public List<Verdict> blank() {
    return blank;
  }

  /** The steps that have run, in their order. Not stored. */
  public List<String> steps() {
    return steps;
  }

  /** The sentences of the note, one by one. Not stored. */
  public List<String> notes() {
    return notes;
  }

  private List<Object> all() {
    return Arrays.asList(
        runId,
        report,
        studies,
        instances,
        claims,
        verdicts,
        checks,
        reads,
        omissions,
        rewrites,
        summaries,
        score,
        models,
        outcome,
        failure,
        unsupported,
        note,
        notAudited,
        started,
        ended,
        engineVersion,
        extras,
        withModel,
        sentences,
        blank);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Audit audit && all().equals(audit.all());
  }

  @Override
  public int hashCode() {
    return all().hashCode();
  }

  /** Never the report: it would get into a log. */
  @Override
  public String toString() {
    return "Audit[" + runId + "]";
  }

  /** The parts of an audit that is being made; what is not set is empty. */
  @JsonPOJOBuilder(withPrefix = "")
  public static final class Builder {
    private UUID runId;
    private Report report;
    private List<Study> studies;
    private List<Instance> instances;
    private List<Claim> claims;
    private List<Verdict> verdicts;
    private List<CheckResult> checks;
    private List<ImageRead> reads;
    private List<Finding> omissions;
    private List<Rewrite> rewrites;
    private Summaries summaries;
    private Score score;
    private List<ModelUse> models = List.of();
    private AuditOutcome outcome;
    private String failure;
    private boolean unsupported;
    private List<NotAudited> notAudited;
    private Instant started;
    private Instant ended;
    private String engineVersion;
    private boolean withModel;
    private List<Sentence> sentences;
    private List<Verdict> blank;
    private List<String> steps = List.of();
    private List<String> notes = List.of();
    private final Map<String, JsonNode> extras = new TreeMap<>();

    private Builder() {}

    public Builder runId(UUID value) {
      runId = value;
      return this;
    }

    public Builder report(Report value) {
      report = value;
      return this;
    }

    public Builder studies(List<Study> value) {
      studies = value;
      return this;
    }

    public Builder instances(List<Instance> value) {
      instances = value;
      return this;
    }

    public Builder claims(List<Claim> value) {
      claims = value;
      return this;
    }

    public Builder verdicts(List<Verdict> value) {
      verdicts = value;
      return this;
    }

    public Builder checks(List<CheckResult> value) {
      checks = value;
      return this;
    }

    public Builder reads(List<ImageRead> value) {
      reads = value;
      return this;
    }

    public Builder omissions(List<Finding> value) {
      omissions = value;
      return this;
    }

    public Builder rewrites(List<Rewrite> value) {
      rewrites = value;
      return this;
    }

    public Builder summaries(Summaries value) {
      summaries = value;
      return this;
    }

    public Builder score(Score value) {
      score = value;
      return this;
    }

    public Builder models(List<ModelUse> value) {
      models = value;
      return this;
    }

    public Builder outcome(AuditOutcome value) {
      outcome = value;
      return this;
    }

    public Builder failure(String value) {
      failure = value;
      return this;
    }

    public Builder unsupported(boolean value) {
      unsupported = value;
      return this;
    }

    /** Replaces what was noted before. */
    public Builder note(String value) {
      notes = List.of();
      return addNote(value);
    }

    /** One sentence more; empty for none. */
    @JsonIgnore
    public Builder addNote(String sentence) {
      notes = Texts.orEmpty(sentence).isEmpty() ? notes : and(notes, List.of(sentence));
      return this;
    }

    public Builder notAudited(List<NotAudited> value) {
      notAudited = value;
      return this;
    }

    public Builder started(Instant value) {
      started = value;
      return this;
    }

    public Builder ended(Instant value) {
      ended = value;
      return this;
    }

    public Builder engineVersion(String value) {
      engineVersion = value;
      return this;
    }

    public Builder withModel(boolean value) {
      withModel = value;
      return this;
    }

    public Builder sentences(List<Sentence> value) {
      sentences = value;
      return this;
    }

    public Builder blank(List<Verdict> value) {
      blank = value;
      return this;
    }

    /** Adds what one more step used. */
    @JsonIgnore
    public Builder addModels(List<ModelUse> used) {
      models = and(models, used);
      return this;
    }

    /** A step has run. */
    @JsonIgnore
    public Builder addStep(String name) {
      steps = and(steps, List.of(name));
      return this;
    }

    /** What a step made that is none of the other parts. */
    public Builder extra(String step, JsonNode value) {
      extras.put(step, value.deepCopy());
      return this;
    }

    /** As it is stored. */
    public Builder extras(Map<String, JsonNode> stored) {
      stored.forEach(this::extra);
      return this;
    }

    /**
     * It ended without an audit.
     *
     * @param reason why; not empty
     */
    public Builder failed(String reason, boolean ofReport) {
      failure = reason;
      unsupported = ofReport;
      outcome = AuditOutcome.NOT_AUDITABLE;
      return this;
    }

    public Audit build() {
      return new Audit(this);
    }

    private static <T> List<T> and(List<T> before, List<T> more) {
      List<T> all = new ArrayList<>(before);
      all.addAll(more);
      return List.copyOf(all);
    }
  }
}
