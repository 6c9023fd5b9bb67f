package org.radiologytrust;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.radiologytrust.camel.JournalComponent;
import org.radiologytrust.check.Checks;
import org.radiologytrust.feature.Answer;
import org.radiologytrust.feature.Check;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.ingest.dicom.ImageSelection;
import org.radiologytrust.ingest.kafka.KafkaSettings;
import org.radiologytrust.journal.JobQueue;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.Running;
import org.radiologytrust.journal.SteadyClock;
import org.radiologytrust.llm.ModelFeature;
import org.radiologytrust.model.ImageSource;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Texts;
import org.radiologytrust.pipeline.AuditSettings;
import org.radiologytrust.pipeline.Audits;
import org.radiologytrust.pipeline.Grounding;
import org.radiologytrust.pipeline.ModelGate;
import org.radiologytrust.pipeline.RewritingJobQueue;
import org.radiologytrust.pipeline.RuleClaims;
import org.radiologytrust.pipeline.Segmenter;
import org.radiologytrust.pipeline.StepCatalog;
import org.radiologytrust.pipeline.Steps;
import org.radiologytrust.process.Version;
import org.radiologytrust.publish.EngineResources;
import org.radiologytrust.publish.FhirSettings;
import org.radiologytrust.publish.FhirSink;
import org.radiologytrust.publish.KafkaSink;
import org.radiologytrust.publish.PublishSettings;
import org.radiologytrust.publish.Publisher;
import org.radiologytrust.publish.ResolvedReferences;
import org.radiologytrust.retry.RetryTable;
import org.radiologytrust.retry.RunRules;
import org.radiologytrust.score.Scorer;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.tls.TlsFeature;

/** Makes, by hand, every object that the routes call by name. Names here are names in routes. */
public final class Beans implements Feature {
  private final App.Mode mode;

  /** Of what people are shown. */
  private final Clock clock = Clock.systemUTC();

  private final FhirContext fhir = FhirContext.forR4Cached();
  private final ExecutorService parallel = Executors.newCachedThreadPool();
  private final SiteFiles files;
  private final StepCatalog steps;
  private final ImageSource images;
  private final ImageSelection selection;
  private final ModelFeature model;
  private final RetryTable failures;
  private final AuditSettings audit;
  private final PublishSettings publish;
  private final Optional<FhirSettings> server;
  private final Optional<KafkaSettings> kafka;
  private final Running running = new Running();
  private Optional<FhirSink> sink = Optional.empty();
  private Optional<KafkaSink> kafkaSink = Optional.empty();
  private Optional<Check> modelReady = Optional.empty();

  Beans(
      Settings settings,
      SiteFiles files,
      App.Mode mode,
      TlsFeature tls,
      ModelFeature model,
      ImageSource images) {
    this.mode = mode;
    this.files = files;
    this.steps = StepCatalog.load(files);
    this.images = images;
    this.selection = ImageSelection.of(settings);
    this.model = model;
    this.failures = new RetryTable(files);
    this.audit = AuditSettings.of(settings);
    this.publish = PublishSettings.of(settings, tls.outgoing());
    this.server = mode.listen() ? publish.server() : Optional.empty();
    this.kafka = mode.listen() ? KafkaSettings.of(settings, tls.kafka()) : Optional.empty();
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of(
        "rtl.fhir.enabled", "" + server.isPresent(),
        "rtl.fhir.poll", "" + publish.poll().toMillis(),
        "rtl.audit.parallel", "" + audit.parallel(),
        "rtl.audit.poll", "" + audit.poll().toMillis());
  }

  /** Runs that go on in this process. */
  int runs() {
    return running.count();
  }

  @Override
  public void bind(Host host) {
    Journal journal = host.journal();
    SteadyClock steady = journal.clock();
    CamelContext context = host.camel();
    Registry registry = context.getRegistry();
    sink =
        server.map(
            set ->
                new FhirSink(
                    journal.outbox(),
                    new ResolvedReferences(journal.resources(), fhir),
                    set,
                    steady));
    kafkaSink =
        kafka
            .filter(KafkaSettings::writes)
            .map(
                k ->
                    new KafkaSink(journal.outbox(), k.client(), k.audits(), k.maxRecord(), steady));
    ModelGate gate =
        new ModelGate(model.catalog(), audit.models(), journal.studies(), steady, audit.look());
    modelReady = model.readiness(() -> gate.lacking(false), steady);
    List<String> sinks = new ArrayList<>(mode.sinks());
    sink.ifPresent(s -> sinks.add(FhirSink.NAME));
    kafkaSink.ifPresent(s -> sinks.add(KafkaSink.NAME));
    JobQueue jobs =
        new RewritingJobQueue(
            journal.jobs(), running, audit.limits(), audit.rewrite(), context::isStopping);
    RunRules runRules = new RunRules(failures, audit.limits());
    host.bind("journal", new JournalComponent(journal).runs(jobs, running, runRules));
    bindPipeline(context, jobs, gate, runRules);
    registry.bind(
        "publisher",
        new Publisher(
            fhir,
            jobs,
            journal.resources(),
            steps.all().stream()
                .map(
                    s -> new EngineResources.Prompt(s.name(), s.prompt(), Texts.sha256(s.prompt())))
                .toList(),
            new Publisher.Options(
                Version.CURRENT, sinks, publish.aiLabel(), publish.guideProfiles()),
            resources -> sink.ifPresent(s -> s.announce(resources))));
    sink.ifPresent(s -> registry.bind("fhirSink", s));
    kafkaSink.ifPresent(s -> registry.bind("kafkaSink", s));
  }

  private void bindPipeline(
      CamelContext context, JobQueue jobs, ModelGate gate, RunRules runRules) {
    Registry registry = context.getRegistry();
    RuleClaims rules = new RuleClaims(files);
    registry.bind("segmenter", new Segmenter(files));
    // of Camel, which ends them; as many as the runs that go on have branches
    registry.bind(
        "auditThreads", context.getExecutorServiceManager().newCachedThreadPool(this, "audit"));
    new Steps(
            steps,
            model.client(),
            jobs::keepStep,
            running,
            audit.models(),
            rules,
            images,
            parallel,
            new Steps.Options(audit.maxClaims(), audit.blankProbe()))
        .bind(registry);
    registry.bind("grounding", new Grounding(files));
    registry.bind("checks", new Checks(files));
    registry.bind("scorer", new Scorer());
    registry.bind(
        "audits", new Audits(gate, selection::choose, images, clock, runRules, Version.CURRENT));
  }

  @Override
  public List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    modelReady.ifPresent(checks::add);
    if (server.isEmpty()) {
      checks.add(
          Check.unused("fhir-server", "rtl.fhir.server is empty: audits are read at /fhir alone"));
    }
    server.ifPresent(set -> checks.add(Check.doctor("fhir-server", () -> asked(set))));
    sink.ifPresent(s -> checks.add(Check.running("fhir-server", s::check)));
    return checks;
  }

  private List<Answer> asked(FhirSettings set) {
    return List.of(
        Answer.of(
            "fhir-server",
            FhirSink.check(
                set, EngineResources.device(fhir, Version.CURRENT, publish.guideProfiles()), clock),
            "answers, and nothing says that it refuses PUT with our own ids"));
  }

  @Override
  public void close() {
    parallel.shutdownNow();
    kafkaSink.ifPresent(KafkaSink::close);
  }
}
