package org.radiologytrust.app;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.radiologytrust.acceptance.AcceptanceDesk;
import org.radiologytrust.acceptance.BandFeature;
import org.radiologytrust.acceptance.RuleFile;
import org.radiologytrust.auth.HttpFeature;
import org.radiologytrust.auth.login.OneTimeLinks;
import org.radiologytrust.camel.JournalComponentFeature;
import org.radiologytrust.camel.NodesFeature;
import org.radiologytrust.camel.SinksFeature;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.check.Checks;
import org.radiologytrust.check.exam.StudyKinds;
import org.radiologytrust.correlate.CorrelateFeature;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.FeatureBeans;
import org.radiologytrust.feature.FeaturePlaceholders;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.ImageStoreFeature;
import org.radiologytrust.feature.ImageStoreProvider;
import org.radiologytrust.feature.ImageStores;
import org.radiologytrust.feature.NoImageStore;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SiteFilesFeature;
import org.radiologytrust.feature.UnconfiguredPeer;
import org.radiologytrust.fhirread.ReadFeature;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.images.SameKind;
import org.radiologytrust.ingest.dicom.OrthancFeature;
import org.radiologytrust.ingest.dicom.OrthancSettings;
import org.radiologytrust.ingest.dicom.archive.ArchiveFeature;
import org.radiologytrust.ingest.dicom.archive.ArchiveSettings;
import org.radiologytrust.ingest.dicom.select.ImageSelection;
import org.radiologytrust.ingest.document.DocumentLimits;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.ingest.ehr.EhrFeature;
import org.radiologytrust.ingest.ehr.EhrSettings;
import org.radiologytrust.ingest.fhir.FhirInFeature;
import org.radiologytrust.ingest.fhir.FhirInSettings;
import org.radiologytrust.ingest.fhir.FhirInbox;
import org.radiologytrust.ingest.hl7.Hl7Feature;
import org.radiologytrust.ingest.hl7.Hl7Inbox;
import org.radiologytrust.ingest.hl7.Hl7Settings;
import org.radiologytrust.ingest.hl7.out.OruSettings;
import org.radiologytrust.ingest.kafka.KafkaFeature;
import org.radiologytrust.ingest.kafka.KafkaSettings;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.quality.Acceptances.Rule;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.knownerrors.KnownErrorsFeature;
import org.radiologytrust.llm.ModelFeature;
import org.radiologytrust.llm.ModelObserver;
import org.radiologytrust.llm.ModelSettings;
import org.radiologytrust.llm.server.ModelServers;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Texts;
import org.radiologytrust.notify.DutyFeature;
import org.radiologytrust.notify.NotifyFeature;
import org.radiologytrust.notify.NotifySettings;
import org.radiologytrust.operate.Channel;
import org.radiologytrust.operate.Channels;
import org.radiologytrust.operate.OperateFeature;
import org.radiologytrust.ops.AccessFeature;
import org.radiologytrust.ops.AuditMetrics;
import org.radiologytrust.ops.CheckFeature;
import org.radiologytrust.ops.JournalFeature;
import org.radiologytrust.ops.ModelMetrics;
import org.radiologytrust.ops.ModelServerMetrics;
import org.radiologytrust.ops.PeerCheck;
import org.radiologytrust.ops.WatchFeature;
import org.radiologytrust.page.PageFeature;
import org.radiologytrust.pipeline.AuditFeature;
import org.radiologytrust.pipeline.AuditSettings;
import org.radiologytrust.pipeline.step.RuleClaims;
import org.radiologytrust.pipeline.words.ComparingClaims;
import org.radiologytrust.presign.Messages;
import org.radiologytrust.presign.PresignFeature;
import org.radiologytrust.process.Folders;
import org.radiologytrust.process.Home;
import org.radiologytrust.process.ProductVersion;
import org.radiologytrust.publish.PublishFeature;
import org.radiologytrust.publish.PublishSettings;
import org.radiologytrust.publish.resources.EnginePrompt;
import org.radiologytrust.publish.sink.SinkNames;
import org.radiologytrust.retry.RetryTable;
import org.radiologytrust.score.Scorer;
import org.radiologytrust.settings.FeatureList;
import org.radiologytrust.settings.ImageOrigin;
import org.radiologytrust.settings.ImageUse;
import org.radiologytrust.settings.Priors;
import org.radiologytrust.settings.ReportCheckSettings;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.settings.Site;
import org.radiologytrust.strengths.StrengthDesk;
import org.radiologytrust.tls.TlsFeature;
import org.radiologytrust.tls.TlsSettings;

