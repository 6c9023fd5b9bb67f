package org.radiologytrust.deployment;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.browser.Console;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.results.Outbox;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.SiteStrengths;
import org.radiologytrust.model.CheckStrength;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.presign.Door;

/** Health, metrics and Hawtio, as whoever watches the product meets them. */
@Tag("peers")
class WatchingTest {
  private static final Set<String> MACHINE =
      Set.of("rtl_home_free_bytes", "rtl_home_min_free_bytes", "rtl_clock_ahead_seconds");

  private static final Duration LONG = Duration.ofSeconds(90);
  private static final String HL7_IN = String.format(Console.ROUTE, "hl7-in");

  /** What the sent message says of its patient. */
  private static final List<String> PATIENT =
      List.of("PHANTOM-1", "Petra", "Phantom", "ACC1", "effusion", "malignant", "19610203");

  @TempDir Path folder;
  private Product product;
  private Console console;

  @BeforeEach
  void start() {
    start(Map.of("rtl.node.name", "watched"));
  }

  private void start(Map<String, String> more) {
    product = Product.start(folder.resolve("home"), more);
    console = new Console(product.managementPort());
  }

  @AfterEach
  void stop() throws Exception {
    product.close();
  }

  private void audited() throws Exception {
    String ack =
        product.mllp(Chest.oru(PhantomStudy.chest("ACC1"), "C1", "PHANTOM-1", Chest.TEXT, "F", 0));
    assertTrue(ack.contains("MSA|AA|C1"), ack);
    await().atMost(LONG).until(() -> !product.summaries().isEmpty());
  }

  private String observe(String path) throws Exception {
    HttpResponse<String> response = product.anonymous(product.managementPort(), path);
    assertEquals(200, response.statusCode(), response::body);
    return response.body();
  }

  @Test
  void healthNeedsNoLoginAndNamesTheJournal() throws Exception {
    for (String path : List.of("/observe/health", "/observe/health/ready")) {
      String health = observe(path);
      assertTrue(health.startsWith("{\"status\":\"UP\""), health);
      assertTrue(health.contains("{\"name\":\"journal\",\"status\":\"UP\"}"), health);
    }
    assertTrue(observe("/observe/health/live").startsWith("{\"status\":\"UP\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/html", "text/plain", "application/xml", "image/png;q=0.8", "nonsense"})
  void healthAnswersWhateverTheClientAccepts(String accept) throws Exception {
    for (String path : List.of("", "/live", "/ready", "/intake")) {
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(
                              "http://127.0.0.1:"
                                  + product.managementPort()
                                  + "/observe/health"
                                  + path))
                      .header("Accept", accept)
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertEquals(200, response.statusCode(), path);
      assertTrue(response.body().startsWith("{\"status\":\"UP\""), response::body);
    }
  }

  /** Without those of the machine. */
  private Map<String, Double> ours() throws Exception {
    Map<String, Double> all = new TreeMap<>(product.metrics());
    all.keySet().removeAll(MACHINE);
    return all;
  }

