package org.radiologytrust.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ca.uhn.fhir.context.FhirContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Resource;
import org.radiologytrust.app.App;
import org.radiologytrust.app.Doctor;
import org.radiologytrust.auth.users.QuickPassword;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.journal.MigratedFile;
import org.radiologytrust.peers.KafkaBroker;
import org.radiologytrust.peers.llama.RealLlama;
import org.radiologytrust.peers.llama.SmallPair;
import org.radiologytrust.settings.FeatureList;
import org.radiologytrust.settings.Settings;

/** A client of a running product: MLLP and HTTP on loopback. */
public final class Product implements AutoCloseable {
  public static final String PASSWORD = "test:pass#word=1!";

  public static final String CODES = "http://radiologytrustlayer.org/fhir/CodeSystem/";
  private static final FhirContext FHIR = FhirContext.forR4Cached();

  private final int mllpPort;
  private final int httpPort;
  private final int managementPort;
  private final AutoCloseable running;
  private final HttpClient http = HttpClient.newHttpClient();

  public Product(int mllpPort, int httpPort, int managementPort, AutoCloseable running) {
    this.mllpPort = mllpPort;
    this.httpPort = httpPort;
    this.managementPort = managementPort;
    this.running = running;
  }

  /** Settings of a test: free ports, short poll intervals, only the given peers. */
  public static Map<String, String> settings(Path home, Map<String, String> more) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "rtl.home", home.toString(),
                "rtl.mllp.port", "0",
                "rtl.http.port", "0",
                "rtl.management.port", "0",
                "rtl.zone", "UTC",
                "rtl.model.wire", "none",
                "rtl.audit.poll", "50ms",
                "rtl.orthanc.poll", "100ms",
                "rtl.fhir.poll", "50ms",
                "rtl.images.wait", "30s"));
    all.put("rtl.calls.documented", "yes");
    // tests count the calls
    all.put("rtl.model.warm-up", "false");
    all.put("rtl.model.rest", "50ms");
    // a report has one audit, for which a test waits; what two runs do has tests of its own
    all.put("rtl.audit.text-first", "false");
    // the report of Chest has a flag that counts, also without a model
    all.put("rtl.files", SiteStrengths.FOLDER.toString());
    // many tests log in wrongly from one address
    all.put("rtl.auth.delay", "1ms");
    all.put("rtl.auth.failures", "1000");
    all.putAll(more);
    all.computeIfAbsent(FeatureList.KEY, key -> features(all));
    return all;
  }

  /** The features that these settings use, and the doors. */
  private static String features(Map<String, String> settings) {
    String doors =
        "mllp,fhir,page" + (settings.get("rtl.model.wire").equals("none") ? "" : ",model");
    Map<String, String> listed = new HashMap<>(settings);
    listed.put(FeatureList.KEY, doors);
    Settings all = Settings.load(null, Map.of(), listed);
    return Stream.concat(
            Stream.of(doors), FeatureList.of(all).missing(all).stream().map(FeatureList.Name::code))
        .collect(Collectors.joining(","));
  }

  /** Makes the operator of a new home, unless users are in a database. */
  public static void makeOperator(Path home, Map<String, String> settings) {
    Path users = home.resolve("users");
    try {
      if (!settings.containsKey("rtl.journal.url") && Files.notExists(users)) {
        Files.createDirectories(home);
        Files.writeString(users, "operator:operator:" + QuickPassword.hash(PASSWORD) + "\n");
        Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes what a start would make in a new home and would take long for: the operator, and the
   * tables of a journal in a file.
   */
  static void makeHome(Path home, Map<String, String> settings) {
    makeOperator(home, settings);
    if (!settings.containsKey("rtl.journal.url")) {
      MigratedFile.in(home);
    }
  }

  /** The results of {@code rtl doctor} with these settings. */
  public static List<SelfCheckResult> doctor(Path home, Map<String, String> more) {
    Settings settings = Settings.load(null, Map.of(), settings(home, more));
    return new Doctor(settings).ask(waits -> {});
  }

  /** Settings for a real image store and a real Ollama. */
  public static Map<String, String> peers(
      PrivateOrthanc orthanc, URI ollama, String base, String lora) {
    Map<String, String> all = ollama(ollama.toString());
    all.put("rtl.orthanc.url", orthanc.httpUrl().toString());
    all.put("rtl.orthanc.user", orthanc.user());
    all.put("rtl.orthanc.password", orthanc.password());
    all.put("rtl.model.base", base);
    all.put("rtl.model.lora", lora);
    all.put("rtl.model.context", "4096");
    return all;
  }

  /** Settings for the small pair on a llama-server, and for an image store. */
  public static Map<String, String> smallPair(PrivateOrthanc orthanc, RealLlama llama) {
    Map<String, String> all = peers(orthanc, llama.url(), SmallPair.BASE, SmallPair.LORA);
    all.put("rtl.model.wire", "openai");
    return all;
  }

  /** Settings for Ollama at one or more URLs, with two different models. */
  public static Map<String, String> ollama(String urls) {
    return new HashMap<>(
        Map.of(
            "rtl.model.wire", "ollama",
            "rtl.model.urls", urls,
            "rtl.model.base", "medgemma:4b",
            "rtl.model.lora", "rtl-medgemma"));
  }

  /** Settings for reports from a topic and audits to one, with TLS and a login. */
  public static Map<String, String> kafka(KafkaBroker broker, String reports, String audits) {
    return new HashMap<>(
        Map.of(
            "rtl.kafka.brokers",
            broker.secureAddress(),
            "rtl.kafka.reports",
            reports,
            "rtl.kafka.audits",
            audits,
            "rtl.kafka.security",
            "SASL_SSL",
            "rtl.kafka.user",
            KafkaBroker.USER,
            "rtl.kafka.password",
            KafkaBroker.PASSWORD,
            "rtl.kafka.trusted",
            broker.trusted().toString()));
  }

  /** Starts what runs in this JVM, for a test that looks into it. */
  public static App app(Path home, Map<String, String> environment, Map<String, String> more) {
    makeHome(home, more);
    Settings settings = Settings.load(null, environment, settings(home, more));
    return App.start(settings, PASSWORD, App.Mode.serve());
  }

  /** Starts it in this JVM. */
  public static Product start(Path home, Map<String, String> more) {
    App app = app(home, Map.of(), more);
    return new Product(app.mllpPort(), app.httpPort(), app.managementPort(), app);
  }

  public int managementPort() {
    return managementPort;
  }

  public int mllpPort() {
    return mllpPort;
  }

  /** Sends a message over MLLP and gives its acknowledgement. */
  public String mllp(String message) throws IOException {
    return mllp(message.getBytes(StandardCharsets.UTF_8));
  }

  public String mllp(byte[] message) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", mllpPort)) {
      socket.setSoTimeout(30_000);
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.write(0x0b);
      frame.write(message);
      frame.write(0x1c);
      frame.write('\r');
      socket.getOutputStream().write(frame.toByteArray());
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream ack = new ByteArrayOutputStream();
      for (int b = in.read(); b != 0x1c; b = in.read()) {
        if (b < 0) {
          throw new IOException("closed before the acknowledgement");
        }
        if (b != 0x0b) {
          ack.write(b);
        }
      }
      return ack.toString(StandardCharsets.UTF_8);
    }
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  public HttpResponse<String> post(String path, String type, byte[] body)
      throws IOException, InterruptedException {
    return post(path, type, body, Map.of());
  }

  /**
   * @param headers further headers of the request
   */
  public HttpResponse<String> post(
      String path, String type, byte[] body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).header("Content-Type", type);
    headers.forEach(request::header);
    return http.send(
        request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", BasicLogin.of("operator", PASSWORD));
  }

  /** Without a login. */
  public HttpResponse<String> anonymous(int port, String path)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  public int httpPort() {
    return httpPort;
  }

  public List<Observation> observations(String query) throws IOException, InterruptedException {
    return search(Observation.class, query);
  }

  public <T extends Resource> List<T> search(Class<T> type, String query)
      throws IOException, InterruptedException {
    HttpResponse<String> response = get("/fhir/" + type.getSimpleName() + "?_count=500&" + query);
    assertEquals(200, response.statusCode(), response::body);
    return FHIR.newJsonParser().parseResource(Bundle.class, response.body()).getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  public List<Observation> summaries() throws IOException, InterruptedException {
    return observations("code=" + CODES + "rtl-observation%7Creport-audit");
  }

  public List<Observation> claims() throws IOException, InterruptedException {
    return observations("code=" + CODES + "rtl-observation%7Cclaim-audit&_sort=_lastUpdated");
  }

  /** The claims of standing audits that need review. */
  public List<Observation> standingFlags() throws IOException, InterruptedException {
    return claims().stream()
        .filter(claim -> claim.getStatus() == ObservationStatus.PRELIMINARY)
        .filter(claim -> label(claim).equals("needs_review"))
        .toList();
  }

  /** How many connections a listener has closed for a reason: displaced or refused. */
  public double closed(String listener, String reason) throws IOException, InterruptedException {
    return metrics()
        .get(
            "rtl_connections_closed_total{listener=\"%s\",reason=\"%s\"}"
                .formatted(listener, reason));
  }

  /** The product's own metrics by name and labels. */
  public Map<String, Double> metrics() throws IOException, InterruptedException {
    Map<String, Double> all = new TreeMap<>();
    anonymous(managementPort, "/observe/metrics")
        .body()
        .lines()
        .filter(l -> l.startsWith("rtl_"))
        .forEach(
            l -> {
              int blank = l.lastIndexOf(' ');
              all.put(l.substring(0, blank), Double.parseDouble(l.substring(blank + 1)));
            });
    return all;
  }

  public static String label(Observation claim) {
    return claim.hasValueCodeableConcept()
        ? claim.getValueCodeableConcept().getCodingFirstRep().getCode()
        : "";
  }

  public static String component(Observation observation, String code) {
    return observation.getComponent().stream()
        .filter(c -> c.getCode().getCodingFirstRep().getCode().equals(code))
        .map(
            c ->
                c.getValue() instanceof CodeableConcept concept
                    ? concept.getCodingFirstRep().getCode()
                    : c.getValue().primitiveValue())
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() throws Exception {
    running.close();
  }
}
