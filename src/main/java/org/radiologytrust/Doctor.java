package org.radiologytrust;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.radiologytrust.auth.AuthSettings;
import org.radiologytrust.auth.UsersFile;
import org.radiologytrust.ingest.dicom.OrthancClient;
import org.radiologytrust.llm.ModelCatalog;
import org.radiologytrust.ops.OrthancLog;
import org.radiologytrust.pipeline.StepCatalog;
import org.radiologytrust.process.Home;
import org.radiologytrust.process.Ports;
import org.radiologytrust.process.SiteFolder;
import org.radiologytrust.process.Version;
import org.radiologytrust.publish.EngineResources;
import org.radiologytrust.publish.FhirSettings;
import org.radiologytrust.publish.FhirSink;
import org.radiologytrust.settings.Settings;

/** Asks everything that a start would need "would it work?", without starting it. */
public final class Doctor {
  private final Settings settings;

  public Doctor(Settings settings) {
    this.settings = settings;
  }

  /** How a peer is. */
  public enum State {
    OK,
    /** Not configured, and the product runs without it. */
    UNUSED,
    /** Works, and will not for long. */
    WARNING,
    BROKEN;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param message what is wrong and what to do, or what is lost without the peer
   */
  public record Answer(String peer, State state, String message) {}

  public List<Answer> ask() {
    List<Answer> answers = new ArrayList<>();
    answers.add(problem("settings", this::settings, "as they are, they can be used"));
    answers.add(problem("ports", this::ports, "free"));
    answers.add(problem("home", this::home, "can be written, and no other process has it"));
    answers.add(users());
    answers.add(
        asked(
            "tokens",
            AuthSettings.problem(settings),
            "their keys are there",
            "rtl.auth.jwt.keys is empty: logins by password alone"));
    answers.addAll(TlsDoctor.ask(settings, Instant.now()));
    Optional<SSLContext> trust = trust(Tls::outgoing);
    answers.add(
        asked(
            "orthanc",
            Beans.orthanc(settings, trust).map(OrthancClient::check),
            "answers",
            "rtl.orthanc.url is empty: reports only, image claims are not assessed"));
    Beans.orthancLog(settings).ifPresent(log -> answers.add(orthancLog(log)));
    answers.addAll(model(trust));
    answers.add(
        asked(
            "fhir-server",
            Beans.fhirServer(settings, trust).map(this::fhirServer),
            "answers, and nothing says that it refuses PUT with our own ids",
            "rtl.fhir.server is empty: audits are read at /fhir alone"));
    answers.add(
        asked(
            "kafka",
            KafkaSettings.of(settings, trust(Tls::kafka)).map(KafkaSettings::check),
            "answers, and has the topics",
            "rtl.kafka.brokers is empty: no topic is read or written"));
    return answers;
  }

  /** A check that tells its problem by an exception. */
  private interface Check {
    void run();
  }

  private static Answer problem(String peer, Check check, String fine) {
    try {
      check.run();
      return new Answer(peer, State.OK, fine);
    } catch (Settings.Wrong | IllegalArgumentException e) {
      return new Answer(peer, State.BROKEN, e.getMessage());
    }
  }

  /** Of a peer that is configured the check's answer: empty when well. */
  private static Answer asked(
      String peer, Optional<Optional<String>> asked, String fine, String without) {
    if (asked.isEmpty()) {
      return new Answer(peer, State.UNUSED, without);
    }
    return asked
        .get()
        .map(problem -> new Answer(peer, State.BROKEN, problem))
        .orElse(new Answer(peer, State.OK, fine));
  }

  private Optional<SSLContext> trust(Function<Settings, Optional<SSLContext>> of) {
    try {
      return of.apply(settings);
    } catch (Settings.Wrong e) {
      // said among the answers about TLS
      return Optional.empty();
    }
  }

  /** Nothing but a count is lost without it. */
  private static Answer orthancLog(Path log) {
    return OrthancLog.problem(log)
        .map(problem -> new Answer("orthanc-log", State.WARNING, problem))
        .orElse(new Answer("orthanc-log", State.OK, "can be read"));
  }

  private Optional<String> fhirServer(FhirSettings server) {
    return FhirSink.check(
        server,
        EngineResources.device(
            FhirContext.forR4Cached(), Version.CURRENT, settings.flag("rtl.fhir.guide-profiles")),
        Clock.systemUTC());
  }

  private void settings() {
    App.routes(settings);
    StepCatalog.load(SiteFolder.files(settings));
  }

  private void ports() {
    Ports.take(settings, App.LISTENERS);
  }

  private void home() {
    Home.take(Home.folder(settings)).close();
  }

  private Answer users() {
    try {
      int users = UsersFile.in(Home.folder(settings)).read().size();
      return new Answer(
          "users",
          State.OK,
          users == 0 ? "none yet: the first start makes the user operator" : users + " can log in");
    } catch (IOException e) {
      return new Answer("users", State.BROKEN, e.getMessage() + ": mend it, or remove it");
    }
  }

  private List<Answer> model(Optional<SSLContext> trust) {
    ModelSettings model = new ModelSettings(settings, trust);
    ModelCatalog catalog = model.catalog();
    return catalog == null
        ? List.of(
            new Answer(
                "model",
                State.UNUSED,
                "rtl.model.wire=none: reports are checked only, by rules; no score"))
        : new ModelDoctor(settings, model, catalog, App.routes(settings)).ask();
  }
}