  @Test
  void metricsAreThereFromTheStartAndShowNoPatient() throws Exception {
    Map<String, Double> expected = new TreeMap<>();
    for (String outcome : List.of("parsed", "applied", "ignored", "duplicate", "quarantined")) {
      expected.put("rtl_messages_total{outcome=\"" + outcome + "\"}", 0.0);
    }
    for (String outcome : List.of("audited", "checked_only", "not_auditable", "superseded")) {
      expected.put("rtl_reports_total{outcome=\"" + outcome + "\"}", 0.0);
    }
    for (String state : List.of("awaiting_images", "ready", "auditing")) {
      expected.put("rtl_reports_open{state=\"" + state + "\"}", 0.0);
    }
    for (String outcome : List.of("corrected", "left", "unclear")) {
      expected.put("rtl_agreed_flags_total{outcome=\"" + outcome + "\"}", 0.0);
    }
    expected.put("rtl_agreed_flags_evidence_changed", 0.0);
    expected.put("rtl_correction_seconds_count", 0.0);
    expected.put("rtl_correction_seconds_sum", 0.0);
    for (Worklist.State state : Worklist.State.values()) {
      expected.put("rtl_worklist_reports{state=\"" + state.code() + "\"}", 0.0);
    }
    expected.put("rtl_own_messages_total", 0.0);
    for (String sink : List.of("fhir", "kafka", "oru")) {
      for (String state : Outbox.STATES) {
        expected.put("rtl_deliveries{sink=\"" + sink + "\",state=\"" + state + "\"}", 0.0);
      }
    }
    for (String channel : List.of("hl7", "fhir", "kafka")) {
      expected.put("rtl_messages_not_stored_total{channel=\"" + channel + "\"}", 0.0);
    }
    for (String kept : List.of("beginning", "nothing")) {
      expected.put("rtl_mllp_junk_total{kept=\"" + kept + "\"}", 0.0);
    }
    for (String listener : List.of("mllp", "http", "management")) {
      for (String reason : List.of("displaced", "refused")) {
        expected.put(
            "rtl_connections_closed_total{listener=\"%s\",reason=\"%s\"}"
                .formatted(listener, reason),
            0.0);
      }
    }
    for (String label : List.of("supported", "uncertain", "needs_review", "not_assessed")) {
      expected.put("rtl_claims_total{label=\"" + label + "\"}", 0.0);
    }
    for (String check :
        List.of(
            "access-log",
            "doors",
            "journal",
            "known-errors",
            "queue",
            "report-checks",
            "routes",
            "site-mappings",
            "site-rules",
            "strengths")) {
      expected.put("rtl_check_up{check=\"" + check + "\"}", 1.0);
    }
    expected.put("rtl_node{node=\"watched\"}", 1.0);
    for (String route : List.of("correlate", "reminders", "retention", "samples")) {
      expected.put("rtl_route_leader{route=\"" + route + "\"}", 1.0);
    }
    expected.put("rtl_queue_age_seconds", 0.0);
    expected.put("rtl_queue_max_age_seconds", 3600.0);
    expected.put("rtl_runs_given_up", 0.0);
    expected.put("rtl_notifications_unread", 0.0);
    expected.put("rtl_erased_copies_open", 0.0);
    expected.put("rtl_ready", 1.0);
    expected.put("rtl_logins_total{outcome=\"accepted\"}", 0.0);
    expected.put("rtl_logins_total{outcome=\"refused\"}", 0.0);
    for (String reason : List.of("expired", "no_certificate", "not_tls", "other", "unknown_ca")) {
      expected.put("rtl_tls_refused_total{listener=\"mllp\",reason=\"" + reason + "\"}", 0.0);
    }
    for (String kind :
        List.of(
            "number_shared",
            "number_similar",
            "other_person",
            "own_audit",
            "patient_change",
            "time_in_future",
            "unknown_element",
            "version_order")) {
      expected.put("rtl_intake_alarms_total{kind=\"" + kind + "\"}", 0.0);
    }
    for (Door door : Door.values()) {
      String label = "door=\"" + door.code() + "\"";
      for (String part : List.of("count", "sum", "max")) {
        expected.put("rtl_presign_seconds_" + part + "{" + label + "}", 0.0);
      }
      for (String quantile : List.of("0.5", "0.95", "0.99")) {
        expected.put("rtl_presign_seconds{" + label + ",quantile=\"" + quantile + "\"}", 0.0);
      }
    }
    for (String part : List.of("count", "sum", "max")) {
      expected.put("rtl_presign_image_seconds_" + part, 0.0);
    }
    expected.put("rtl_presign_busy_total", 0.0);
    expected.put("rtl_flags_total{check=\"other-patient\",label=\"needs_review\"}", 0.0);
    Checks checks = new Checks(SiteFiles.in(SiteStrengths.FOLDER));
    for (StrengthRow row : checks.strengths().rows()) {
      if (row.strength() == CheckStrength.TELL) {
        expected.put("rtl_known_error_missed{check=\"" + row.check() + "\"}", 0.0);
      }
    }
    for (String check : checks.ids()) {
      expected.put("rtl_unfinished_checks_total{check=\"" + check + "\",reason=\"error\"}", 0.0);
    }
    await().atMost(LONG).untilAsserted(() -> assertEquals(expected, ours()));

    audited();
    expected.put("rtl_logins_total{outcome=\"accepted\"}", 1.0);
    expected.put("rtl_messages_total{outcome=\"parsed\"}", 1.0);
    expected.put("rtl_reports_total{outcome=\"checked_only\"}", 1.0);
    expected.put("rtl_worklist_reports{state=\"open\"}", 1.0);
    expected.put("rtl_claims_total{label=\"uncertain\"}", 1.0);
    expected.put("rtl_claims_total{label=\"not_assessed\"}", 3.0);
    expected.put("rtl_flags_total{check=\"overconfident\",label=\"uncertain\"}", 1.0);
    await().atMost(LONG).untilAsserted(() -> assertEquals(expected, ours()));
    assertNoPatient(observe("/observe/metrics"));
    assertNoPatient(observe("/observe/health"));
  }

