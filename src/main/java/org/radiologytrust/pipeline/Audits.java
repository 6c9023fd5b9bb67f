package org.radiologytrust.pipeline;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.authorship.Drafts;
import org.radiologytrust.images.ImageChoice;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Authorship;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.PriorStudy;
import org.radiologytrust.model.PriorStudy.NotShown;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;
import org.radiologytrust.pipeline.step.ImageCoverage;
import org.radiologytrust.pipeline.step.NotAuditable;
import org.radiologytrust.retry.RetryVerdict;
import org.radiologytrust.retry.RunRules;
import org.radiologytrust.runtime.Correlation;
import org.radiologytrust.settings.ImageUse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins and ends the audit of a run. Routes call this bean. */
public final class Audits {
  /** Exchange property that holds the audit after the checks. */
  private static final String CHECKED = "rtlChecked";

  private static final String BURNED_IN =
      "The model was shown no image, because all of this study may show the patient's name.";

  private static final Logger LOG = LoggerFactory.getLogger(Audits.class);

  private final ModelGate gate;
  private final ImageChoice selection;
  private final ImageSource images;
  private final Clock clock;
  private final RunRules rules;
  private final String engineVersion;
  private final Past past;
  private final ImageUse use;

  /**
   * @param gate decides whether a model is asked
   * @param selection chooses the images that the model is shown
   * @param rules decides what follows from a failure
   * @param engineVersion version of this product
   */
  public Audits(
      ModelGate gate,
      ImageChoice selection,
      ImageSource images,
      Clock clock,
      RunRules rules,
      String engineVersion) {
    this(gate, selection, images, clock, rules, engineVersion, Past.NONE, ImageUse.ALLOWED);
  }

  private Audits(
      ModelGate gate,
      ImageChoice selection,
      ImageSource images,
      Clock clock,
      RunRules rules,
      String engineVersion,
      Past past,
      ImageUse use) {
    this.gate = gate;
    this.selection = selection;
    this.images = images;
    this.clock = clock;
    this.rules = rules;
    this.engineVersion = engineVersion;
    this.past = past;
    this.use = use;
  }

  /**
   * What a report is compared with.
   *
   * @param versions gives the versions of a run's report before its own, the oldest first
   * @param earlier gives the patient's earlier reports on which a run rests, newest first
   * @param priors gives the patient's earlier studies, for the report's own ones
   */
  record Past(
      Function<Job, List<Report>> versions,
      Function<Job, List<EarlierReport>> earlier,
      BiFunction<Report, List<Study>, PriorChoice.Chosen> priors) {
    static final Past NONE =
        new Past(job -> List.of(), job -> List.of(), (report, own) -> PriorChoice.Chosen.NONE);
  }

  /** A copy that compares each report with its drafts, and with earlier reports. */
  Audits comparing(Past other) {
    return new Audits(gate, selection, images, clock, rules, engineVersion, other, use);
  }

  /** A copy that uses images as said. Without them, a run that was queued with some has none. */
  Audits using(ImageUse value) {
    return new Audits(gate, selection, images, clock, rules, engineVersion, past, value);
  }

  private Authorship authorship(Job job) {
    List<Report> versions = new ArrayList<>(past.versions.apply(job));
    versions.add(job.report());
    return Drafts.of(versions);
  }

  /**
   * Replaces the job in the message body by an audit that the steps fill in. One of the text alone
   * has no image and no model. If the images are of another patient, that audit has failed already:
   * it has no image and no model, so the checks run, and no step opens or asks anything.
   *
   * @throws NotAuditable when the job was queued with another refusal
   */
  public void open(Exchange exchange) throws NotAuditable {
    Job job = exchange.getMessage().getBody(Job.class);
    if (job.imagesRefused()) {
      exchange.getMessage().setBody(refused(job));
      return;
    }
    if (!job.refusal().isEmpty()) {
      throw new NotAuditable(job.refusal());
    }
    if (job.textOnly()) {
      exchange.getMessage().setBody(begun(job).addNote(ClinicalReason.TEXT_FIRST).build());
      return;
    }
    List<Study> studies = studies(job);
    List<Instance> instances = selection.choose(job.report(), studies);
    Optional<String> lacking = gate.lacking(!job.steps().isEmpty());
    String note =
        lacking
            .map(reason -> instances.isEmpty() ? ClinicalReason.withoutImages(reason) : reason)
            .orElse("");
    boolean sees = lacking.isEmpty() && !instances.isEmpty();
    PriorChoice.Chosen priors =
        sees ? past.priors.apply(job.report(), studies) : PriorChoice.Chosen.NONE;
    exchange
        .getMessage()
        .setBody(
            comparing(begun(job), job.report(), studies, priors)
                .studies(studies)
                .instances(instances)
                .withModel(lacking.isEmpty())
                .addNote(note)
                .addNote(confirmed(job))
                .addNote(images(job, instances, lacking.isEmpty()))
                .build());
  }

