package org.radiologytrust;

import ca.uhn.fhir.context.FhirContext;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.hl7.HL7MLLPNettyEncoderFactory;
import org.apache.camel.spi.Registry;
import org.radiologytrust.camel.JournalComponent;
import org.radiologytrust.check.Checks;
import org.radiologytrust.correlate.Correlator;
import org.radiologytrust.ingest.dicom.ChangesFeed;
import org.radiologytrust.ingest.dicom.ImageSelection;
import org.radiologytrust.ingest.dicom.OrthancClient;
import org.radiologytrust.ingest.dicom.OrthancImages;
import org.radiologytrust.ingest.fhir.FhirInbox;
import org.radiologytrust.ingest.hl7.BoundedMllpDecoderFactory;
import org.radiologytrust.ingest.hl7.Hl7Inbox;
import org.radiologytrust.ingest.hl7.Senders;
import org.radiologytrust.ingest.kafka.KafkaInbox;
import org.radiologytrust.ingest.kafka.PatientPolling;
import org.radiologytrust.journal.AccessLog;
import org.radiologytrust.journal.JobQueue;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.SteadyClock;
import org.radiologytrust.llm.ImageGuard;
import org.radiologytrust.llm.ImageMixExam;
import org.radiologytrust.llm.ModelCatalog;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.llm.ModelObserver;
import org.radiologytrust.llm.ModelServers;
import org.radiologytrust.llm.WarmUp;
import org.radiologytrust.model.ImageSource;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Texts;
import org.radiologytrust.ops.HomeMetrics;
import org.radiologytrust.ops.Jolokia;
import org.radiologytrust.ops.JournalMetrics;
import org.radiologytrust.ops.ManagedBeans;
import org.radiologytrust.ops.ModelCheck;
import org.radiologytrust.ops.ModelMetrics;
import org.radiologytrust.ops.OrthancLog;
import org.radiologytrust.ops.PeerCheck;
import org.radiologytrust.ops.Pruner;
import org.radiologytrust.ops.Tracing;
import org.radiologytrust.pipeline.Audits;
import org.radiologytrust.pipeline.Grounding;
import org.radiologytrust.pipeline.ModelGate;
import org.radiologytrust.pipeline.Models;
import org.radiologytrust.pipeline.RewritingJobQueue;
import org.radiologytrust.pipeline.RuleClaims;
import org.radiologytrust.pipeline.Running;
import org.radiologytrust.pipeline.Segmenter;
import org.radiologytrust.pipeline.StepCatalog;
import org.radiologytrust.pipeline.Steps;
import org.radiologytrust.process.Home;
import org.radiologytrust.process.SiteFolder;
import org.radiologytrust.process.Version;
import org.radiologytrust.publish.EngineResources;
import org.radiologytrust.publish.FhirLogin;
import org.radiologytrust.publish.FhirMatching;
import org.radiologytrust.publish.FhirSettings;
import org.radiologytrust.publish.FhirSink;
import org.radiologytrust.publish.FhirUnresolved;
import org.radiologytrust.publish.KafkaSink;
import org.radiologytrust.publish.Publisher;
import org.radiologytrust.publish.ResolvedReferences;
import org.radiologytrust.publish.RetryPolicy;
import org.radiologytrust.retry.RetryTable;
import org.radiologytrust.retry.RunRules;
import org.radiologytrust.review.FhirRead;
import org.radiologytrust.review.SearchBounds;
import org.radiologytrust.score.Scorer;
import org.radiologytrust.settings.Settings;

/** Makes, by hand, every object that the routes call by name. Names here are names in routes. */
public final class Beans implements AutoCloseable {
  private static final Duration ORTHANC_TIMEOUT = Duration.ofSeconds(30);

  /** Steps of one run that go on side by side, at most. */
  private static final int BRANCHES = 3;

  private final Settings settings;
  private final Journal journal;
  private final App.Mode mode;
  private final int httpPort;

  /** Of what people are shown. */
  private final Clock clock = Clock.systemUTC();

  /** Of every wait. */
  private final SteadyClock steady;

  private final FhirContext fhir = FhirContext.forR4Cached();
  private final ExecutorService parallel = Executors.newCachedThreadPool();
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
  private final Tls tls;
  private final SiteFiles files;
  private final StepCatalog steps;
  private final Optional<OrthancClient> orthanc;
  private final ImageSource images;
  private final Models models;
  private final ModelCatalog catalog;
  private final ModelGate gate;
  private final ModelSettings model;
  private final ModelServers servers;
  private final Optional<FhirSink> sink;
  private final Optional<KafkaSettings> kafka;
  private final Optional<KafkaSink> kafkaSink;
  private final Optional<Tracing> tracing;
  private final Optional<AccessLog> accessLog;
  private final Readers readers;
  private final Senders senders;
  private final Hl7Inbox hl7Inbox;
  private final FhirInbox fhirInbox;
  private final Running running = new Running();
  private Optional<KafkaInbox> kafkaInbox = Optional.empty();