  @Test
  void whomOrthancRefusesIsCountedWhereItsLogIsNamed() throws Exception {
    Path log = folder.resolve("Orthanc.log");
    Map<String, String> named =
        Map.of("rtl.orthanc.log", log.toString(), "rtl.orthanc.url", "http://127.0.0.1:1");
    assertTrue(doctor(named).startsWith("WARNING rtl.orthanc.log: " + log + " cannot be read"));
    String refused = "W1126 CommandDispatcher.cpp] Rejected association for remote AET X on IP Y\n";
    Files.writeString(log, refused);
    assertEquals("OK can be read", doctor(named));

    product.close();
    start(named);
    String counter = "rtl_dicom_refused_total{reason=\"unknown_sender\"}";
    assertEquals(0.0, product.metrics().get(counter), "of the time before");
    Files.writeString(log, refused, StandardOpenOption.APPEND);
    await().atMost(LONG).untilAsserted(() -> assertEquals(1.0, product.metrics().get(counter)));
  }

  private String doctor(Map<String, String> more) {
    return Product.doctor(folder.resolve("doctor"), more).stream()
        .filter(answer -> answer.peer().equals("orthanc-log"))
        .map(answer -> answer.state() + " " + answer.message())
        .findFirst()
        .orElse("");
  }

  private static void assertNoPatient(String text) {
    for (String word : PATIENT) {
      assertFalse(text.contains(word), word);
    }
  }