  /** Adds the images for claims that compare. */
  private Audit.Builder comparing(
      Audit.Builder audit, Report report, List<Study> own, PriorChoice.Chosen chosen) {
    ImageChoice shared = selection.sharedBy(chosen.shown().size() + 1);
    List<PriorStudy> priors = new ArrayList<>();
    for (Study prior : chosen.shown()) {
      List<Instance> images = shared.choose(report, List.of(prior));
      priors.add(
          images.isEmpty()
              ? PriorStudy.left(prior, NotShown.BURNED_IN)
              : PriorStudy.chosen(prior, images));
    }
    boolean compared = priors.stream().anyMatch(PriorStudy::isShown);
    priors.addAll(chosen.left());
    return audit.priors(priors).compared(compared ? shared.choose(report, own) : List.of());
  }

  private List<Study> studies(Job job) {
    return use == ImageUse.NEVER ? List.of() : job.studies();
  }

  private Audit.Builder begun(Job job) {
    return Audit.of(job.runId(), job.report())
        .authorship(authorship(job))
        .otherPatient(job.other())
        .textOnly(job.textOnly())
        .earlier(past.earlier.apply(job))
        .started(clock.instant())
        .engineVersion(engineVersion);
  }

  private Audit refused(Job job) {
    if (!job.shadow()) {
      try (Correlation c = Correlation.of(job.report())) {
        LOG.warn("run {} is not auditable: {}", job.runId(), job.refusal());
      }
    }
    return begun(job).failed(job.refusal(), false).addNote(ClinicalReason.OTHER_PATIENT).build();
  }

  /** A note when people have confirmed whose the images are. */
  private static String confirmed(Job job) {
    return job.other() == null ? "" : ClinicalReason.SAME_PATIENT;
  }

  /** A note when the model was not shown every image; empty otherwise. */
  private String images(Job job, List<Instance> shown, boolean withModel) {
    if (use == ImageUse.NEVER) {
      return ClinicalReason.TEXT_ONLY;
    }
    if (shown.isEmpty()) {
      return job.studies().stream().allMatch(study -> study.instances().isEmpty())
          ? "No image of this study is at hand."
          : BURNED_IN;
    }
    if (!withModel) {
      return rendered(shown);
    }
    ImageCoverage images = ImageCoverage.of(job.studies(), shown);
    String slices = images.slices().isEmpty() ? "" : ": " + images.slices();
    return images.partly() ? "The model was shown " + images.words() + slices + "." : "";
  }

  /**
   * Keeps the audit with the results of the checks. They are published even when a later step
   * fails.
   */
  public void checked(Exchange exchange) {
    exchange.setProperty(CHECKED, exchange.getMessage().getBody(Audit.class));
  }

  /** Tries to read each image. Without a model, no other step would notice unreadable images. */
  private String rendered(List<Instance> instances) {
    int readable = 0;
    for (Instance instance : instances) {
      try {
        images.png(instance);
        readable++;
      } catch (IOException e) {
        LOG.warn("cannot read an image: {}", e.getMessage());
      }
    }
    return readable + " of " + instances.size() + " images could be read.";
  }

  /** Ends an audit that has passed all steps: it gets its summaries and the time. */
  public Audit complete(@Body Audit c) {
    return c.toBuilder().summaries(LabelSummaries.of(c)).ended(clock.instant()).build();
  }

  /**
   * Makes the audit of a run that failed for good. It holds the reason and the results of the
   * checks.
   *
   * @param checked the audit after the checks; {@code null} when the run failed before
   * @throws Exception the run's own exception, when the run will be retried; the route's consumer
   *     then returns the run to the queue
   */
  public Audit failed(
      @ExchangeProperty(Job.PROPERTY) Job job,
      @ExchangeProperty(CHECKED) @Nullable Audit checked,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception caught)
      throws Exception {
    RetryVerdict verdict = rules.verdict(caught);
    if (rules.retry(job, verdict).isPresent()) {
      throw caught;
    }
    try (Correlation c = Correlation.of(job.report())) {
      LOG.warn("run {} is not auditable: {}", job.runId(), verdict.reason());
    }
    Instant now = clock.instant();
    return Audit.of(job.runId(), job.report())
        .studies(studies(job))
        .authorship(authorship(job))
        .otherPatient(job.other())
        .textOnly(job.textOnly())
        .earlier(checked == null ? List.of() : checked.earlier())
        .checks(checked == null ? List.of() : checked.checks())
        .unfinished(checked == null ? List.of() : checked.unfinished())
        .strengths(checked == null ? null : checked.strengths())
        .note(checked == null ? "" : checked.note())
        .failed(
            job.imagesRefused() ? job.refusal() : ClinicalReason.of(caught),
            ObjectHelper.getException(NotAuditable.class, caught) != null)
        .started(now)
        .ended(now)
        .engineVersion(engineVersion)
        .build();
  }
}
