package org.radiologytrust.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Observation;
import org.radiologytrust.app.App;
import org.radiologytrust.auth.users.Operator;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.cli.audit.AuditTable;
import org.radiologytrust.cli.audit.ClaimView;
import org.radiologytrust.cli.audit.ModelWorkbench;
import org.radiologytrust.cli.audit.ObservationParts;
import org.radiologytrust.cli.audit.TemporaryOrthanc;
import org.radiologytrust.cli.base.CommandCleanup;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.LineWrapper;
import org.radiologytrust.cli.base.Progress;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.ingest.dicom.CStore;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.llm.server.ModelName;
import org.radiologytrust.process.Home;
import org.radiologytrust.settings.FeatureList;
import org.radiologytrust.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * {@code rtl demo}: audits synthetic studies that come by MLLP and C-STORE, reads one back over
 * FHIR, and prints a link to the review page, where its user may decide.
 */
@Command(
    name = "demo",
    description =
        "Starts rtl on free ports, sends it synthetic studies, and prints an audit and a link to the"
            + " review page.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl demo --exit")
final class DemoCommand implements Callable<Integer> {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "rtl.mllp.port", "0",
          "rtl.http.port", "0",
          "rtl.management.port", "0",
          "rtl.images.wait", "60s",
          // its tests would compete with the two audits for the server
          "rtl.model.warm-up", "false",
          "rtl.orthanc.poll", "250ms");

  /** So often a server is asked about models that it may have to load; each waits half a minute. */
  private static final int LOADS = 10;

  /** The name of the user who may decide on the review page. */
  private static final String USER = "reviewer";

  private static final String CODES = "http://radiologytrustlayer.org/fhir/CodeSystem/";

  /** The models that {@code model/small/create.py} makes. */
  private static final Map<String, String> SMALL_PAIR =
      Map.of("rtl.model.base", "rtl-small-base", "rtl.model.lora", "rtl-small-lora");

  /** Whether Orthanc and dcmtk are installed, which images need. */
  BooleanSupplier installed =
      () -> PrivateOrthanc.binary().isPresent() && CStore.binary().isPresent();

  @ParentCommand private SharedOptions rtl;

  @Option(
      names = "--exit",
      description =
          "Stop after the audits; exit code 0 only if each came out as expected and was read back"
              + " over FHIR.")
  private boolean exit;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "Longest wait for the audit (default: ${DEFAULT-VALUE}).")
  private int wait = 900;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("rtl-demo");
    Progress progress = new Progress();
    try (CommandCleanup closing = new CommandCleanup(folder)) {
      Runtime.getRuntime().addShutdownHook(new Thread(closing::close, "demo-cleanup"));
      Optional<PrivateOrthanc> orthanc = orthanc(progress);
      orthanc.ifPresent(closing::add);
      progress.step("starting the engine");
      Map<String, String> own = own(folder, orthanc);
      boolean small = smallPair(own);
      if (small) {
        own.putAll(SMALL_PAIR);
        progress.step(
            "using the small pair of models: it knows drawn chests only, and is not for"
                + " clinical use");
      }
      Optional<String> lacking = lacking(own, progress);
      Settings settings = FeatureList.withoutOthers(rtl.settings(DEFAULTS, own));
      App app = App.start(settings, null, App.Mode.serve());
      closing.add(app);
      if (orthanc.isPresent()) {
        progress.step("sending the images by C-STORE");
        send(orthanc.get(), folder);
      }
      boolean good = cases(app, progress, lacking, orthanc.isPresent());
      if (small) {
        System.out.println();
        System.out.println(
            "The small pair of models is weak: it knows drawn chests only (model/small/card.md).");
      }
      System.out.println();
      if (orthanc.isEmpty()) {
        System.out.println("Without images, because Orthanc or dcmtk is not installed");
        System.out.println("  (apt-get install orthanc orthanc-gdcm dcmtk).");
      }
      if (exit) {
        return good ? 0 : 1;
      }
      page(app, settings);
      System.out.println("Ctrl-C ends the demo and deletes its files.");
      new CountDownLatch(1).await();
      return 0;
    }
  }

  /**
   * Shows one case after the other, so that each has the model server for itself.
   *
   * @param lacking why there is no model; empty when there is one
   * @param images whether there are images for it
   * @return whether all came out as expected
   */
  private boolean cases(App app, Progress progress, Optional<String> lacking, boolean images)
      throws IOException, InterruptedException {
    boolean good = true;
    for (DemoCase study : DemoCase.ALL) {
      DemoOutcome.before(study, DemoCase.ALL.indexOf(study) + 1).forEach(System.out::println);
      progress.step("sending the report by MLLP");
      send(app, study);
      good &= show(app, study, progress, lacking.isEmpty() && images);
    }
    lacking.ifPresent(DemoCommand::model);
    return good;
  }

  private Optional<PrivateOrthanc> orthanc(Progress progress) throws IOException {
    if (!installed.getAsBoolean()) {
      progress.step("Orthanc or dcmtk is not installed: the demo runs without images");
      return Optional.empty();
    }
    progress.step("starting Orthanc in a temporary folder");
    return Optional.of(TemporaryOrthanc.start());
  }

  /** Whether a model server has the small pair, and none the configured models. */
  private boolean smallPair(Map<String, String> own) {
    Settings settings = rtl.settings(DEFAULTS, own);
    try (ModelWorkbench lab = new ModelWorkbench(settings)) {
      return !lab.lists(models(settings)) && lab.lists(List.copyOf(SMALL_PAIR.values()));
    }
  }

  private static List<String> models(Settings settings) {
    return Stream.of("rtl.model.base", "rtl.model.lora")
        .map(key -> ModelName.of(settings, key).name())
        .toList();
  }

  /** Why no model can be asked; waits for a server that has to load one. */
  private Optional<String> lacking(Map<String, String> own, Progress progress) {
    Settings settings = rtl.settings(DEFAULTS, own);
    List<String> models = models(settings);
    try (ModelWorkbench lab = new ModelWorkbench(settings)) {
      Optional<String> lacking = lab.missing(models, true);
      for (int i = 0; i < LOADS && lacking.isPresent() && lab.lists(models); i++) {
        progress.step("waiting for the model server to load its models");
        lacking = lab.missing(models, true);
      }
      return lacking;
    }
  }

  private static Map<String, String> own(Path folder, Optional<PrivateOrthanc> orthanc) {
    Map<String, String> own =
        new HashMap<>(
            Map.of(
                "rtl.home", folder.resolve("home").toString(),
                "rtl.sinks", "",
                "rtl.calls.documented", "yes",
                "rtl.sinks.text-first", "",
                "rtl.features", "mllp,fhir,page,model" + orthanc.map(o -> ",orthanc").orElse(""),
                "rtl.journal.url", ""));
    // one audit, which is shown when it has ended
    own.put("rtl.audit.text-first", "false");
    // without TLS, since the demo talks to itself on loopback
    for (String listener : List.of("http", "mllp")) {
      for (String file : List.of("certificate", "key", "trusted")) {
        own.put("rtl." + listener + ".tls." + file, "");
      }
    }
    orthanc.ifPresent(
        o -> {
          own.put("rtl.orthanc.url", o.httpUrl().toString());
          own.put("rtl.orthanc.user", o.user());
          own.put("rtl.orthanc.password", o.password());
        });
    return own;
  }

  private static void send(PrivateOrthanc orthanc, Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    for (DemoCase study : DemoCase.ALL) {
      List<byte[]> images = study.dicom();
      for (int i = 0; i < images.size(); i++) {
        files.add(Files.write(folder.resolve(study.images().get(i)), images.get(i)));
      }
    }
    try {
      orthanc.send(files, Duration.ofSeconds(30));
    } catch (IOException e) {
      throw new CommandFailure(e.getMessage());
    }
  }

  private static void send(App app, DemoCase study) throws IOException {
    String ack = MllpSender.send("127.0.0.1", app.mllpPort(), study.message());
    if (!ack.contains("\rMSA|AA|")) {
      throw new CommandFailure("the demo's report was not accepted: " + ack.replace('\r', ' '));
    }
  }

  /** Creates a reviewer, and prints a link that logs in as this user. */
  private static void page(App app, Settings settings) throws IOException {
    String password = UUID.randomUUID().toString();
    UsersFile.in(Home.folder(settings)).put(USER, Role.REVIEWER, password);
    System.out.println("The review page. This link works once, within ten minutes:");
    System.out.println();
    System.out.println("  " + app.oneTimeLink(settings, USER));
    System.out.println();
    System.out.println("Later, log in there as user " + USER + " with this password:");
    System.out.println();
    System.out.println("  " + password);
    System.out.println();
  }

  /**
   * Prints the audit read over FHIR.
   *
   * @param model whether there is a model
   * @return whether it came out as expected, and all flagged claims were found there too
   */
  private boolean show(App app, DemoCase study, Progress progress, boolean model)
      throws IOException, InterruptedException {
    String ofReport = "focus.identifier=" + study.accession() + "&";
    FhirClient client =
        new FhirClient(
            app.fhir(),
            "http://127.0.0.1:" + app.httpPort() + "/fhir",
            Operator.NAME,
            app.operator().password().orElseThrow());
    Instant end = Instant.now().plusSeconds(wait);
    List<Observation> summaries = List.of();
    while (summaries.isEmpty()) {
      if (Instant.now().isAfter(end)) {
        throw new CommandFailure("no audit after " + wait + " s: see the log above");
      }
      Map<String, Long> open = app.journal().counters().counts().open();
      progress.step(
          open.get("awaiting_images") > 0 ? "waiting for the images" : "auditing the report");
      Thread.sleep(100);
      summaries =
          client.observations(ofReport + "code=" + CODES + "rtl-observation%7Creport-audit");
    }
    progress.step("reading the Observations back");
    List<Observation> claims =
        client.observations(
            ofReport + "code=" + CODES + "rtl-observation%7Cclaim-audit&_count=200");
    AuditTable.lines(summaries.get(0), claims).forEach(System.out::println);
    List<Observation> flagged =
        client.observations(
            ofReport
                + "code="
                + CODES
                + "rtl-observation%7Cclaim-audit&value-concept="
                + CODES
                + "rtl-claim-label%7Cneeds_review,"
                + CODES
                + "rtl-claim-label%7Cuncertain");
    // claims that are uncertain only since no model is trusted about them are no flags
    long found = ClaimView.of(flagged).stream().filter(ClaimView::flagged).count();
    System.out.println();
    System.out.println(
        found
            + (found == 1 ? " flagged Observation" : " flagged Observations")
            + " read back over FHIR.");
    DemoOutcome outcome = DemoOutcome.of(study, claims, model);
    outcome.lines().forEach(System.out::println);
    return outcome.good()
        && ObservationParts.values(summaries.get(0), "failure").findAny().isEmpty()
        && ClaimView.of(claims).stream().filter(ClaimView::flagged).count() == found;
  }

  private static void model(String lacking) {
    System.out.println();
    LineWrapper.lines("There was no model: " + lacking + ".", "", LineWrapper.WIDTH)
        .forEach(System.out::println);
    System.out.println("To audit against the image, add a model (docs/models.md): the small pair,");
    System.out.println("which knows drawn chests, or those that rtl.model.base and rtl.model.lora");
    System.out.println("name. Then start again.");
  }
}