/** Creates the features of the product and keeps them in the order in which they are bound. */
final class Features implements AutoCloseable {
  private final FhirContext fhir = FhirContext.forR4Cached();
  private final List<Feature> all = new ArrayList<>();
  private final SiteFiles files;
  private final CheckSettings switches;
  private final Optional<Boolean> calls;
  private final SameKind kinds;
  private final Rule acceptance;
  private final List<String> sinks;
  private final Optional<NotifySettings> notify;
  private final TlsFeature tls;
  private final NodesFeature nodes;
  private final JournalFeature journal;
  private final ModelFeature model;
  private Optional<CheckFeature> checks = Optional.empty();
  private Supplier<OneTimeLinks> links =
      () -> {
        throw new IllegalStateException("no ports are open, so nobody can log in");
      };

  private Features(Settings settings, App.Mode mode) {
    files = Folders.files(settings);
    switches = ReportCheckSettings.of(settings);
    Optional<Boolean> said = ReportCheckSettings.callsDocumented(settings);
    // a process without doors has a journal of a moment, and asks nobody
    calls = mode.listen() ? said : Optional.of(said.orElse(true));
    kinds = new StudyKinds(files)::isSame;
    acceptance = RuleFile.of(files);
    tls = add(new TlsFeature(TlsSettings.of(settings), mode.listen()));
    sinks = mode.listen() ? SinkNames.of(settings) : mode.sinks();
    notify = mode.listen() ? NotifySettings.of(settings, tls.outgoing()) : Optional.empty();
    nodes = add(new NodesFeature(settings));
    journal = add(new JournalFeature(settings, withNotifications(SinkNames.counted(sinks))));
    model =
        add(
            new ModelFeature(
                ModelSettings.of(settings, tls.outgoing()),
                settings.forRoutes(),
                Folders.routes(settings),
                this::metrics));
  }

  /**
   * The features of the whole product where it listens, else those that an audit of files needs.
   *
   * @throws Settings.Wrong when a setting or a file of the site cannot be used
   */
  static Features of(Settings settings, App.Mode mode) {
    try {
      Features features = new Features(settings, mode);
      if (mode.listen()) {
        features.listening(settings);
      } else {
        features.auditing(settings, mode);
      }
      features.add(new SiteFilesFeature(features.files));
      return features;
    } catch (IllegalArgumentException e) {
      throw new Settings.Wrong(e.getMessage());
    }
  }

  /** For a command: it brings its own images, and its only peers are the model servers. */
  private void auditing(Settings settings, App.Mode mode) {
    add(
        new UnconfiguredPeer(
            "correlate",
            "the command itself assigns images to reports",
            Map.of("rtl.correlate.enabled", "false")));
    boolean never = ImageUse.of(settings) == ImageUse.NEVER;
    AuditFeature audits = audits(settings, never ? NoImageStore.IMAGES : mode.images(), true);
    publish(PublishSettings.of(settings, tls.outgoing()).alone(), audits);
  }

  private void listening(Settings settings) {
    FeatureList listed = FeatureList.of(settings);
    add(
        new FeaturePlaceholders(
            Map.of(
                "rtl.mllp.enabled", "" + listed.has(FeatureList.Name.MLLP),
                "rtl.fhir.in.enabled", "" + listed.has(FeatureList.Name.FHIR),
                "rtl.page.enabled", "" + listed.has(FeatureList.Name.PAGE))));
    Path home = Home.folder(settings);
    boolean shared = JournalFeature.isShared(settings);
    AccessFeature accesses = add(new AccessFeature(settings, home, shared));
    HttpFeature http = add(new HttpFeature(settings, home, shared, tls::serving));
    links = http::links;
    Documents documents = Documents.ofMessages(DocumentLimits.of(settings), files);
    Hl7Feature hl7 = add(new Hl7Feature(Hl7Settings.of(settings), files, documents));
    FhirInFeature posts =
        add(new FhirInFeature(FhirInSettings.of(settings), fhir, files, documents));
    ImageStoreFeature store = imageStore(settings);
    add(
        new CorrelateFeature(
            settings,
            store.configured(),
            !model.catalog().isNone(),
            ProductVersion.CURRENT,
            comparing(settings)));
    AuditFeature audits = audits(settings, store.images(), false);
    PublishSettings publish = PublishSettings.of(settings, tls.outgoing());
    PublishFeature published = publish(publish, audits);
    add(
        new SinksFeature(
            withNotifications(sinks),
            Folders.routes(settings),
            new RetryTable(files),
            publish.rules()));
    add(hl7.sending(OruSettings.of(settings, tls.oru()), files));
    add(NotifyFeature.of(notify));
    add(new DutyFeature(settings, tls.outgoing()));
    add(
        KafkaFeature.of(
            KafkaSettings.of(settings, tls.kafka()),
            Site.of(settings).name(),
            (message, type, place) -> hl7.store(message, place),
            posts::store));
    add(EhrFeature.of(EhrSettings.of(settings, tls.outgoing()), posts::store));
    add(new ReadFeature(settings, fhir, tls.scheme(), ProductVersion.CURRENT, accesses));
    PresignFeature presign = presign(settings, hl7, posts, audits, published, accesses);
    BandFeature bands = add(new BandFeature(() -> checks.orElseThrow().ids()));
    PageFeature page =
        PageFeature.of(settings, files)
            .logins(http::logins)
            .accesses(accesses)
            .decisions(published.decisions(), sinks)
            .images(store.archive())
            .drafts(presign::desk, presign::images)
            .bands(bands::last)
            .acceptances(this::acceptances)
            .server(http::servePages)
            .inUse(this::inUse)
            .build();
    if (listed.has(FeatureList.Name.PAGE)) {
      add(page);
    }
    Channels channels =
        new Channels(
            Map.of(
                Hl7Inbox.CHANNEL,
                new Channel("application/hl7-v2", hl7::incoming, hl7::answer, hl7::explain),
                FhirInbox.CHANNEL,
                new Channel(
                    "application/fhir+json", posts::incoming, posts::answer, posts::explain)));
    add(
        OperateFeature.of(settings)
            .channels(channels)
            .node(nodes.node())
            .models(() -> model.servers().states())
            .accesses(accesses)
            .strengths(this::strengths)
            .months(journal -> page.months(journal)::html)
            .acceptances(this::acceptances)
            .build());
    add(presign);
    add(new KnownErrorsFeature(files, checks.orElseThrow().all()));
    add(new WatchFeature(settings, ProductVersion.CURRENT, Folders.routes(settings)));
  }

