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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run over one version of a report. It is the message body from {@code audit} to {@code
 * publish}: each stage passes on a copy with its own part filled in. The journal stores the fields
 * as JSON under their names; transient fields are needed only during the run and are not stored.
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

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private final List<ShownImage> shown;

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private final List<EarlierReport> earlier;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private final @Nullable Authorship authorship;

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private final List<PriorStudy> priors;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private final @Nullable OtherPatient otherPatient;

  private final List<Claim> claims;
  private final List<Verdict> verdicts;
  private final List<CheckResult> checks;

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private final List<UnfinishedCheck> unfinished;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private final @Nullable String strengths;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private final @Nullable ChecksMade made;

  private final List<ImageRead> reads;
  private final List<Finding> omissions;
  private final List<Rewrite> rewrites;
  private final Summaries summaries;
  private final @Nullable Score score;
  private final List<ModelUse> models;
  private final @Nullable AuditOutcome outcome;
  private final String failure;
  private final boolean unsupported;

  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  private final boolean textOnly;

  private final String note;
  private final List<NotAudited> notAudited;
  private final @Nullable Instant started;
  private final @Nullable Instant ended;
  private final @Nullable String engineVersion;

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private final Map<String, JsonNode> extras;

  private final transient List<Instance> compared;
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
    shown = Texts.copy(b.shown);
    earlier = Texts.copy(b.earlier);
    authorship = b.authorship;
    priors = Texts.copy(b.priors);
    otherPatient = b.otherPatient;
    claims = Texts.copy(b.claims);
    verdicts = Texts.copy(b.verdicts);
    checks = Texts.copy(b.checks);
    unfinished = Texts.copy(b.unfinished);
    strengths = b.strengths;
    made = b.made;
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
    textOnly = b.textOnly;
    notAudited = Texts.copy(b.notAudited);
    started = b.started;
    ended = b.ended;
    engineVersion = b.engineVersion;
    compared = Texts.copy(b.compared);
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
      throw new IllegalArgumentException(
          "an audit has a failure exactly when its outcome is NOT_AUDITABLE");
    }
    if (failure.isEmpty()) {
      if (imagesRefused()) {
        throw new IllegalArgumentException("images of another patient make an audit fail");
      }
      if (score == null || verdicts.size() != claims.size()) {
        throw new IllegalArgumentException(
            "an audit needs one verdict for each claim, and a score");
      }
    } else if (imagesRefused()) {
      checkRefused();
    } else if (score != null || !verdicts.isEmpty()) {
      throw new IllegalArgumentException("a failed audit has neither score nor verdicts");
    }
  }

  /** The checks ran; no image of the other patient is here, and no model saw anything. */
  private void checkRefused() {
    boolean scored = score != null && score.value() != null;
    boolean seen =
        Stream.of(studies, instances, shown, priors, reads, models)
            .anyMatch(list -> !list.isEmpty());
    if (scored || seen || verdicts.size() != claims.size()) {
      throw new IllegalArgumentException(
          "an audit whose images are of another patient has no image, no model and no score");
    }
  }

  /** Joins the notes into one text. Leaves out a note that another one contains. */
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

  /** Starts an audit to which no stage has added anything yet. */
  public static Builder of(UUID runId, Report report) {
    return new Builder().runId(runId).report(report);
  }

  /** A builder that starts with the content of this audit. */
  public Builder toBuilder() {
    Builder b = new Builder();
    b.runId = runId;
    b.report = report;
    b.studies = studies;
    b.instances = instances;
    b.shown = shown;
    b.earlier = earlier;
    b.authorship = authorship;
    b.priors = priors;
    b.otherPatient = otherPatient;
    b.claims = claims;
    b.verdicts = verdicts;
    b.checks = checks;
    b.unfinished = unfinished;
    b.strengths = strengths;
    b.made = made;
    b.reads = reads;
    b.omissions = omissions;
    b.rewrites = rewrites;
    b.summaries = summaries;
    b.score = score;
    b.models = models;
    b.outcome = outcome;
    b.failure = failure;
    b.unsupported = unsupported;
    b.textOnly = textOnly;
    b.notAudited = notAudited;
    b.started = started;
    b.ended = ended;
    b.engineVersion = engineVersion;
    b.compared = compared;
    b.withModel = withModel;
    b.sentences = sentences;
    b.blank = blank;
    b.steps = steps;
    b.notes = notes;
    b.extras.putAll(extras);
    return b;
  }

  /** Whether the report could not be audited; then {@link #failure} gives the reason. */
  public boolean failed() {
    return !failure.isEmpty();
  }

  /** Whether every check finished and all text of the report was read. */
  public boolean complete() {
    return !failed()
        && unfinished.isEmpty()
        && notAudited.stream().noneMatch(NotAudited::reportText);
  }

  /** The id of a claim: a UUIDv5 of the run's id and the claim's number. */
  public UUID claimId(int claim) {
    return Texts.uuid5(runId + "|" + claim);
  }

  /**
   * The run's id, derived from content: the same report, status, images and engine give the same
   * id.
   */
  public UUID runId() {
    return runId;
  }

  /** The report version that was audited. */
  public Report report() {
    return report;
  }

  /** The studies of the report; empty when the image store sent none. */
  public List<Study> studies() {
    return studies;
  }

  /** The images selected for the model, also when no model was asked. */
  public List<Instance> instances() {
    return instances;
  }

  /** All images of the studies; the selected ones where no study is known. */
  public List<Instance> images() {
    return studies.isEmpty()
        ? instances
        : studies.stream().flatMap(study -> study.instances().stream()).toList();
  }

  /** The values of Modality on the images, each once. */
  public List<String> modalities() {
    return images().stream()
        .map(Instance::modality)
        .filter(modality -> !modality.isBlank())
        .distinct()
        .toList();
  }

  /**
   * The kinds of examination that the report is about, as DICOM modalities: those of the images,
   * otherwise the order's. One that is empty is not known.
   */
  public List<String> kinds() {
    List<String> modalities = modalities();
    return modalities.isEmpty()
        ? List.of(report.order().modality().strip().toUpperCase(Locale.ROOT))
        : modalities;
  }

  /** The results of checks that people are shown: those that tell or ask. */
  public List<CheckResult> flags() {
    return checks.stream().filter(check -> check.strength() != Strength.QUIET).toList();
  }

  /** The images as the model was shown them; empty when it was shown none. */
  public List<ShownImage> shown() {
    return shown;
  }

  /**
   * The patient's earlier reports that the checks compare with, newest first; empty when none is
   * known. Stored without their text.
   */
  public List<EarlierReport> earlier() {
    return earlier;
  }

  /**
   * The earlier studies of the patient, for claims that compare: those that a model was shown, the
   * earlier first, and those that it was not. Empty when none was found or looked for.
   */
  public List<PriorStudy> priors() {
    return priors;
  }

  /** The earlier studies that a model was shown, or is to be shown, the earlier first. */
  public List<PriorStudy> shownPriors() {
    return priors.stream().filter(PriorStudy::isShown).toList();
  }

  /** Where the words of the report come from; {@link Authorship#NONE} if no draft is known. */
  public Authorship authorship() {
    return authorship == null ? Authorship.NONE : authorship;
  }

  /** Present if the studies with the report's number are of another patient. */
  public Optional<OtherPatient> otherPatient() {
    return Optional.ofNullable(otherPatient);
  }

  /**
   * Whether the images are of another patient, and nobody has confirmed that it is the same one.
   * Then the audit failed, and holds what the checks of the text found.
   */
  public boolean imagesRefused() {
    return otherPatient != null && otherPatient.refused();
  }

  /** The claims in the order of the text. */
  public List<Claim> claims() {
    return claims;
  }

  /**
   * One verdict for each claim, in the same order; empty when the audit failed, unless {@link
   * #imagesRefused}.
   */
  public List<Verdict> verdicts() {
    return verdicts;
  }

  /** The problems that the deterministic checks found. */
  public List<CheckResult> checks() {
    return checks;
  }

  /** The checks that did not finish, in the order in which they ran; then there is no score. */
  public List<UnfinishedCheck> unfinished() {
    return unfinished;
  }

  /**
   * Hash of the table that gives the checks their strengths, in hexadecimal; {@code null} before
   * the checks, and in audits of versions without such a table.
   */
  public @Nullable String strengths() {
    return strengths;
  }

  /** {@code null} before the checks, and in audits of versions that did not record it. */
  public @Nullable ChecksMade made() {
    return made;
  }

  /** The findings of the model, one entry for each image. */
  public List<ImageRead> reads() {
    return reads;
  }

  /** Findings that no claim mentions. */
  public List<Finding> omissions() {
    return omissions;
  }

  /** Proposed wording for flagged claims. */
  public List<Rewrite> rewrites() {
    return rewrites;
  }

  /** A short summary for the clinician and one for the patient. */
  public Summaries summaries() {
    return summaries;
  }

  /**
   * {@code null} until the stage score has run, and when the audit failed; it has counts and no
   * value when {@link #imagesRefused}.
   */
  public @Nullable Score score() {
    return score;
  }

  /** The uses of models so far, one for each step that asked one. */
  public List<ModelUse> models() {
    return models;
  }

  /** {@code null} until the stage score has run. */
  public @Nullable AuditOutcome outcome() {
    return outcome;
  }

  /** Why the report is not auditable; then there is no score. Empty otherwise. */
  public String failure() {
    return failure;
  }

  /** Whether the failure lies in the report itself and is not an error of this product. */
  public boolean unsupported() {
    return unsupported;
  }

  /** Whether only the text was checked, and another audit of the same version follows. */
  public boolean textOnly() {
    return textOnly;
  }

  /** Limits of the result, for example that no model was reachable; empty when there are none. */
  public String note() {
    return note;
  }

  /** The parts of the report and its attachments that were not audited. */
  public List<NotAudited> notAudited() {
    return notAudited;
  }

  /** When the run began; {@code null} until it is set. */
  public @Nullable Instant started() {
    return started;
  }

  /** When the run ended; {@code null} while it is in progress. */
  public @Nullable Instant ended() {
    return ended;
  }

  /** The version of this product that made the audit; {@code null} until it is set. */
  public @Nullable String engineVersion() {
    return engineVersion;
  }

  /** The names of the steps that stored an extra. */
  public Set<String> extras() {
    return extras.keySet();
  }

  /** The result of a step that has no field of its own here; empty when the step stored none. */
  public Optional<JsonNode> extra(String step) {
    return Optional.ofNullable(extras.get(step)).map(JsonNode::deepCopy);
  }

  /**
   * The images of the report's studies that a model is shown behind those of earlier ones: of
   * stacks fewer than {@link #instances}. Not stored.
   */
  public List<Instance> compared() {
    return compared;
  }

  /** Whether a model can be asked in this run. Not stored. */
  public boolean withModel() {
    return withModel;
  }

  /** The report's sentences. Not stored. */
  public List<Sentence> sentences() {
    return sentences;
  }

  /** The verdicts of the alignment on blank images; empty when it was not asked. Not stored. */
  public List<Verdict> blank() {
    return blank;
  }

  /** The names of the steps that have run, in order. Not stored. */
  public List<String> steps() {
    return steps;
  }

  /** The single notes that {@link #note} joins. Not stored. */
  public List<String> notes() {
    return notes;
  }

  private List<Object> all() {
    return Arrays.asList(
        runId,
        report,
        studies,
        instances,
        shown,
        earlier,
        authorship,
        priors,
        otherPatient,
        claims,
        verdicts,
        checks,
        unfinished,
        strengths,
        made,
        reads,
        omissions,
        rewrites,
        summaries,
        score,
        models,
        outcome,
        failure,
        unsupported,
        textOnly,
        note,
        notAudited,
        started,
        ended,
        engineVersion,
        extras,
        compared,
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

  /** Withholds the report, because this text may reach a log. */
  @Override
  public String toString() {
    return "Audit[" + runId + "]";
  }

  /** Builds an audit. Parts that are not set are empty. */
  @JsonPOJOBuilder(withPrefix = "")
  public static final class Builder {
    private UUID runId;
    private Report report;
    private @Nullable List<Study> studies;
    private @Nullable List<Instance> instances;
    private @Nullable List<ShownImage> shown;
    private @Nullable List<EarlierReport> earlier;
    private @Nullable Authorship authorship;
    private @Nullable List<PriorStudy> priors;
    private @Nullable OtherPatient otherPatient;
    private @Nullable List<Claim> claims;
    private @Nullable List<Verdict> verdicts;
    private @Nullable List<CheckResult> checks;
    private @Nullable List<UnfinishedCheck> unfinished;
    private @Nullable String strengths;
    private @Nullable ChecksMade made;
    private @Nullable List<ImageRead> reads;
    private @Nullable List<Finding> omissions;
    private @Nullable List<Rewrite> rewrites;
    private @Nullable Summaries summaries;
    private @Nullable Score score;
    private List<ModelUse> models = List.of();
    private @Nullable AuditOutcome outcome;
    private @Nullable String failure;
    private boolean unsupported;
    private boolean textOnly;
    private @Nullable List<NotAudited> notAudited;
    private @Nullable Instant started;
    private @Nullable Instant ended;
    private @Nullable String engineVersion;
    private @Nullable List<Instance> compared;
    private boolean withModel;
    private @Nullable List<Sentence> sentences;
    private @Nullable List<Verdict> blank;
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

    public Builder shown(List<ShownImage> value) {
      shown = value;
      return this;
    }

    /**
     * @param value newest first
     */
    public Builder earlier(List<EarlierReport> value) {
      earlier = value;
      return this;
    }

    public Builder authorship(Authorship value) {
      authorship = value.known() ? value : null;
      return this;
    }

    public Builder priors(List<PriorStudy> value) {
      priors = value;
      return this;
    }

    public Builder otherPatient(@Nullable OtherPatient value) {
      otherPatient = value;
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

    public Builder unfinished(List<UnfinishedCheck> value) {
      unfinished = value;
      return this;
    }

    public Builder strengths(@Nullable String value) {
      strengths = value;
      return this;
    }

    public Builder made(@Nullable ChecksMade value) {
      made = value;
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

    public Builder score(@Nullable Score value) {
      score = value;
      return this;
    }

    public Builder models(List<ModelUse> value) {
      models = value;
      return this;
    }

    public Builder outcome(@Nullable AuditOutcome value) {
      outcome = value;
      return this;
    }

    public Builder failure(@Nullable String value) {
      failure = value;
      return this;
    }

    public Builder unsupported(boolean value) {
      unsupported = value;
      return this;
    }

    public Builder textOnly(boolean value) {
      textOnly = value;
      return this;
    }

    /** Replaces all earlier notes. */
    public Builder note(@Nullable String value) {
      notes = List.of();
      return addNote(value);
    }

    /** Adds one note; an empty one is ignored. */
    @JsonIgnore
    public Builder addNote(@Nullable String sentence) {
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

    public Builder ended(@Nullable Instant value) {
      ended = value;
      return this;
    }

    public Builder engineVersion(String value) {
      engineVersion = value;
      return this;
    }

    public Builder compared(List<Instance> value) {
      compared = value;
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

    /** Adds the model uses of one step. */
    @JsonIgnore
    public Builder addModels(List<ModelUse> used) {
      models = and(models, used);
      return this;
    }

    /** Adds images that a model was shown; those that are recorded already are ignored. */
    @JsonIgnore
    public Builder addShown(List<ShownImage> images) {
      List<ShownImage> before = Texts.copy(shown);
      shown = and(before, images.stream().filter(image -> !before.contains(image)).toList());
      return this;
    }

    /** Records that a step has run. */
    @JsonIgnore
    public Builder addStep(String name) {
      steps = and(steps, List.of(name));
      return this;
    }

    /** Sets the extra of a step, see {@link Audit#extra}. */
    public Builder extra(String step, JsonNode value) {
      extras.put(step, value.deepCopy());
      return this;
    }

    /** Sets all extras, for reading a stored audit. */
    public Builder extras(Map<String, JsonNode> stored) {
      stored.forEach(this::extra);
      return this;
    }

    /**
     * Marks the run as not auditable.
     *
     * @param reason why; not empty
     * @param ofReport whether the reason lies in the report itself, see {@link Audit#unsupported}
     */
    public Builder failed(String reason, boolean ofReport) {
      failure = reason;
      unsupported = ofReport;
      outcome = AuditOutcome.NOT_AUDITABLE;
      return this;
    }

    /**
     * @throws IllegalArgumentException when the audit has ended and its parts contradict each other
     */
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
