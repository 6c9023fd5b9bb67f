package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Provenance;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.app.App;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.FormBody;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Study;
import org.radiologytrust.peers.ollama.OllamaServer;

/**
 * A report whose images are of another patient, in the whole product: what is checked, published
 * and shown, who confirms that it is the same patient, and what happens when that is taken back.
 */
@Tag("integration")
@Tag("safety")
class ImagesOfAnotherPatientTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String REVIEWER = "rita";
  private static final String PASSWORD = "correct horse";
  private static final Pattern TOKEN = Pattern.compile("\"X-Token\":\"([^\"]+)\"");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Of the other patient alone. */
  private static final List<String> CANARIES =
      List.of("zebrakanari", "quendolin", "cnry93716", "19471129", "1947-11-29");

  private static final String[] WRONG_KNEE = {
    "FINDINGS:",
    "The right knee shows a small joint effusion.",
    "IMPRESSION:",
    "Small effusion of the right knee."
  };

  @TempDir Path folder;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer orthanc;
  private OllamaServer ollama;
  private App app;
  private Product product;

  @BeforeEach
  void start() throws Exception {
    orthanc = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    orthanc.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          asked.add(path);
          String body =
              switch (path) {
                case "/system" -> "{}";
                case "/plugins" -> "[\"gdcm\"]";
                case "/changes" -> "{\"Changes\":[],\"Done\":true,\"Last\":0}";
                default -> "";
              };
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              body.isEmpty() ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    orthanc.start();
    ollama = OllamaServer.ofPair(ModelAnswers::of);
  }

  private void run(Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("rtl.orthanc.url", "http://127.0.0.1:" + orthanc.getAddress().getPort());
    settings.put("rtl.images.wait", "1s");
    Path home = folder.resolve("home");
    app = Product.app(home, Map.of(), settings);
    product = new Product(app.mllpPort(), app.httpPort(), app.managementPort(), app);
    UsersFile.in(home).put(REVIEWER, Role.REVIEWER, PASSWORD);
  }

  private static Map<String, String> withModel() {
    return Map.of("rtl.model.base", "medgemma:4b", "rtl.model.lora", "rtl-medgemma");
  }

  @AfterEach
  void stop() throws Exception {
    product.close();
    ollama.close();
    orthanc.stop(0);
  }

  private void otherPatientsStudy() {
    Patient other =
        new Patient(
            List.of(new Identifier("urn:oid:2.999.1", "CNRY93716", "")),
            "Zebrakanari",
            "Quendolin",
            LocalDate.of(1947, 11, 29),
            Sex.FEMALE,
            "");
    Instance image =
        new Instance(
            "1.2.3.4",
            "1.2.3",
            "1.2.840.10008.5.1.4.1.1.1.1",
            "DX",
            "KNEE",
            "R",
            "",
            "AP",
            1,
            1,
            "11111111-11111111-11111111-11111111-11111111");
    Study study =
        new Study("1.2.77", "ACC1", other, LocalDate.of(2026, 4, 1), "KNEE", true, List.of(image));
    app.journal().studies().storeStudy(study, "test", "1");
  }

  private void report() throws Exception {
    String ack =
        product.mllp(
            Chest.oru(
                    PhantomStudy.chest("ACC1"),
                    "MSG1",
                    "PHANTOM-1",
                    String.join("\n", WRONG_KNEE),
                    "F",
                    30)
                .replace("XRCHEST^XR CHEST PA^L", "XRKNEE^XR KNEE LEFT^L"));
    assertTrue(ack.contains("\rMSA|AA|"), ack);
  }

  private List<Observation> summaries(int count) {
    await().atMost(LONG).until(() -> product.summaries().size() == count);
    try {
      return product.summaries();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Observation current(int count) {
    return summaries(count).stream()
        .filter(
            o ->
                !o.hasExtension(
                    "http://radiologytrustlayer.org/fhir/StructureDefinition/rtl-superseded-by"))
        .findFirst()
        .orElseThrow();
  }

  /** Requests for objects of the image store. */
  private List<String> objects() {
    return asked.stream()
        .filter(path -> path.startsWith("/instances") || path.startsWith("/studies"))
        .toList();
  }

  @Test
  void theTextIsCheckedAndNothingElseIsOpenedAskedOrTold() throws Exception {
    Map<String, String> model = new HashMap<>(Product.ollama(ollama.url().toString()));
    model.putAll(withModel());
    try (CapturedLog log = new CapturedLog()) {
      run(model);
      otherPatientsStudy();
      report();
      Observation summary = current(1);
      assertEquals(ObservationStatus.CANCELLED, summary.getStatus());
      assertFalse(summary.hasValue());
      assertEquals("not-auditable", Product.component(summary, "outcome"));
      assertEquals("error", summary.getDataAbsentReason().getCodingFirstRep().getCode());
      assertTrue(Product.component(summary, "failure").startsWith("wrong patient: PatientID"));
      assertEquals("1", Product.component(summary, "refused-images"));
      assertEquals("0", Product.component(summary, "claims-supported"));
      List<Observation> claims = product.claims();
      assertEquals(summary.getHasMember().size(), claims.size());
      assertTrue(
          claims.stream()
              .anyMatch(
                  claim ->
                      Product.label(claim).equals("needs_review")
                          && Product.component(claim, "check").equals("side-order")),
          "the flags of the checks are published");
      assertTrue(claims.stream().allMatch(c -> c.getStatus() == ObservationStatus.PRELIMINARY));
      assertEquals(List.of(), ollama.calls(), "no model is asked");
      assertEquals(List.of(), objects(), "no image is opened");
      Map<String, Double> metrics = product.metrics();
      assertEquals(1, metrics.get("rtl_reports_total{outcome=\"not_auditable\"}"));
      assertEquals(
          1, metrics.get("rtl_flags_total{check=\"other-patient\",label=\"needs_review\"}"));
      assertTrue(metrics.get("rtl_flags_total{check=\"side-order\",label=\"needs_review\"}") > 0);
      assertEquals(
          200, product.anonymous(product.managementPort(), "/observe/health/live").statusCode());
      String told =
          String.join("\n", log.lines())
              + product.anonymous(product.managementPort(), "/observe/metrics").body()
              + product.get("/fhir/Observation?_count=500").body()
              + product.get("/fhir/Provenance?_count=500").body()
              + product.get("/api/story?id=ACC1").body()
              + product.get("/").body();
      for (String canary : CANARIES) {
        assertFalse(told.toLowerCase(Locale.ROOT).contains(canary), canary);
      }
      String page = product.get(path()).body();
      assertTrue(page.contains("Zebrakanari"), "people who compare must see it");
      assertEquals(List.of(), objects(), "the page opens no image either");
    }
  }

  private String path() throws Exception {
    return Jsoup.parse(product.get("/").body()).selectFirst("#rows a").attr("href");
  }

  // people

  private record Session(String cookie, String token) {}

  private Session logIn(String user, String password) throws Exception {
    String origin = "http://127.0.0.1:" + product.httpPort();
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + "/login"));
    FormBody.post(request, Map.of("user", user, "password", password, "next", "/"));
    HttpResponse<String> in =
        HTTP.send(request.header("Origin", origin).build(), BodyHandlers.ofString());
    String cookie = in.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    Matcher token =
        TOKEN.matcher(page(cookie, "/").html().replace("&#34;", "\"").replace("&quot;", "\""));
    assertTrue(token.find());
    return new Session(cookie, token.group(1));
  }

  private Document page(String cookie, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.httpPort() + path))
            .header("Cookie", cookie)
            .build();
    return Jsoup.parse(HTTP.send(request, BodyHandlers.ofString()).body());
  }

  private void send(Session session, Map<String, String> form) throws Exception {
    String origin = "http://127.0.0.1:" + product.httpPort();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + path() + "/decisions"));
    FormBody.post(request, form);
    HttpResponse<String> answer =
        HTTP.send(
            request
                .header("Origin", origin)
                .header("Cookie", session.cookie())
                .header("X-Token", session.token())
                .build(),
            BodyHandlers.ofString());
    assertEquals(303, answer.statusCode(), answer::body);
  }

  private static Map<String, String> form(Element form) {
    Map<String, String> fields = new HashMap<>();
    form.select("input, button[name]")
        .forEach(field -> fields.put(field.attr("name"), field.attr("value")));
    return fields;
  }

  private void saysSame(Session session) throws Exception {
    send(session, form(page(session.cookie(), path()).selectFirst("dialog.same form")));
  }

  @Test
  void twoLogInsConfirmAndOneTakesItBack() throws Exception {
    run(Map.of("rtl.model.wire", "none"));
    otherPatientsStudy();
    report();
    Observation refused = current(1);
    Session rita = logIn(REVIEWER, PASSWORD);
    Session operator = logIn("operator", Product.PASSWORD);

    saysSame(rita);
    await().atMost(LONG).until(() -> !product.search(Provenance.class, "").isEmpty());
    assertEquals(1, product.summaries().size());
    assertEquals(List.of(), objects(), "one person changes nothing");
    saysSame(operator);

    Observation withImages = current(2);
    assertEquals("checked-only", Product.component(withImages, "outcome"));
    assertTrue(
        Product.component(withImages, "note").contains("two people confirmed"),
        Product.component(withImages, "note"));
    assertFalse(objects().isEmpty(), "now the image is asked for");
    assertEquals(1, product.metrics().get("rtl_reports_total{outcome=\"checked_only\"}"));
    assertEquals(0, product.metrics().get("rtl_reports_total{outcome=\"not_auditable\"}"));
    Observation replaced =
        product.summaries().stream()
            .filter(o -> o.getIdElement().getIdPart().equals(refused.getIdElement().getIdPart()))
            .findFirst()
            .orElseThrow();
    assertEquals("same-patient", Product.component(replaced, "decision"));

    int before = objects().size();
    send(rita, form(page(rita.cookie(), path() + "/made").selectFirst("#whose form")));
    Observation again = current(3);
    assertEquals("not-auditable", Product.component(again, "outcome"));
    assertEquals(ObservationStatus.CANCELLED, again.getStatus());
    assertEquals(before, objects().size(), "no image is opened any more");
    assertEquals(1, product.metrics().get("rtl_reports_total{outcome=\"not_auditable\"}"));
    List<Provenance> all = product.search(Provenance.class, "");
    assertEquals(
        List.of("same-patient", "same-patient", "undo"),
        all.stream()
            .flatMap(p -> p.getActivity().getCoding().stream())
            .filter(c -> c.getSystem().equals(Product.CODES + "rtl-decision"))
            .map(Coding::getCode)
            .sorted()
            .toList());
    String health = product.anonymous(product.managementPort(), "/observe/health?data=true").body();
    assertFalse(health.contains("do not add up"), health);
  }
}
