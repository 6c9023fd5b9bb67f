package org.radiologytrust.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageChoice;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.images.SameKind;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.RunningJobs;
import org.radiologytrust.llm.ModelFeature;
import org.radiologytrust.model.Audit;
import org.radiologytrust.pipeline.step.ImageQuestions;
import org.radiologytrust.pipeline.step.RuleClaims;
import org.radiologytrust.pipeline.step.StepCatalog;
import org.radiologytrust.pipeline.step.StepDefinition;
import org.radiologytrust.pipeline.step.Steps;
import org.radiologytrust.pipeline.words.ComparingClaims;
import org.radiologytrust.retry.RetryTable;
import org.radiologytrust.retry.RunRules;
import org.radiologytrust.settings.ImageUse;
import org.radiologytrust.text.sections.Segmenter;

/** Audits: the runs and their steps. */
public final class AuditFeature implements Feature {
  /** Among how many versions before its own a report's draft is looked for. */
  private static final int MOST_VERSIONS = 20;

  private final SiteFiles files;
  private final AuditSettings settings;
  private final ModelFeature model;
  private final ImageSource images;
  private final ImageChoice selection;
  private final SameKind kinds;
  private final String version;
  private final Function<Host, BiConsumer<Job, Audit>> finished;
  private final StepCatalog steps;
  private final RunRules runRules;
  private final RuleClaims rules;
  private final Segmenter segmenter;
  private final Grounding grounding;
  private final RunningJobs running = new RunningJobs();
  private final ExecutorService parallel = Executors.newCachedThreadPool();
  private Optional<SelfCheck> modelReady = Optional.empty();
  private @Nullable JobQueue jobs;
  private @Nullable ModelGate gate;

  /**
   * @param images renders the images for the model
   * @param selection chooses the images that the model is shown
   * @param kinds tells which studies a report can be compared with
   * @param version version of this product
   * @param finished is given each audit after the journal has committed it
   * @throws IllegalArgumentException naming the file, when a file of the site is not valid
   */
  public AuditFeature(
      AuditSettings settings,
      SiteFiles files,
      ModelFeature model,
      ImageSource images,
      ImageChoice selection,
      SameKind kinds,
      String version,
      Function<Host, BiConsumer<Job, Audit>> finished) {
    this.settings = settings;
    this.files = files;
    this.model = model;
    this.images = images;
    this.selection = selection;
    this.kinds = kinds;
    this.version = version;
    this.finished = finished;
    this.steps = StepCatalog.load(files);
    this.runRules = new RunRules(new RetryTable(files), settings.limits());
    this.rules = new RuleClaims(files);
    this.segmenter = Segmenter.of(files);
    this.grounding = new Grounding(files, settings.untrusted());
  }

  /** The steps of audits, with their prompts and schemas. */
  public List<StepDefinition> steps() {
    return steps.all().stream().filter(step -> settings.ask().runs(step.name())).toList();
  }

  /** The runs in progress in this process. */
  public RunningJobs running() {
    return running;
  }

  /** The rules for runs that fail. */
  public RunRules runRules() {
    return runRules;
  }

  /**
   * The queue through which runs store their results.
   *
   * @throws NullPointerException before {@link #bind}
   */
  public JobQueue jobs() {
    return Objects.requireNonNull(jobs);
  }

  /** Whether a model is configured, which only an image can need. */
  public boolean withModel() {
    return !model.catalog().isNone();
  }

  /**
   * The model's steps for reports that are still open.
   *
   * @param score lets the checks override the model, and computes the score
   * @throws NullPointerException before {@link #bind}
   */
  public DraftSteps drafts(UnaryOperator<Audit> score) {
    return new DraftSteps(
        Objects.requireNonNull(gate),
        // nothing shows the boxes of a draft
        new DraftSteps.Parts(
            steps, model.client(), settings.models(), rules, options().withBoxes(false)),
        grounding,
        score);
  }

  private Steps.Options options() {
    return new Steps.Options(settings.maxClaims(), settings.blankProbe(), settings.ask())
        .withBoxes(settings.boxes());
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of(
        "rtl.audit.parallel", "" + settings.parallel(),
        "rtl.audit.poll", "" + settings.poll().toMillis());
  }

  @Override
  public List<SelfCheck> checks() {
    return modelReady.map(List::of).orElseGet(List::of);
  }

  @Override
  public void bind(Host host) {
    jobs =
        new RewritingJobQueue(
            host.journal().jobs(),
            running,
            settings.limits(),
            settings.rewrite(),
            host.camel()::isStopping,
            finished.apply(host));
    // Camel owns these threads and stops them; there is one for each branch of a run in progress
    host.bind(
        "auditThreads",
        host.camel().getExecutorServiceManager().newCachedThreadPool(this, "audit"));
    host.bind("segmenter", segmenter);
    host.bind("grounding", grounding);
    host.bind("audits", audits(host));
    if (withModel()) {
      model.asks(ImageQuestions.of(files, steps, settings.models(), settings.ask()));
    }
    new Steps(
            steps,
            model.client(),
            jobs::storeStep,
            running,
            settings.models(),
            rules,
            images,
            parallel,
            options())
        .bind(host.camel().getRegistry());
  }

  private Audits audits(Host host) {
    gate =
        new ModelGate(
            model.catalog(),
            settings.models(),
            host.journal().feedCursors(),
            host.journal().clock(),
            settings.look());
    modelReady = model.readiness(gate::problem, host.journal().clock());
    PriorChoice priors =
        new PriorChoice(
            host.journal().studies()::ofPatient,
            kinds,
            new ComparingClaims(files),
            settings.images() == ImageUse.NEVER ? 0 : settings.priors());
    return new Audits(gate, selection, images, host.journal().clock().wall(), runRules, version)
        .comparing(
            new Audits.Past(
                job -> jobs().earlierVersions(job, MOST_VERSIONS),
                host.journal().earlier()::of,
                priors::of))
        .using(settings.images());
  }

  @Override
  public void close() {
    parallel.shutdownNow();
  }
}