  private StrengthDesk strengths(Journal journal) {
    return new StrengthDesk(checks.orElseThrow().all(), journal.strengths());
  }

  private List<String> inUse() {
    Checks.Hashes hashes = checks.orElseThrow().all().hashes();
    return List.of(
        "Version " + ProductVersion.withCommit(),
        "Word lists and tables of the site: SHA-256 " + hashes.data(),
        "Strengths: SHA-256 " + hashes.strengths());
  }

  private AcceptanceDesk acceptances(Journal journal) {
    return new AcceptanceDesk(checks.orElseThrow().all(), journal, acceptance);
  }

  private PresignFeature presign(
      Settings settings,
      Hl7Feature hl7,
      FhirInFeature posts,
      AuditFeature audits,
      PublishFeature published,
      AccessFeature accesses) {
    RuleClaims rules = new RuleClaims(files);
    Messages messages =
        new Messages() {
          @Override
          public Inbox.Disposition hl7(byte[] message) {
            return hl7.draft(message);
          }

          @Override
          public Inbox.Disposition fhir(byte[] resource, String contentType) {
            return posts.draft(resource, contentType);
          }
        };
    return new PresignFeature(
        settings,
        files,
        new PresignFeature.Parts(
            checks.orElseThrow().all(),
            audit -> ended(new Scorer().score(rules.claims(audit))),
            messages,
            published.observations(),
            accesses,
            published.marks(),
            audits.withModel()
                ? Optional.of(() -> audits.drafts(new Scorer()::score))
                : Optional.empty(),
            ProductVersion.CURRENT));
  }

  /** A check takes milliseconds: the audit of a draft ends when it began. */
  private static Audit ended(Audit audit) {
    return audit.toBuilder().ended(audit.started()).build();
  }

  /** These sinks, and those that notifications use. */
  private List<String> withNotifications(List<String> names) {
    return Stream.concat(
            names.stream(), notify.stream().flatMap(settings -> settings.sinks().stream()))
        .toList();
  }

  /** Whether an audit of a report may show earlier studies to a model. */
  private Predicate<Report> comparing(Settings settings) {
    return model.catalog().isNone() || Priors.most(settings) == 0
        ? report -> false
        : new ComparingClaims(files)::mayCompare;
  }

  private ImageStoreFeature imageStore(Settings settings) {
    OrthancFeature orthanc = orthanc(settings);
    List<ImageStoreFeature> modules = ImageStoreProvider.all(settings, files);
    if (ImageUse.of(settings) == ImageUse.NEVER) {
      List<ImageStoreFeature> all = new ArrayList<>(modules);
      all.add(orthanc);
      add(ArchiveFeature.of(Optional.empty(), files, kinds));
      return add(noImageStore(off(settings, all)));
    }
    ImageStoreFeature store = ImageStores.inUse(orthanc, modules);
    if (store == orthanc) {
      add(orthanc);
    } else {
      add(
          new UnconfiguredPeer(
              "orthanc",
              "another image store is used (" + store.setting() + ")",
              Map.of("rtl.images.enabled", "false")));
    }
    all.addAll(modules);
    add(ArchiveFeature.of(archive(settings, store == orthanc), files, kinds));
    return store;
  }

