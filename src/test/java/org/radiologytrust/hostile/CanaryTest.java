package org.radiologytrust.hostile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.tools.attach.VirtualMachine;
import java.lang.reflect.Array;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;
import org.radiologytrust.peers.Collector;
import org.radiologytrust.peers.fhir.FhirFault;
import org.radiologytrust.peers.fhir.FhirServer;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaFault;
import org.radiologytrust.peers.ollama.OllamaServer;

/**
 * A patient of a name that nothing else has goes through success and through every failure that we
 * can bring about, and is then found where it must be and nowhere else.
 */
@Tag("peers")
@Tag("safety")
class CanaryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final String MRN = "CNRY93716";

  /** Lower case, as they are looked for. */
  private static final List<String> CANARIES =
      List.of("zebrakanari", "quendolin", "cnry93716", "19471129", "1947-11-29", "nov 1947");

  /** Of the report alone: it belongs into prompts, but into nothing that is watched. */
  private static final String OF_THE_REPORT = "kanarienvogel";

  private static final String TEXT =
      "FINDINGS:\nThere is a left pleural effusion in Mrs. Zebrakanari (CNRY93716, born 11/29/1947,"
          + " 29 Nov 1947).\nNo kanarienvogel.\nIMPRESSION:\nLeft pleural effusion.";

  private static final Patient CANARY =
      new Patient(
          List.of(new Identifier("urn:oid:2.999.1", MRN, "MR")),
          "Zebrakanari",
          "Quendolin",
          LocalDate.of(1947, 11, 29),
          Sex.FEMALE,
          "");

  @TempDir Path folder;
  private final List<String> answers = new ArrayList<>();
  private Path log;
  private PrivateOrthanc orthanc;
  private OllamaServer ollama;
  private FhirServer fhir;
  private Collector traces;
  private ServeProcess serve;

  @BeforeEach
  void start() throws Exception {
    log = folder.resolve("log.json");
    orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
    ollama = OllamaServer.ofPair(ModelAnswers::of);
    fhir = new FhirServer();
    traces = new Collector();
    org.hl7.fhir.r4.model.Patient known = new org.hl7.fhir.r4.model.Patient();
    known.setId("pat-1");
    known.addIdentifier().setSystem("urn:oid:2.999.1").setValue(MRN);
    known.addName().setFamily("Zebrakanari");
    fhir.put(known);
    List.of("CANX1", "CANO1", "CANK1").forEach(this::known);
    serve();
  }

  private void serve() throws Exception {
    Map<String, String> settings =
        Product.peers(orthanc, ollama.url(), "medgemma:4b", "rtl-medgemma");
    settings.put("rtl.model.pause", "20ms");
    settings.put("rtl.model.total", "3s");
    settings.put("rtl.model.between-tokens", "1s");
    settings.put("rtl.audit.delay", "50ms");
    settings.put("rtl.audit.attempts", "2");
    settings.put("rtl.fhir.server", fhir.url().toString());
    settings.put("rtl.tracing.endpoint", traces.url());
    serve =
        ServeProcess.start(
            folder.resolve("home"),
            settings,
            Map.of("RTL_LOG_FORMAT", "json", "RTL_LOG_LEVEL", "DEBUG"),
            ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  @AfterEach
  void stop() throws Exception {
    serve.close();
    traces.close();
    fhir.close();
    ollama.close();
    orthanc.close();
  }

  private Product product() {
    return serve.product();
  }

  private static String oru(PhantomStudy study, String id, int minute) {
    return Chest.oru(study, id, MRN, TEXT, "F", minute)
        .replace("Phantom^Petra", "Zebrakanari^Quendolin");
  }

  /** Sends it and keeps what is answered: an answer of ours must not tell of the patient either. */
  private String send(String message) throws Exception {
    String ack = product().mllp(message);
    answers.add(ack);
    return ack;
  }

  private void post(String type, String body) throws Exception {
    HttpResponse<String> response =
        product().post("/fhir/DiagnosticReport", type, body.getBytes(StandardCharsets.UTF_8));
    assertTrue(response.statusCode() >= 400, () -> "taken: " + body);
    answers.add(response.body());
  }

  /** The FHIR server has this report. */
  private void known(String accession) {
    DiagnosticReport report = new DiagnosticReport();
    report.setId("rep-" + accession);
    report.addIdentifier().setValue(accession);
    report.getSubject().setReference("Patient/pat-1");
    fhir.put(report);
  }

  /** A report of a study of its own, which the FHIR server knows, up to its audit. */
  private void audit(int number) throws Exception {
    int before = product().summaries().size();
    PhantomStudy study = PhantomStudy.chest("CAN" + number).of(CANARY);
    known("CAN" + number);
    Chest.store(orthanc, study, folder);
    assertTrue(send(oru(study, "M" + number, number)).contains("MSA|AA|M" + number));
    await().atMost(LONG).until(() -> product().summaries().size() > before);
  }

  @Test
  void patientIsInNoLogMetricTraceAttributeErrorOrPrompt() throws Exception {
    audit(1);
    Observation audited = product().summaries().get(0);
    await().atMost(LONG).until(() -> !fhir.all(Observation.class).isEmpty());
    assertOneCorrelationId(audited);

    refusedMessages();
    faultsOfTheModel();
    faultsOfTheFhirServer();
    anotherPatientsStudy();
    watched();
    orthancAwayAndKilled();
    watched();

    lookedUp();
    await().atMost(LONG).until(() -> traces.received().contains("ModelFailure"));
    assertTrue(traces.received().contains("step-alignment"), "steps are traced");
    assertClean("traces", traces.received(), true);
    assertClean("answers to senders", String.join("\n", answers), true);
    for (OllamaCall call : ollama.calls()) {
      assertClean("the prompt of step " + call.step(), call.text(), false);
    }
    List<JsonNode> lines = lines();
    for (JsonNode line : lines) {
      assertClean("the log", line.toString(), true);
    }
    assertTrue(
        lines.stream().filter(l -> l.path("level").asText().equals("WARN")).count() > 10,
        "the failures are told");
    // it did go through, so that nothing of the above is empty
    assertTrue(
        product().get("/fhir/Observation?_count=500").body().contains(MRN), "the audits name her");
    assertTrue(
        new String(
                Files.readAllBytes(folder.resolve("home/journal.db")), StandardCharsets.ISO_8859_1)
            .contains("Zebrakanari"),
        "the journal keeps what came");
  }

  private void refusedMessages() throws Exception {
    int before = product().summaries().size();
    PhantomStudy study = PhantomStudy.chest("CANX1").of(CANARY);
    String good = oru(study, "BAD1", 3);
    assertFalse(send(good.replace("ORU^R01^ORU_R01", "ADT^A01^Zebrakanari")).contains("MSA|AE"));
    assertFalse(send("MSH|Zebrakanari").contains("MSA|AA"));
    assertFalse(send("Zebrakanari Quendolin " + MRN).contains("MSA|AA"));
    assertFalse(
        send(good.replace("BAD1", "BAD2")
                .replace("|XRCHEST^", "|\\X9\\Zebrakanari^")
                .replaceAll("OBX\\|[^\r]*", "OBX|Zebrakanari"))
            .contains("MSA|AA|BAD2"));
    assertFalse(send(good.replace("BAD1", "M1")).contains("MSA|AA"), "a control id used again");
    assertFalse(
        send(good.replace("BAD1", "BAD3").replace("19471129", "19471129Zebrakanari"))
            .contains("MSA|AA|BAD3\rERR"));
    post("application/fhir+json", "{\"resourceType\":\"DiagnosticReport\",\"Zebrakanari\":1");
    post(
        "application/fhir+json",
        "{\"resourceType\":\"DiagnosticReport\",\"status\":\"Zebrakanari\"}");
    post("application/fhir+xml", "<DiagnosticReport xmlns=\"http://hl7.org/fhir\"><Zebrakanari/>");
    post("text/plain", "Zebrakanari");
    for (String query :
        List.of(
            "subject:identifier=%7CCNRY93716&_lastUpdated=Zebrakanari",
            "Zebrakanari=1", "status:Zebrakanari=x", "_count=Zebrakanari")) {
      HttpResponse<String> response = product().get("/fhir/Observation?" + query);
      assertTrue(response.statusCode() >= 400 || response.body().contains("\"total\""), query);
    }
    product().get("/fhir/Observation/Zebrakanari");
    product().get("/Zebrakanari/" + MRN);
    // BAD3 is taken, without a birth date. Its audit comes later: the next count would include it
    await().atMost(LONG).until(() -> product().summaries().size() == before + 1);
  }

  private void faultsOfTheModel() throws Exception {
    List<OllamaFault> faults =
        List.of(
            OllamaFault.http(500, "cannot do: Zebrakanari " + MRN),
            OllamaFault.http(400, "bad prompt: Zebrakanari " + MRN),
            OllamaFault.errorInStream("out of memory at Zebrakanari"),
            OllamaFault.content("Mrs. Zebrakanari, born 11/29/1947, is well."),
            OllamaFault.content("{\"claims\":[{\"sentence\":1,\"quote\":\"Zebrakanari\"}]}"),
            OllamaFault.lengthCut(),
            OllamaFault.doneFalse(),
            OllamaFault.drop(),
            OllamaFault.stallBetween(Duration.ofSeconds(2)));
    int number = 10;
    for (OllamaFault fault : faults) {
      ollama.script().clear().always(call -> call.step().equals("claims"), fault);
      audit(number++);
    }
    ollama.script().clear();
  }

  private void faultsOfTheFhirServer() throws Exception {
    List<FhirFault> faults =
        List.of(
            FhirFault.outcome(500, "exception", "Zebrakanari " + MRN, "Patient.name"),
            FhirFault.body("<html>Zebrakanari</html>"),
            FhirFault.dropAfterCommit(),
            FhirFault.outcome(
                422, "invalid", "Zebrakanari is no name", "Bundle.entry[0].Zebrakanari"));
    int number = 30;
    for (FhirFault fault : faults) {
      fhir.failTransactions(1, fault);
      audit(number++);
      await().atMost(LONG).until(this::settled);
    }
    fhir.healthy();
  }

  private boolean settled() throws Exception {
    return product().metrics().get("rtl_deliveries{sink=\"fhir\",state=\"pending\"}") == 0;
  }

  private void anotherPatientsStudy() throws Exception {
    PhantomStudy study = PhantomStudy.chest("CANO1");
    Chest.store(orthanc, study, folder);
    assertTrue(send(oru(study.of(CANARY), "MO", 40)).contains("MSA|AA|MO"));
    await().atMost(LONG).until(() -> Files.readString(log).contains("wrong patient: "));
  }

  private void orthancAwayAndKilled() throws Exception {
    orthanc.close();
    PhantomStudy study = PhantomStudy.chest("CANK1").of(CANARY);
    send(oru(study, "MK", 50));
    serve.kill();
    serve();
    await()
        .atMost(LONG)
        .until(
            () ->
                product()
                    .anonymous(product().managementPort(), "/observe/health/ready")
                    .body()
                    .contains("DOWN"));
  }

  /** What whoever watches the product is shown. */
  private void watched() throws Exception {
    int management = product().managementPort();
    for (String path :
        List.of("/observe/metrics", "/observe/health", "/observe/health?data=true")) {
      assertClean(path, product().anonymous(management, path).body(), true);
    }
    assertClean("JMX", attributes(), true);
  }

  /** What an operator is shown of every message and report, without its bytes. */
  private void lookedUp() throws Exception {
    for (String path : List.of("status", "deliveries?limit=1000", "messages?limit=1000")) {
      assertClean(path, product().get("/api/" + path).body(), true);
    }
    int refused = 0;
    JsonNode messages = JSON.readTree(product().get("/api/messages?limit=1000").body());
    for (JsonNode message : messages.path("messages")) {
      String path = "/api/messages/" + message.path("id").asText();
      HttpResponse<String> story = product().get(path);
      assertEquals(200, story.statusCode(), story::body);
      assertClean(path, story.body(), true);
      refused += message.path("outcome").asText().equals("quarantined") ? 1 : 0;
    }
    assertTrue(refused > 5, "refused messages are among them");
    assertTrue(messages.path("messages").size() > 20, "and audited ones");
  }

  /** Every attribute of every MBean of the process, as text. */
  private String attributes() throws Exception {
    VirtualMachine machine = VirtualMachine.attach(String.valueOf(serve.pid()));
    String address;
    try {
      address = machine.startLocalManagementAgent();
    } finally {
      machine.detach();
    }
    StringBuilder all = new StringBuilder();
    try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
      MBeanServerConnection server = connector.getMBeanServerConnection();
      for (ObjectName name : server.queryNames(null, null)) {
        all.append(name).append('\n');
        for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
          try {
            text(server.getAttribute(name, attribute.getName()), all);
            all.append('\n');
          } catch (JMException | RuntimeMBeanException | java.io.IOException e) {
            continue; // write-only, unsupported here, or of a class that we do not have
          }
        }
      }
    }
    assertTrue(all.toString().contains("type=routes,name=\"audit\""), "Camel's are among them");
    assertTrue(all.length() > 20_000, "attributes were read: " + all.length());
    return all.toString();
  }

  private static void text(Object value, StringBuilder out) {
    if (value instanceof CompositeData data) {
      data.values().forEach(v -> text(v, out));
    } else if (value instanceof TabularData data) {
      data.values().forEach(v -> text(v, out));
    } else if (value != null && value.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(value); i++) {
        text(Array.get(value, i), out);
      }
    } else {
      out.append(value).append(' ');
    }
  }

  private List<JsonNode> lines() throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  /** From the message to the delivery, in the log and in what was published. */
  private void assertOneCorrelationId(Observation audited) throws Exception {
    String id =
        audited.getIdentifier().stream()
            .filter(i -> i.getSystem().endsWith("/sid/correlation"))
            .findFirst()
            .orElseThrow()
            .getValue();
    assertEquals(
        5,
        product()
            .observations("identifier=http://radiologytrustlayer.org/fhir/sid/correlation%7C" + id)
            .size(),
        "the summary, three claims and a finding");
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              Set<String> told = new HashSet<>();
              for (JsonNode line : lines()) {
                if (line.path("mdc").path("correlationId").asText().equals(id)) {
                  told.add(
                      line.path("formattedMessage")
                          .asText()
                          .replaceAll("[0-9a-f-]{36}", "RUN")
                          .replaceAll(" \\(MSH-3 .*\\)", ""));
                }
              }
              assertEquals(
                  Set.of(
                      "hl7 message parsed",
                      "run RUN queued, 1 studies with images",
                      "run RUN published, audited",
                      "delivery of run RUN to fhir sent"),
                  told);
            });
  }

  private static void assertClean(String where, String text, boolean reportToo) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String canary : CANARIES) {
      int at = lower.indexOf(canary);
      assertTrue(
          at < 0,
          () -> canary + " in " + where + ": " + text.substring(Math.max(0, at - 200), at + 20));
    }
    assertTrue(!reportToo || !lower.contains(OF_THE_REPORT), where);
  }
}