  @Test
  void whatShowsPatientsOrStopsRoutesAsksForTheLogin() throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    String management = "http://127.0.0.1:" + product.managementPort();
    String api = "http://127.0.0.1:" + product.httpPort();
    for (String page :
        List.of(
            management + "/hawtio",
            management + "/hawtio/",
            management + "/hawtio/jolokia",
            management + "/hawtio/jolokia/",
            management + "/hawtio/jolokia/version",
            management + "/hawtio/user",
            management + "/hawtio/static/",
            management + "//hawtio/",
            api + "/fhir",
            api + "/fhir/Device",
            api + "/fhir/Observation",
            api + "//fhir/Observation")) {
      assertAsks(http, HttpRequest.newBuilder(URI.create(page)));
    }
    for (String target : List.of(api + "/fhir", management + "/hawtio/jolokia/")) {
      assertAsks(
          http,
          HttpRequest.newBuilder(URI.create(target))
              .header("Content-Type", "application/fhir+json")
              .POST(HttpRequest.BodyPublishers.ofString("{}")));
    }
    assertEquals(200, product.get("/fhir/Device").statusCode());
    assertEquals(200, product.get("/fhir/Observation").statusCode());
    for (String path : List.of("/hawtio/", "/hawtio/jolokia/", "/hawtio/camel/routes")) {
      assertEquals(200, console.get(path, Product.PASSWORD).statusCode(), path);
    }
    HttpResponse<String> bare = console.get("/hawtio", Product.PASSWORD);
    assertEquals("/hawtio/", bare.headers().firstValue("Location").orElse(""));
  }

  private static void assertAsks(HttpClient http, HttpRequest.Builder request) throws Exception {
    for (String login : new String[] {null, "wrong", Product.PASSWORD + "x", ""}) {
      if (login != null) {
        request.setHeader("Authorization", BasicLogin.of("operator", login));
      }
      HttpResponse<String> response =
          http.send(request.copy().build(), HttpResponse.BodyHandlers.ofString());
      assertEquals(401, response.statusCode(), () -> response.uri() + " with " + login);
      assertTrue(
          response.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Basic "),
          () -> response.uri().toString());
    }
  }

  @Test
  void anotherSitesPageCannotUseTheOperatorsLogin() throws Exception {
    String stop =
        "/hawtio/jolokia/exec/org.apache.camel:context=rtl,name=!%22hl7-in!%22,type=routes/stop()";
    for (String site : List.of("cross-site", "same-site")) {
      assertEquals(
          403, console.get(stop, Product.PASSWORD, "Sec-Fetch-Site", site).statusCode(), site);
    }
    assertEquals(
        403, console.get(stop, Product.PASSWORD, "Origin", "http://evil.example").statusCode());
    assertEquals("Started", console.read(HL7_IN, "State").path("value").asText());
    assertEquals(
        200,
        console
            .get("/hawtio/jolokia/version", Product.PASSWORD, "Sec-Fetch-Site", "same-origin")
            .statusCode());
    // a link to the console from elsewhere is a link
    assertEquals(
        200,
        console
            .get(
                "/hawtio/",
                Product.PASSWORD,
                "Sec-Fetch-Site",
                "cross-site",
                "Sec-Fetch-Dest",
                "document")
            .statusCode());
  }

  @Test
  void jolokiaShowsRoutesAndStartsAndStopsThem() throws Exception {
    assertEquals(200, console.jolokia(Console.request("version")).path("status").asInt());
    JsonNode list = console.jolokia(Console.request("list").put("path", "org.apache.camel"));
    assertTrue(list.path("value").size() > 50, list::toString);
    assertEquals("Started", console.read(HL7_IN, "State").path("value").asText());
    HttpResponse<String> got =
        console.get(
            "/hawtio/jolokia/read/org.apache.camel:context=rtl,name=!%22hl7-in!%22,type=routes/State",
            Product.PASSWORD);
    assertTrue(got.body().contains("\"value\":\"Started\""), got::body);

    assertTrue(value(Console.CONTEXT, "dumpRoutesAsXml()").contains("\"hl7-in\""));
    assertTrue(value(Console.CONTEXT, "dumpRoutesStatsAsXml", true, true).contains("hl7-in"));
    assertTrue(
        value(Console.CONTEXT, "dumpRoutesStatsAsXml(boolean,boolean)", true, true)
            .contains("hl7-in"));
    assertTrue(value(HL7_IN, "dumpRouteAsXml()").contains("hl7-inbox"));
    assertTrue(
        value(HL7_IN, "dumpRouteStatsAsXml(boolean,boolean)", true, true).contains("hl7-inbox"));

    value(HL7_IN, "stop()");
    assertEquals("Stopped", console.read(HL7_IN, "State").path("value").asText());
    assertThrows(IOException.class, () -> product.mllp("MSH|^~\\&|"));
    HttpResponse<String> ready =
        product.anonymous(product.managementPort(), "/observe/health/ready");
    assertEquals(503, ready.statusCode(), ready::body);
    value(HL7_IN, "start()");
    assertEquals("Started", console.read(HL7_IN, "State").path("value").asText());
    audited();
  }

  private String value(String mbean, String operation, Object... arguments) throws Exception {
    JsonNode answer = console.exec(mbean, operation, arguments);
    assertEquals(200, answer.path("status").asInt(), answer::toString);
    return answer.path("value").asText();
  }

  @Test
  @Tag("safety")
  void jolokiaRefusesWhatIsNotWatching() throws Exception {
    refused(Console.CONTEXT, "stop()");
    refused(Console.CONTEXT, "stop");
    refused(Console.CONTEXT, "suspend()");
    refused(Console.CONTEXT, "restart()");
    refused(Console.CONTEXT, "sendStringBody(java.lang.String,java.lang.String)", "seda:x", "x");
    refused(Console.CONTEXT, "requestStringBody(java.lang.String,java.lang.String)", "seda:x", "x");
    refused(Console.CONTEXT, "createEndpoint(java.lang.String)", "file:/");
    // resolves placeholders, which may be passwords
    refused(Console.CONTEXT, "dumpRoutesAsXml(boolean)", true);
    refused(HL7_IN, "remove()");
    refused(HL7_IN, "stop(long)", 1);
    refused(HL7_IN, "updateRouteFromXml(java.lang.String)", "<route/>");
    refused("java.lang:type=Memory", "gc()");
    refused("java.lang:type=Memory", "gc");
    refused("java.lang:type=Threading", "dumpAllThreads(boolean,boolean)", false, false);
    refused("com.sun.management:type=HotSpotDiagnostic", "dumpHeap", "x.hprof", true);
    refused("com.sun.management:type=DiagnosticCommand", "gcClassHistogram", new Object[0]);
    refused("com.sun.management:type=DiagnosticCommand", "vmSystemProperties");
    refused("com.sun.management:type=DiagnosticCommand", "compilerDirectivesAdd", "x");
    refused("java.util.logging:type=Logging", "setLoggerLevel", "", "ALL");
    refused("jdk.management.jfr:type=FlightRecorder", "newRecording()");
    for (String mbean : console.search("jolokia:*")) {
      refused(mbean, "resetHistoryEntries()");
    }
    // MLet, logback: what is not registered is refused as well
    refused(
        "JMImplementation:type=MBeanServerDelegate",
        "getMBeansFromURL(java.lang.String)",
        "http://127.0.0.1/");
    refused("javax.management.loading:type=MLet", "addURL(java.lang.String)", "http://127.0.0.1/");
    refused(
        "ch.qos.logback.classic:Name=default,Type=ch.qos.logback.classic.jmx.JMXConfigurator",
        "reloadByURL",
        "http://127.0.0.1/");
    for (String attribute : List.of("SystemProperties", "InputArguments", "ClassPath", "Name")) {
      assertEquals(
          403, console.read("java.lang:type=Runtime", attribute).path("status").asInt(), attribute);
    }
    for (String mbean : List.of(Console.CONTEXT, HL7_IN)) {
      JsonNode written =
          console.jolokia(
              Console.request("write")
                  .put("mbean", mbean)
                  .put("attribute", "Tracing")
                  .put("value", true));
      assertEquals(403, written.path("status").asInt(), written::toString);
      assertFalse(console.read(mbean, "Tracing").path("value").asBoolean());
    }
    // a client may register, but there is nothing that would bring it a notification
    JsonNode listener = console.jolokia(Console.request("notification").put("command", "register"));
    assertEquals(0, listener.path("value").path("backend").size(), listener::toString);
    assertEquals("Started", console.read(HL7_IN, "State").path("value").asText());
  }

  private void refused(String mbean, String operation, Object... arguments) throws Exception {
    JsonNode answer = console.exec(mbean, operation, arguments);
    assertEquals(403, answer.path("status").asInt(), () -> operation + ": " + answer);
    assertFalse(answer.has("value"), () -> operation + ": " + answer);
  }

  @Test
  void noMessageCanBeSeenThroughJolokia() throws Exception {
    audited();
    // one that fails on its way in as well
    product.mllp("MSH|^~\\&|PHANTOM-1\rPID|1||PHANTOM-1||Phantom^Petra\rOBX|effusion");
    product.post("/fhir", "application/fhir+json", "{\"malignant\":\"ACC1\"".getBytes());
    List<String> queues =
        console.search("org.apache.camel:type=endpoints,*").stream()
            .filter(n -> n.contains("journal:"))
            .toList();
    assertFalse(queues.isEmpty());
    for (String operation :
        List.of(
            "browseExchange(java.lang.Integer)",
            "browseMessageBody(java.lang.Integer)",
            "browseMessageAsXml(java.lang.Integer,java.lang.Boolean)",
            "browseAllMessagesAsXml(java.lang.Boolean)",
            "browseAllMessagesAsJSon(java.lang.Boolean)",
            "browseAllMessagesAsXml",
            "browseRangeMessagesAsXml(java.lang.Integer,java.lang.Integer,java.lang.Boolean)")) {
      refused(queues.get(0), operation);
    }
    for (String kind : List.of("BacklogTracer", "BacklogDebugger")) {
      refused("org.apache.camel:context=rtl,type=tracer,name=" + kind, "dumpAllTracedMessages()");
    }
    refused(
        "org.apache.camel:context=rtl,type=tracer,name=BacklogTracer",
        "dumpLatestMessageHistoryAsXml()");
    int shown = 0;
    for (String mbean : console.search("*:*")) {
      JsonNode all = console.jolokia(Console.request("read").put("mbean", mbean));
      shown += all.path("status").asInt() == 200 ? 1 : 0;
      assertNoPatient(all.toString());
      assertFalse(all.toString().contains(Product.PASSWORD), mbean);
    }
    assertTrue(shown > 50, "only " + shown + " can be read");
    assertNoPatient(value(Console.CONTEXT, "dumpRoutesStatsAsXml", true, true));
  }

  @Test
  void chromiumShowsTheConsole() throws Exception {
    audited();
    String diagram =
        console.page("/hawtio/camel/routeDiagram?nid=root-org.apache.camel-rtl-routes", folder);
    assertTrue(diagram.contains("Camel"), diagram);
    assertTrue(diagram.contains("Route Diagram"), diagram);
    assertTrue(diagram.contains("Bean correlator.c"), diagram);
    assertFalse(diagram.contains("Log in"), diagram);
    assertFalse(diagram.contains("Error Occurred"), diagram);

    String table = console.page("/hawtio/", folder);
    assertTrue(table.matches(".* Completed Failed .*\\bhl7-in Started \\S+ 1 0 0 1 0 .*"), table);
    for (String route : new String[] {"fhir-in", "audit", "step-claims", "publish"}) {
      assertTrue(table.contains(" " + route + " Started "), table);
    }
  }

  @Test
  void everyRouteHasANameAndSaysWhatItDoes() throws Exception {
    List<String> routes = console.search("org.apache.camel:type=routes,*");
    assertTrue(routes.size() >= 15, routes::toString);
    for (String route : routes) {
      String id = console.read(route, "RouteId").path("value").asText();
      String description = console.read(route, "Description").path("value").asText("");
      assertFalse(id.matches("route\\d+"), id);
      assertTrue(description.length() > 15, id);
    }
    // those too that this configuration leaves out
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      for (Path file : files.toList()) {
        String yaml = Files.readString(file);
        int count = yaml.split("(?m)^- route:", -1).length - 1;
        assertTrue(count > 0, file.toString());
        assertEquals(count, yaml.split("(?m)^    id: \\S", -1).length - 1, file.toString());
        assertEquals(
            count, yaml.split("(?m)^    description: \\S", -1).length - 1, file.toString());
      }
    }
  }

  @Test
  void listensOnLoopbackAlone() throws Exception {
    List<Integer> ports = List.of(product.mllpPort(), product.httpPort(), product.managementPort());
    for (int port : ports) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 2000);
      }
      // local addresses of listening sockets (state 0A), as the kernel writes them
      List<String> listeners = new ArrayList<>();
      for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
        if (Files.exists(Path.of(table))) {
          for (String line : Files.readAllLines(Path.of(table))) {
            String[] columns = line.trim().split("\\s+");
            if (columns[3].equals("0A") && columns[1].endsWith(String.format(":%04X", port))) {
              listeners.add(columns[1].substring(0, columns[1].indexOf(':')));
            }
          }
        }
      }
      if (Files.exists(Path.of("/proc/net/tcp"))) {
        // 127.0.0.1, or the same in an IPv6 socket
        assertFalse(listeners.isEmpty(), "port " + port);
        assertTrue(
            listeners.stream()
                .allMatch(
                    a -> a.equals("0100007F") || a.equals("0000000000000000FFFF00000100007F")),
            listeners::toString);
      }
      for (InetAddress other : otherAddresses()) {
        try (Socket socket = new Socket()) {
          assertThrows(
              IOException.class,
              () -> socket.connect(new InetSocketAddress(other, port), 2000),
              () -> other + " port " + port);
        }
      }
    }
  }

  private static List<InetAddress> otherAddresses() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(a -> !a.isLoopbackAddress())
        .toList();
  }

  @Test
  void anEditedRouteIsReloadedAndABrokenOneIsNot() throws Exception {
    product.close();
    Path routes = Files.createDirectory(folder.resolve("routes"));
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      for (Path file : files.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
    start(Map.of("rtl.routes", routes.toString()));
    int before = console.search("org.apache.camel:type=routes,*").size();
    String yaml = Files.readString(routes.resolve("hl7.yaml"));
    String edited = yaml.replace("Stores HL7", "Edited, stores HL7");
    assertFalse(edited.equals(yaml));
    replace(routes.resolve("hl7.yaml"), edited);
    await().atMost(LONG).until(() -> description().startsWith("Edited, stores"));
    assertEquals(before, console.search("org.apache.camel:type=routes,*").size());

    replace(routes.resolve("hl7.yaml"), "- route:\n    id: hl7-in\n    from: [broken");
    // the folder is looked at every two seconds
    await()
        .during(Duration.ofSeconds(5))
        .atMost(LONG)
        .until(() -> description().startsWith("Edited, stores"));
    assertEquals(before, console.search("org.apache.camel:type=routes,*").size());
    audited();

    // one that reads well but cannot start: the old route is gone, and health says so
    replace(routes.resolve("hl7.yaml"), yaml.replace("bean:hl7Inbox", "nosuch:hl7Inbox"));
    String ready = "/observe/health/ready";
    await()
        .atMost(LONG)
        .until(() -> product.anonymous(product.managementPort(), ready).statusCode() == 503);
    String health = product.anonymous(product.managementPort(), ready).body();
    assertTrue(health.contains("not running: hl7-in (hl7.yaml: "), health);

    replace(routes.resolve("hl7.yaml"), yaml);
    // the route is there before it has started
    await()
        .atMost(LONG)
        .until(() -> product.anonymous(product.managementPort(), ready).statusCode() == 200);
    assertTrue(description().startsWith("Stores HL7"));
  }

  private String description() throws Exception {
    return console.read(HL7_IN, "Description").path("value").asText("");
  }

  private void replace(Path file, String content) throws IOException {
    Path fresh = Files.writeString(folder.resolve("fresh"), content);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