  private Optional<ArchiveSettings> archive(Settings settings, boolean intoOrthanc) {
    OrthancSettings orthanc = OrthancSettings.of(settings, tls.outgoing());
    Optional<ArchiveSettings> archive = ArchiveSettings.of(settings, orthanc, tls.outgoing());
    if (archive.isPresent() && !intoOrthanc) {
      throw new Settings.Wrong(
          ImageOrigin.KEY + ": another image store is used, and an archive fills Orthanc only");
    }
    return archive;
  }

  private OrthancFeature orthanc(Settings settings) {
    return new OrthancFeature(OrthancSettings.of(settings, tls.outgoing()), files);
  }

  /** The settings, without those that turn an image store on. */
  private static Settings off(Settings settings, List<ImageStoreFeature> stores) {
    Map<String, String> off = new TreeMap<>();
    stores.forEach(store -> off.put(store.setting(), ""));
    return settings.with(off);
  }

  /**
   * @param off the settings, without those that turn an image store on
   */
  private NoImageStore noImageStore(Settings off) {
    List<ImageStoreFeature> all = new ArrayList<>(ImageStoreProvider.all(off, files));
    all.add(orthanc(off));
    return new NoImageStore(all);
  }

  private AuditFeature audits(Settings settings, ImageSource images, boolean command) {
    ImageSelection selection = ImageSelection.of(settings, files);
    CheckFeature checks = add(new CheckFeature(files, switches, calls));
    this.checks = Optional.of(checks);
    add(new FeatureBeans(Map.of("scorer", new Scorer())));
    AuditFeature audits =
        add(
            new AuditFeature(
                AuditSettings.of(settings, model.settings(), command),
                files,
                model,
                images,
                selection,
                kinds,
                ProductVersion.CURRENT,
                host -> counting(new AuditMetrics(host.meters(), checks.ids()))));
    add(
        new JournalComponentFeature(
            audits::jobs, audits.running(), audits.runRules(), checks::mayCheck));
    return audits;
  }

  private static BiConsumer<JobQueue.Job, Audit> counting(AuditMetrics metrics) {
    return (job, audit) -> {
      if (job.shadow()) {
        metrics.kept(audit);
      } else {
        metrics.committed(audit);
      }
    };
  }

  private PublishFeature publish(PublishSettings publish, AuditFeature audits) {
    List<EnginePrompt> prompts =
        audits.steps().stream()
            .map(s -> new EnginePrompt(s.name(), s.prompt(), Texts.sha256(s.prompt())))
            .toList();
    return add(
        new PublishFeature(publish, fhir, audits::jobs, prompts, sinks, ProductVersion.CURRENT));
  }

  private ModelObserver metrics(Host host, ModelServers servers) {
    ModelMetrics metrics = new ModelMetrics(host.meters(), host.journal().clock());
    host.meters()
        .getPrometheusRegistry()
        .register(new ModelServerMetrics(servers::states, servers::waiting, model::imageReuse));
    if (!model.catalog().isNone()) {
      metrics.watchAvailability(model::available);
    }
    return metrics;
  }

  private <F extends Feature> F add(F feature) {
    all.add(feature);
    return feature;
  }

  /** http or https: how clients reach /fhir and the management server. */
  String scheme() {
    return tls.scheme();
  }

  /**
   * Links that log somebody in, once the product runs.
   *
   * @throws IllegalStateException when this process does not listen
   */
  OneTimeLinks links() {
    return links.get();
  }

  JournalFeature journal() {
    return journal;
  }

  /** Placeholders for routes, beyond the settings. */
  Map<String, String> placeholders() {
    Map<String, String> placeholders = new HashMap<>();
    all.forEach(feature -> placeholders.putAll(feature.placeholders()));
    return placeholders;
  }

  /** The checks that belong to this caller. */
  List<SelfCheck> checks(SelfCheck.By who) {
    return all.stream()
        .flatMap(feature -> feature.checks().stream())
        .filter(check -> check.isAskedBy(who))
        .toList();
  }

  void bind(Host host) {
    all.forEach(feature -> feature.bind(host));
    checks(SelfCheck.By.HEALTH)
        .forEach(check -> host.bind("check-" + check.name(), new PeerCheck(check)));
  }

  void started(Host host) {
    all.forEach(feature -> feature.started(host));
  }

  /** Closes the last bound first. A failure is logged and the rest are closed all the same. */
  @Override
  public void close() {
    for (int i = all.size() - 1; i >= 0; i--) {
      App.closeQuietly(all.get(i));
    }
  }
}