  Beans(Settings settings, Journal journal, App.Mode mode, int httpPort) {
    this.httpPort = httpPort;
    this.settings = settings;
    this.journal = journal;
    this.steady = journal.clock();
    this.mode = mode;
    this.tls = new Tls(settings, mode.listen());
    this.files = SiteFolder.files(settings);
    this.steps = StepCatalog.load(files);
    this.orthanc = orthanc(settings, tls.outgoing());
    this.images =
        mode.images() != null
            ? mode.images()
            : orthanc.<ImageSource>map(OrthancImages::new).orElse(Beans::noStore);
    this.model = new ModelSettings(settings, tls.outgoing());
    this.catalog = model.catalog();
    this.models =
        new Models(settings.required("rtl.model.base"), settings.required("rtl.model.lora"));
    this.gate =
        new ModelGate(
            catalog, models, journal.studies(), steady, settings.duration("rtl.model.look"));
    this.servers = model.servers(settings.urls("rtl.model.urls"));
    this.sink =
        fhirServer(settings, tls.outgoing())
            .map(
                server ->
                    new FhirSink(
                        journal.outbox(),
                        new ResolvedReferences(journal.resources(), fhir),
                        server,
                        steady));
    this.kafka = KafkaSettings.of(settings, tls.kafka());
    this.kafkaSink = kafka.filter(KafkaSettings::writes).map(k -> k.sink(journal.outbox(), steady));
    this.tracing =
        Optional.of(settings.url("rtl.tracing.endpoint"))
            .filter(collector -> mode.listen() && !collector.isEmpty())
            .map(collector -> new Tracing(collector, Version.CURRENT));
    this.accessLog = mode.listen() ? accessLog(settings) : Optional.empty();
    this.readers = new Readers(settings, files, fhir);
    this.senders =
        new Senders(
            settings.number("rtl.mllp.stranger-bytes", 0, 1 << 30),
            settings.number("rtl.mllp.stranger-messages", 0, 1_000_000));
    this.hl7Inbox = new Hl7Inbox(journal.inbox(), readers.hl7(), clock, readers.zone(), senders);
    this.fhirInbox =
        new FhirInbox(
            fhir,
            journal.inbox(),
            readers.site(),
            readers.fhir(),
            clock,
            settings.number("rtl.http.max-body", 1024, Integer.MAX_VALUE));
  }

  private static byte[] noStore(org.radiologytrust.model.Instance instance) throws IOException {
    throw new ImageSource.Unreadable("no image store is configured: set rtl.orthanc.url");
  }

