package org.radiologytrust.lab.checks;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.cli.audit.MessageReaders;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.RtlRun;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Sex;
import org.radiologytrust.presign.Contract;
import org.radiologytrust.settings.Settings;

/**
 * A report has the same flags by each door before it is signed, by {@code rtl check}, and in its
 * audit: seeded errors of all kinds that need no image, each with its mended twin.
 */
@Tag("integration")
class DraftDoorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SiteFiles FILES = SiteFiles.shipped();
  private static final int PER_KIND = 4;
  private static final int LEAST_PAIRS = 100;

  @TempDir static Path folder;

  private static Product product;
  private static List<Case> cases;
  private static Contract api;

  /**
   * A report as all doors can say it.
   *
   * @param flagged the check of the error; empty for a mended report
   */
  private record Case(
      String number,
      String text,
      LocalDate born,
      Sex sex,
      String procedure,
      LocalDate studied,
      String flagged) {
    static Case of(String number, Report report, String flagged) {
      return new Case(
          number,
          report.text(),
          report.patient().birthDate(),
          report.patient().sex(),
          report.order().procedure().display(),
          LocalDate.ofInstant(report.effective(), ZoneOffset.UTC),
          flagged);
    }

    String day(LocalDate date) {
      return date.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    String gender() {
      return sex == Sex.FEMALE ? "female" : "male";
    }

    byte[] hl7() {
      StringBuilder m = new StringBuilder("MSH|^~\\&|RIS|LAB|RTL|RTL|" + day(studied) + "1130||");
      m.append("ORU^R01|").append(number).append("|P|2.5||||||UNICODE UTF-8\r");
      m.append("PID|1||").append(number).append("^^^LAB||LAB^PATIENT||").append(day(born));
      m.append('|').append(sex == Sex.FEMALE ? "F" : "M").append('\r');
      m.append("OBR|1||").append(number).append("|1^").append(escaped(procedure)).append("^L|||");
      m.append(day(studied)).append("1200|||||||||||").append(number).append("||||");
      m.append(day(studied)).append("1230||RAD|F\r");
      int line = 0;
      for (String words : text.split("\n", -1)) {
        m.append("OBX|").append(++line).append("|TX|1^^L||").append(escaped(words));
        m.append("||||||F\r");
      }
      return m.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String words) {
      return words
          .replace("\\", "\\E\\")
          .replace("|", "\\F\\")
          .replace("^", "\\S\\")
          .replace("~", "\\R\\")
          .replace("&", "\\T\\");
    }

    byte[] dragon() {
      ObjectNode request = JSON.createObjectNode();
      request.putObject("sessionData").put("session_start", studied + "T12:00:00Z");
      request
          .putObject("patientInformation")
          .put("dateOfBirth", born.toString())
          .put("biologicalSex", sex == Sex.FEMALE ? "Female" : "Male");
      request.putObject("report").put("reportText", text);
      return bytes(request);
    }

    byte[] json() {
      ObjectNode request = JSON.createObjectNode().put("text", text);
      request.put("studied", studied.toString());
      request.putObject("order").put("procedure", procedure);
      request.putObject("patient").put("born", born.toString()).put("sex", gender());
      return bytes(request);
    }

    byte[] fhir() {
      ObjectNode parameters = JSON.createObjectNode().put("resourceType", "Parameters");
      var list = parameters.putArray("parameter");
      ObjectNode patient = list.addObject().put("name", "patient").putObject("resource");
      patient.put("resourceType", "Patient").put("id", "p").put("gender", gender());
      patient.put("birthDate", born.toString());
      patient.putArray("identifier").addObject().put("system", "urn:lab").put("value", number);
      ObjectNode report = list.addObject().put("name", "report").putObject("resource");
      report.put("resourceType", "DiagnosticReport").put("status", "preliminary");
      report
          .putArray("category")
          .addObject()
          .putArray("coding")
          .addObject()
          .put("system", "http://terminology.hl7.org/CodeSystem/v2-0074")
          .put("code", "RAD");
      report.putArray("identifier").addObject().put("system", "urn:acc").put("value", number);
      report.putObject("code").put("text", procedure);
      report.putObject("subject").put("reference", "Patient/p");
      report.put("effectiveDateTime", studied + "T12:00:00Z");
      report
          .putArray("presentedForm")
          .addObject()
          .put("contentType", "text/plain")
          .put("data", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
      return bytes(parameters);
    }

    private static byte[] bytes(ObjectNode json) {
      return json.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  @BeforeAll
  static void seed() throws Exception {
    Files.writeString(
        folder.resolve("a.csv"),
        """
        uid,image,indication,comparison,findings,impression
        1,Chest PA and lateral,Cough,None.,"The lungs are clear, with no effusion. Normal heart.",Normal chest.
        """);
    MessageReaders readers = MessageReaders.of(Settings.load(null, Map.of(), Map.of()), FILES);
    Measurement measurement = new Measurement(FILES, readers, CheckSettings.ALL_ON, 1);
    CheckFigures figures =
        measurement.run(folder.resolve("a.csv"), measurement.kinds(), PER_KIND, false, step -> {});
    api = Contract.own("check.yaml");
    cases = new ArrayList<>();
    for (String kind : measurement.kinds()) {
      for (SeededError error : figures.of(kind)) {
        boolean ofText = !kind.endsWith("-images") && !kind.startsWith("earlier-");
        if (ofText && sayable(error)) {
          int pair = cases.size() / 2;
          cases.add(Case.of("E" + pair, error.error().report(), kind));
          cases.add(Case.of("M" + pair, error.twin().report(), ""));
        }
      }
    }
    product =
        Product.start(folder.resolve("home"), Map.of("rtl.images.wait", "0s", "rtl.files", ""));
  }

  /** The fields of the order beside its name are left out: not all doors have them. */
  private static boolean sayable(SeededError error) {
    return List.of(error.error(), error.twin()).stream()
        .map(Checked::report)
        .allMatch(
            report ->
                report.patient().birthDate() != null
                    && report.patient().sex() != Sex.UNKNOWN
                    && report.effective() != null
                    && report.addenda().isEmpty());
  }

  @AfterAll
  static void stop() throws Exception {
    product.close();
  }

  @Test
  void eachDoorGivesTheFlagsOfTheAudit() throws Exception {
    assertTrue(cases.size() >= 2 * LEAST_PAIRS, "only " + cases.size() / 2 + " pairs");
    Map<String, Set<String>> byCommand = byCommand();
    for (Case one : cases) {
      product.mllp(one.hl7());
    }
    int found = 0;
    for (Case one : cases) {
      Set<String> audited = audited(one);
      String why = one.number() + ": " + one.procedure() + "\n" + one.text();
      api.holds("Request", new String(one.json(), StandardCharsets.UTF_8));
      assertEquals(audited, checked("application/json", one.json()), why);
      assertEquals(audited, checked("application/hl7-v2", one.hl7()), why);
      assertEquals(audited, checked("application/fhir+json", one.fhir()), why);
      assertEquals(audited, operation(one), why);
      assertEquals(checksOf(audited), dragon(one), why);
      assertEquals(audited, byCommand.get(one.number()), why);
      if (checksOf(audited).contains(one.flagged())) {
        found++;
      }
    }
    assertTrue(found > LEAST_PAIRS / 2, "only " + found + " of the errors are flagged");
  }

  private static Set<String> checksOf(Set<String> flags) {
    Set<String> checks = new TreeSet<>();
    flags.forEach(flag -> checks.add(flag.split("@")[0]));
    return checks;
  }

  private static JsonNode post(String path, String type, byte[] body) throws Exception {
    HttpResponse<String> reply = product.post(path, type, body);
    assertEquals(200, reply.statusCode(), reply.body());
    return JSON.readTree(reply.body());
  }

  private static Set<String> checked(String type, byte[] body) throws Exception {
    JsonNode result = post("/api/check", type, body);
    api.holds("Result", result.toString());
    return flags(result);
  }

  private static Set<String> flags(JsonNode result) {
    Set<String> flags = new TreeSet<>();
    for (JsonNode flag : result.get("flags")) {
      flags.add(
          flag.get("check").asText()
              + "@"
              + flag.at("/place/start").asInt()
              + "-"
              + flag.at("/place/end").asInt());
    }
    return flags;
  }

  private static Set<String> operation(Case one) throws Exception {
    JsonNode bundle = post("/fhir/DiagnosticReport/$check", "application/fhir+json", one.fhir());
    assertEquals("collection", bundle.get("type").asText());
    Set<String> flags = new TreeSet<>();
    bundle.get("entry").forEach(entry -> flags.addAll(components(entry.get("resource"))));
    return flags;
  }

  private static Set<String> components(JsonNode observation) {
    Set<String> flags = new TreeSet<>();
    for (JsonNode component : observation.path("component")) {
      String code = component.at("/code/coding/0/code").asText();
      if (code.equals("check") || code.equals("asked-check")) {
        Map<String, Integer> span = new TreeMap<>();
        component
            .at("/extension/0/extension")
            .forEach(e -> span.put(e.get("url").asText(), e.path("valueUnsignedInt").asInt()));
        flags.add(
            component.at("/valueCodeableConcept/coding/0/code").asText()
                + "@"
                + span.get("start")
                + "-"
                + span.get("end"));
      }
    }
    return flags;
  }

  private static Set<String> dragon(Case one) throws Exception {
    HttpResponse<String> reply =
        product.post(
            "/v1/process",
            "application/json",
            one.dragon(),
            Map.of("x-dre-procedure", one.procedure()));
    assertEquals(200, reply.statusCode(), reply.body());
    Set<String> checks = new TreeSet<>(JSON.readTree(reply.body()).findValuesAsText("check"));
    return checks;
  }

  private static Set<String> audited(Case one) {
    Set<String> flags = new TreeSet<>();
    await()
        .atMost(Duration.ofMinutes(5))
        .untilAsserted(
            () -> {
              JsonNode found =
                  JSON.readTree(
                      product
                          .get("/fhir/Observation?_count=200&subject:identifier=" + one.number())
                          .body());
              assertTrue(found.path("total").asInt() > 0, one.number());
              flags.clear();
              found.get("entry").forEach(e -> flags.addAll(components(e.get("resource"))));
            });
    return flags;
  }

  private static Map<String, Set<String>> byCommand() throws Exception {
    Path messages = Files.createDirectory(folder.resolve("messages"));
    List<String> words = new ArrayList<>(List.of("check", "--format", "json"));
    for (Case one : cases) {
      Path file = messages.resolve(one.number() + ".hl7");
      Files.write(file, one.hl7());
      words.add(file.toString());
    }
    RtlRun run = RtlRun.of(folder.resolve("home"), product, words.toArray(String[]::new));
    assertEquals(3, run.code(), run.err());
    Map<String, Set<String>> flags = new TreeMap<>();
    for (String line : run.out().lines().toList()) {
      JsonNode result = JSON.readTree(line);
      String name = Path.of(result.get("file").asText()).getFileName().toString();
      flags.put(name.replace(".hl7", ""), flags(result));
    }
    return flags;
  }
}