  /**
   * @param trust whose certificates are taken; empty = those of the JVM's CAs
   */
  static Optional<OrthancClient> orthanc(Settings settings, Optional<SSLContext> trust) {
    String url = settings.url("rtl.orthanc.url");
    return url.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new OrthancClient(
                URI.create(url),
                settings.text("rtl.orthanc.user"),
                settings.text("rtl.orthanc.password"),
                ORTHANC_TIMEOUT,
                trust));
  }

  /** Orthanc's log, if it is to be read. */
  static Optional<Path> orthancLog(Settings settings) {
    String log = settings.text("rtl.orthanc.log");
    return log.isEmpty() ? Optional.empty() : Optional.of(settings.path(log));
  }

  private void watchOrthanc(OrthancLog log) {
    long every = settings.duration("rtl.orthanc.poll").toMillis();
    watch.scheduleWithFixedDelay(log::look, every, every, TimeUnit.MILLISECONDS);
  }

  /**
   * @param trust whose certificates are taken; empty = those of the JVM's CAs
   */
  static Optional<FhirSettings> fhirServer(Settings settings, Optional<SSLContext> trust) {
    String server = settings.url("rtl.fhir.server");
    if (server.isEmpty()) {
      return Optional.empty();
    }
    FhirSettings base = FhirSettings.of(URI.create(server));
    FhirLogin login =
        !settings.text("rtl.fhir.token").isEmpty()
            ? FhirLogin.bearer(settings.text("rtl.fhir.token"))
            : !settings.text("rtl.fhir.user").isEmpty()
                ? FhirLogin.basic(
                    settings.text("rtl.fhir.user"), settings.text("rtl.fhir.password"))
                : FhirLogin.none();
    return Optional.of(
        base.with(login)
            .with(matching(settings))
            .with(
                RetryPolicy.standard()
                    .withMaxRebuilds(settings.number("rtl.fhir.rebuilds", 1, 1000)))
            .withTrust(trust)
            .withMaxEntries(settings.number("rtl.fhir.max-entries", 1, 10_000)));
  }

  private static Optional<AccessLog> accessLog(Settings settings) {
    String file = settings.text("rtl.access.log");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    int mostWaiting = settings.number("rtl.access.max-waiting", 1024, 1 << 30);
    try {
      return Optional.of(
          AccessLog.open(Home.folder(settings).resolve(file).normalize(), mostWaiting));
    } catch (IOException e) {
      throw new Settings.Wrong(
          "rtl.access.log: "
              + file
              + " cannot be written ("
              + e.getClass().getSimpleName()
              + "): check its folder");
    }
  }

  private static FhirMatching matching(Settings settings) {
    Map<String, FhirMatching.OrderNumber> numbers = new HashMap<>();
    for (FhirMatching.OrderNumber number : FhirMatching.OrderNumber.values()) {
      numbers.put(number.name().toLowerCase(Locale.ROOT), number);
    }
    List<String> report = settings.list("rtl.fhir.report-numbers");
    if (!numbers.keySet().containsAll(report) || report.isEmpty()) {
      throw new Settings.Wrong(
          "rtl.fhir.report-numbers: name some of accession, filler, placer, with commas");
    }
    List<String> patient = settings.list("rtl.fhir.patient-identifiers");
    if (patient.isEmpty()) {
      throw new Settings.Wrong(
          "rtl.fhir.patient-identifiers: name types or systems, or * for all, with commas");
    }
    return new FhirMatching(
        FhirUnresolved.valueOf(
            settings
                .oneOf("rtl.fhir.unresolved", "hold", "hold-report", "logical")
                .replace('-', '_')
                .toUpperCase(Locale.ROOT)),
        patient,
        report.stream().map(numbers::get).toList(),
        settings.optionalDuration("rtl.fhir.link-for").orElse(Duration.ZERO));
  }

  /** Where clients reach /fhir: the site's word (a proxy), else our own address. */
  private String fhirBase() {
    String set = settings.url("rtl.fhir.base");
    return set.isEmpty()
        ? tls.scheme() + "://" + settings.text("rtl.http.host") + ":" + httpPort + "/fhir"
        : set;
  }

  private boolean imagesEnabled() {
    return orthanc.isPresent();
  }

  /** What the routes ask for beyond the settings. */
  Map<String, String> placeholders() {
    Map<String, String> all = new HashMap<>(model.placeholders());
    all.put("rtl.images.enabled", "" + imagesEnabled());
    all.put("rtl.correlate.enabled", "" + mode.listen());
    all.put("rtl.fhir.enabled", "" + sink.isPresent());
    all.put("rtl.kafka.reports.enabled", "" + kafka.filter(KafkaSettings::reads).isPresent());
    all.put("rtl.kafka.audits.enabled", "" + kafkaSink.isPresent());
    all.put(
        "rtl.model.warm-up.enabled", "" + (catalog != null && settings.flag("rtl.model.warm-up")));
    all.putAll(tls.placeholders());
    return all;
  }

  /** TLS of the listeners. */
  Tls tls() {
    return tls;
  }

  /**
   * Binds every bean to its name.
   *
   * @param vertx of the HTTP servers; {@code null} where there are none
   */
  void bind(CamelContext context, PrometheusMeterRegistry meters, Vertx vertx) {
    Registry registry = context.getRegistry();
    ProducerTemplate template = context.createProducerTemplate();
    List<String> sinks = new ArrayList<>(mode.sinks());
    sink.ifPresent(s -> sinks.add(FhirSink.NAME));
    kafkaSink.ifPresent(s -> sinks.add(KafkaSink.NAME));
    ModelMetrics metrics = new ModelMetrics(meters, steady);
    if (catalog != null) {
      metrics.watch(servers::states);
    }
    meters
        .getPrometheusRegistry()
        .register(new JournalMetrics(journal.counters(), List.of(FhirSink.NAME, KafkaSink.NAME)));
    meters
        .getPrometheusRegistry()
        .register(
            new HomeMetrics(journal, Home.folder(settings), settings.bytes("rtl.home.min-free")));
    probeJournal(context);

    tracing.ifPresent(context::addRoutePolicyFactory);
    if (mode.listen()) {
      registry.bind(Jolokia.NAME, new Jolokia());
    }
    tls.bind(context, meters, httpPort, vertx);
    orthancLog(settings)
        .filter(log -> mode.listen())
        .map(log -> new OrthancLog(log, meters))
        .ifPresent(this::watchOrthanc);
    BoundedMllpDecoderFactory decoder =
        new BoundedMllpDecoderFactory(
            settings.number("rtl.mllp.max-frame", 1024, 1 << 30),
            settings.duration("rtl.mllp.frame-time"),
            settings.number("rtl.mllp.max-connections", 1, 100_000));
    decoder.bindTo(meters);
    senders.bindTo(meters);
    registry.bind("mllpDecoder", decoder);
    registry.bind("mllpEncoder", new HL7MLLPNettyEncoderFactory());
    registry.bind("hl7Inbox", hl7Inbox);
    registry.bind("fhirInbox", fhirInbox);
    kafka.ifPresent(k -> bindKafka(registry, k, hl7Inbox, fhirInbox));
    registry.bind(
        "fhirRead",
        new FhirRead(
            fhir,
            journal.resources(),
            new FhirRead.Server(this::fhirBase, Version.CURRENT, clock),
            new SearchBounds(
                settings.number("rtl.search.count", 1, 100_000),
                settings.number("rtl.search.max-count", 1, 100_000),
                settings.number("rtl.search.max-values", 1, 10_000),
                settings.number("rtl.search.parallel", 1, 40)
                    + settings.number("rtl.search.waiting", 0, 40)),
            access -> accessLog.ifPresent(log -> log.accept(access))));
    orthanc.ifPresent(
        client ->
            registry.bind(
                "changesFeed",
                new ChangesFeed(
                    client, journal.studies(), steady, ChangesFeed.Limits.DEFAULT, files)));
    registry.bind("journal", new JournalComponent(journal));
    registry.bind(
        "correlator",
        new Correlator(
            journal.jobs(),
            journal.studies(),
            steady,
            settings.duration("rtl.images.wait"),
            imagesEnabled(),
            Version.CURRENT));
    RunRules.Limits limits =
        new RunRules.Limits(
            settings.number("rtl.audit.attempts", 1, 1000),
            settings.number("rtl.audit.lost", 1, 1000),
            settings.duration("rtl.audit.patience"),
            settings.duration("rtl.audit.delay"));
    JobQueue jobs =
        new RewritingJobQueue(
            journal.jobs(),
            running,
            limits,
            settings.duration("rtl.audit.rewrite"),
            context::isStopping);
    bindPipeline(context, template, metrics, jobs, limits);
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
                Version.CURRENT,
                sinks,
                settings.flag("rtl.fhir.ai-label"),
                settings.flag("rtl.fhir.guide-profiles")),
            resources -> sink.ifPresent(s -> s.announce(resources))));
    sink.ifPresent(s -> registry.bind("fhirSink", s));
    registry.bind(
        "pruner",
        new Pruner(
            journal.retention(),
            new Pruner.Periods(
                settings.optionalDuration("rtl.retention.messages"),
                settings.optionalDuration("rtl.retention.quarantine"),
                settings.optionalDuration("rtl.retention.answers")),
            steady));
    bindHealth(registry);
  }

  /** Whether it can be written, while no message comes; also how far its time has come. */
  private void probeJournal(CamelContext context) {
    long every = settings.duration("rtl.journal.probe").toMillis();
    context
        .getExecutorServiceManager()
        .newSingleThreadScheduledExecutor(this, "journal-probe")
        .scheduleWithFixedDelay(journal.writes()::probe, 0, every, TimeUnit.MILLISECONDS);
  }

  private void bindKafka(Registry registry, KafkaSettings k, Hl7Inbox hl7, FhirInbox fhir) {
    PatientPolling polling = KafkaSettings.polling(steady);
    KafkaInbox inbox =
        new KafkaInbox(
            journal,
            readers.site(),
            (message, type, place) -> hl7.take(message, place),
            fhir::take,
            k.maxRecord());
    registry.bind("kafka", k.component(polling));
    registry.bind("kafkaInbox", inbox);
    kafkaInbox = Optional.of(inbox);
    kafkaSink.ifPresent(s -> registry.bind("kafkaSink", s));
    registry.bind(
        "kafkaCheck",
        new PeerCheck("kafka", () -> k.check().or(polling::problem).or(inbox::problem)));
  }

  private ImageGuard imageGuard(ProducerTemplate template) {
    return catalog == null
        ? ImageGuard.NONE
        : new ImageGuard(
            (server, name) -> imageMixExam(template, server, name).ask(),
            catalog::digest,
            catalog::found);
  }

  /** Asks in the place of the call that waits for it, hence tries nothing again by itself. */
  private ImageMixExam imageMixExam(ProducerTemplate template, String server, String name) {
    ModelClient client =
        new ModelClient(
            template,
            model.servers(List.of(server)),
            model.options().withoutRetries(),
            ModelObserver.NONE,
            (at, asked) -> "");
    // one model for all steps is asked as the steps marked base ask it
    boolean lora = name.equals(models.lora()) && !name.equals(models.base());
    return new ImageMixExam(client, name, lora);
  }

  private void bindPipeline(
      CamelContext context,
      ProducerTemplate template,
      ModelMetrics metrics,
      JobQueue jobs,
      RunRules.Limits limits) {
    Registry registry = context.getRegistry();
    ModelClient client =
        new ModelClient(
            template,
            servers,
            model.options(),
            metrics,
            (server, name) -> catalog == null ? "" : catalog.digest(server, name));
    ImageGuard guard = imageGuard(template);
    RuleClaims rules = new RuleClaims(files);
    ImageSelection selection = new ImageSelection(settings.number("rtl.images.max", 1, 64));
    model.bind(registry, watch);
    registry.bind(
        "warmUp", new WarmUp(template, servers, guard, List.of(models.base(), models.lora())));
    registry.bind("segmenter", new Segmenter(files));
    // of Camel, which ends them; each run has a thread for each of its branches
    registry.bind(
        "auditThreads",
        context
            .getExecutorServiceManager()
            .newFixedThreadPool(
                this, "audit", BRANCHES * settings.number("rtl.audit.parallel", 1, 1000)));
    new Steps(
            steps,
            client.guarded(guard),
            jobs::keepStep,
            running,
            models,
            rules,
            images,
            parallel,
            new Steps.Options(
                settings.number("rtl.audit.max-claims", 1, 100_000),
                settings.flag("rtl.audit.blank-probe")))
        .bind(registry);
    registry.bind("grounding", new Grounding(files));
    registry.bind("checks", new Checks(files));
    registry.bind("scorer", new Scorer());
    registry.bind(
        "audits",
        new Audits(
            jobs,
            running,
            template,
            gate,
            selection::choose,
            images,
            clock,
            new RunRules(new RetryTable(files), limits),
            settings.number("rtl.audit.parallel", 1, 1000),
            Version.CURRENT));
  }

  private void bindHealth(Registry registry) {
    registry.bind(
        "journalCheck",
        new PeerCheck(
            "journal",
            () ->
                journal
                    .writes()
                    .problem()
                    .or(
                        () ->
                            journal.counters().counts().conserved()
                                ? Optional.empty()
                                : Optional.of(
                                    "the journal's counts do not add up: keep it and ask for"
                                        + " help"))));
    orthanc.ifPresent(
        client -> registry.bind("orthancCheck", new PeerCheck("orthanc", client::check)));
    if (catalog != null) {
      List<String> both = List.of(models.base(), models.lora());
      registry.bind(
          "modelCheck",
          new ModelCheck(
              () -> gate.lacking(false),
              () -> catalog.missing(both, both),
              servers::states,
              catalog::doubts,
              steady));
    }
    sink.ifPresent(s -> registry.bind("fhirCheck", new PeerCheck("fhir-server", s::check)));
    accessLog.ifPresent(
        log -> registry.bind("accessLogCheck", new PeerCheck("access-log", log::problem)));
  }

  /** Registers what an operator may see and do, until the context stops. */
  void manage(CamelContext context) {
    new ManagedBeans(
            journal,
            steady,
            Map.of(Hl7Inbox.CHANNEL, hl7Inbox::incoming, FhirInbox.CHANNEL, fhirInbox::incoming),
            running::count,
            () -> catalog == null ? List.of() : servers.states(),
            servers::waiting)
        .register(context);
  }

  /** What reads messages. */
  public Readers readers() {
    return readers;
  }

  FhirContext fhir() {
    return fhir;
  }

  @Override
  public void close() {
    tls.close();
    parallel.shutdownNow();
    watch.shutdownNow();
    kafkaSink.ifPresent(KafkaSink::close);
    accessLog.ifPresent(AccessLog::close);
    kafkaInbox.ifPresent(KafkaInbox::close);
    tracing.ifPresent(Tracing::close);
  }
}
