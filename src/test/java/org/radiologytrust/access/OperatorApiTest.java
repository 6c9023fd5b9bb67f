package org.radiologytrust.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.access.DeliveringProduct.LONG;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.users.QuickPassword;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.RtlRun;
import org.radiologytrust.peers.fhir.FhirFault;
import org.radiologytrust.peers.fhir.FhirServer;

/** What an operator finds and changes over HTTP and by the commands, on the running product. */
@Tag("safety")
@Tag("integration")
class OperatorApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final CapturedLog log = new CapturedLog();
  private final FhirServer fhir = new FhirServer();
  private final HttpClient http = HttpClient.newHttpClient();
  private Path home;
  private DeliveringProduct delivering;
  private Product product;

  @BeforeEach
  void start() {
    home = folder.resolve("home");
    delivering = new DeliveringProduct(home, fhir.url().toString(), "PHANTOM-1");
    product = delivering.product;
  }

  @AfterEach
  void stop() throws Exception {
    log.close();
    delivering.close();
    fhir.close();
  }

  private String report(String controlId, String accession) {
    return delivering.report(controlId, accession);
  }

  /** OBR-4 is missing, patient and accession number can be read. */
  private String broken(String controlId, String accession) {
    return report(controlId, accession)
        .replace("|XRCHEST^XR CHEST PA^L|", "||")
        .replaceAll("(OBX(?:\\|[^|\r]*){4}\\|)[^|\r]*", "$1");
  }

  private void assertNoPatient(String text) {
    delivering.assertNoPatient(text);
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> response = product.get("/api/" + path);
    assertEquals(200, response.statusCode(), response::body);
    assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    assertNoPatient(response.body());
    return JSON.readTree(response.body());
  }

  private HttpResponse<String> post(String path) throws Exception {
    return product.post("/api/" + path, "application/json", new byte[0]);
  }

  private RtlRun rtl(String... words) {
    return delivering.rtl(words);
  }

  private String refused(String controlId, String accession) throws Exception {
    assertFalse(product.mllp(broken(controlId, accession)).contains("\rMSA|AA"));
    return get("messages?state=quarantined&control-id=" + controlId)
        .path("messages")
        .get(0)
        .path("id")
        .asText();
  }

  private List<String> accessLines(int atLeast) {
    List<String> lines = new ArrayList<>();
    await()
        .atMost(LONG)
        .until(
            () -> {
              lines.clear();
              Path file = home.resolve("access.log");
              if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                  JsonNode access = JSON.readTree(line);
                  lines.add(
                      access.path("user").asText()
                          + " "
                          + access.path("kind").asText()
                          + " "
                          + access.path("type").asText()
                          + " "
                          + access.path("parameters"));
                }
              }
              return lines.size() >= atLeast;
            });
    return lines;
  }

  @Test
  void aRefusedMessageIsFoundByPatientAndEachViewOfIt() throws Exception {
    String id = refused("C1", "ACC1");
    get("messages?since=1h");
    get("messages?state=quarantined");
    get("status");
    assertEquals(id, get("messages?mrn=phantom-1").path("messages").get(0).path("id").asText());
    assertEquals(0, get("messages?mrn=PHANTOM-2").path("messages").size());
    assertEquals(1, get("messages?accession=ACC1&mrn=PHANTOM-1").path("messages").size());
    JsonNode story = get("messages/" + id);
    assertEquals("AE", story.path("messages").get(0).path("answer").path("code").asText());
    assertEquals(story, get("story?id=ACC1"));
    HttpResponse<String> bytes = product.get("/api/messages/" + id + "/bytes");
    assertEquals(200, bytes.statusCode());
    assertEquals(broken("C1", "ACC1"), bytes.body());
    assertEquals("no-store", bytes.headers().firstValue("Cache-Control").orElse(""));
    assertEquals(
        List.of(
            "operator search Message [\"mrn\"]",
            "operator search Message [\"accession\",\"mrn\"]",
            "operator open Story []",
            "operator open Story []",
            "operator read MessageBytes []"),
        accessLines(5),
        "lists without numbers of patients, and a search that finds nothing, are not recorded");
    assertFalse(Files.readString(home.resolve("access.log")).contains("PHANTOM"));
    log.lines().forEach(this::assertNoPatient);
  }

  @Test
  void theCommandsShowTheStoryOfAReportWithoutItsPatient() throws Exception {
    product.mllp(report("C1", "ACC1"));
    product.mllp(report("C1", "ACC1"));
    await()
        .atMost(LONG)
        .until(() -> rtl("deliveries", "list", "--state", "sent").out().lines().count() == 2);
    RtlRun show = rtl("show", "ACC1");
    for (String part :
        List.of(
            "message ",
            "(MSH-3 RIS, MSH-4 HOSP, MSH-10 C1): parsed; answered AA; came 1 times again",
            "version 1  final: checked_only",
            "queued, without images",
            "checked_only; images shown: 0",
            "delivery to fhir  of run ")) {
      assertTrue(show.out().contains(part), () -> part + " in " + show.out());
    }
    assertTrue(show.out().contains("+00:00"), "with the offset of the zone");
    JsonNode story = JSON.readTree(rtl("show", "ACC1", "--format", "json").out());
    JsonNode report = story.path("reports").get(0);
    assertEquals("sent", report.path("deliveries").get(0).path("state").asText());
    String run = report.path("runs").get(0).path("id").asText();
    assertEquals(show.out(), rtl("show", run).out());
    RtlRun csv = rtl("messages", "--accession", "acc1", "--format", "csv");
    assertEquals(2, csv.out().lines().count(), csv::out);
    assertTrue(csv.out().lines().toList().get(1).contains(",checked_only,1,"), csv::out);
    JsonNode json = JSON.readTree(rtl("messages", "--format", "json").out());
    assertEquals("C1", json.get(0).path("controlId").asText());
    String id = json.get(0).path("id").asText();
    RtlRun bytes = RtlRun.of(home, product, "show", id, "--bytes");
    assertTrue(bytes.out().contains("\nPID|1||PHANTOM-1^^^"), bytes::out);
    assertTrue(
        log.lines().stream().noneMatch(line -> line.contains("PHANTOM-1")), "not in the log");
  }

  @Test
  void anIdOfTheLogOrOfAnObservationLeadsToTheMessageInOneCommand() throws Exception {
    product.mllp(report("C1", "ACC1"));
    await().atMost(LONG).until(() -> !product.summaries().isEmpty());
    String message = get("messages?control-id=C1").path("messages").get(0).path("id").asText();
    JsonNode entries =
        JSON.readTree(product.get("/fhir/Observation?_count=100").body()).path("entry");
    // the log has the same id
    String correlation =
        entries.get(0).path("resource").path("identifier").get(1).path("value").asText();
    List<String> ids = new ArrayList<>(List.of(correlation));
    entries.forEach(entry -> ids.add(entry.path("resource").path("id").asText()));
    assertTrue(ids.size() > 2, "a summary and claims");
    ids.add("Observation/" + ids.get(1));
    for (String id : ids) {
      RtlRun show = rtl("show", id);
      assertTrue(
          show.out().contains("by message " + message + "; correlation " + correlation),
          () -> id + ": " + show.out() + show.err());
      JsonNode story = get("story?id=" + id);
      assertEquals(message, story.path("messages").get(0).path("id").asText());
      JsonNode version = story.path("reports").get(0).path("versions").get(0);
      assertEquals(message, version.path("message").asText());
      assertEquals(correlation, version.path("correlationId").asText());
    }
  }

  @Test
  void theStoryHasAddendaAndTheMessagesThatChangedThePatient() throws Exception {
    product.mllp(report("C1", "ACC1"));
    String head = "MSH|^~\\&|HIS|HOSP|RTL|RAD|20261124103000||";
    String pid = "^^^&2.999.1&ISO^MR||Phantom^Petra||19610203|F\r";
    assertTrue(
        product
            .mllp(
                head
                    + "ADT^A40|ADT1|P|2.5\rEVN|A40|20261124101500\rPID|1||PHANTOM-2"
                    + pid
                    + "MRG|PHANTOM-1^^^&2.999.1&ISO^MR\r")
            .contains("\rMSA|AA|ADT1"));
    assertTrue(
        product
            .mllp(
                head
                    + "ADT^A08|ADT2|P|2.5\rEVN|A08|20261124101600\rPID|1||PHANTOM-2"
                    + pid.replace("Phantom^Petra", "Phantom^Petra^Ann"))
            .contains("\rMSA|AA|ADT2"));
    assertTrue(
        product
            .mllp(
                head.replace("HIS", "RIS")
                    + "MDM^T06|C2|P|2.5\rPID|1||PHANTOM-2"
                    + pid
                    + "OBR|1||ACC1|XRCHEST^XR CHEST PA^L\r"
                    + "TXA|1|RAD|TX|20261124104000||||||||D2|D1||ACC1||AU\r"
                    + "OBX|1|TX|GDT^Text^L||A rib is broken.||||||F\r")
            .contains("\rMSA|AA|C2"));
    List<String> timeline = rtl("show", "ACC1").out().lines().toList();
    for (String[] event :
        new String[][] {
          {"ADT1", "patient merged  by message "},
          {"ADT2", "patient corrected  by message "},
          {"C2", "; added an addendum; by message "}
        }) {
      String id =
          get("messages?control-id=" + event[0]).path("messages").get(0).path("id").asText();
      assertTrue(
          timeline.stream().anyMatch(l -> l.contains(event[1] + id)),
          () -> event[1] + id + " in " + String.join("\n", timeline));
      assertTrue(timeline.stream().anyMatch(l -> l.contains("message " + id + "  hl7")), id);
    }
    JsonNode report = get("story?id=ACC1").path("reports").get(0);
    assertEquals(
        List.of("merged", "corrected"), report.path("patientEvents").findValuesAsText("kind"));
    assertEquals(List.of("false", "true"), report.path("versions").findValuesAsText("addendum"));
  }

  @Test
  void pagesOfTheCommandHaveEveryMessageOnce() throws Exception {
    for (int i = 0; i < 7; i++) {
      refused("C" + i, "ACC" + i);
    }
    List<String> ids = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = get("messages?limit=2" + next);
      page.path("messages").forEach(m -> ids.add(m.path("controlId").asText()));
      next = page.has("next") ? "&after=" + page.path("next").asText() : "";
    } while (!next.isEmpty());
    assertEquals(List.of("C6", "C5", "C4", "C3", "C2", "C1", "C0"), ids);
    assertEquals(4, rtl("messages", "--limit", "3").out().lines().count());
  }

  @Test
  void messagesAreReleasedTogetherAfterATrial() throws Exception {
    assertTrue(product.mllp(report("C1", "ACC1")).contains("\rMSA|AA"));
    for (int i = 2; i < 5; i++) {
      assertTrue(product.mllp(report("C1", "ACC" + i)).contains("\rMSA|AE"), "the number is used");
    }
    String other = refused("D1", "ACC9");
    String[] all = {"quarantine", "release", "--all", "--reason", "control id"};
    RtlRun trial = rtl(append(all, "--dry-run"));
    assertEquals(0, trial.code(), trial::out);
    assertEquals(3, trial.out().lines().filter(l -> l.endsWith("  parsed")).count(), trial::out);
    assertTrue(trial.out().contains("Nothing was changed."));
    assertEquals(4, get("messages?state=quarantined").path("messages").size());
    RtlRun released = rtl(all);
    assertEquals(0, released.code(), released::out);
    assertEquals(3, released.out().lines().count());
    assertEquals(1, get("messages?state=quarantined").path("messages").size());
    assertEquals("No message in quarantine is selected.\n", rtl(all).out());
    RtlRun still = rtl("quarantine", "release", other);
    assertEquals(1, still.code());
    assertTrue(still.out().contains("quarantined: "), still::out);
    assertEquals(1, rtl("quarantine", "release").code(), "neither ids nor --all");
    assertEquals(1, rtl("quarantine", "release", other, "--all").code());
    assertTrue(rtl("quarantine", "list").out().contains(other));
    assertTrue(rtl("quarantine", "show", other).out().contains("answered AE"));
    assertEquals(0, rtl("quarantine", "discard", other).code());
    assertEquals(1, rtl("quarantine", "discard", other).code(), "it is not there any more");
  }

  private static String[] append(String[] words, String more) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(more);
    return all.toArray(String[]::new);
  }

  @Test
  void ofTwoWhoDecideAtTheSameTimeOneIsToldWhatTheOtherDid() throws Exception {
    ExecutorService operators = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 10; round++) {
        String id = refused("C" + round, "ACC" + round);
        List<Callable<HttpResponse<String>>> both = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          both.add(() -> post("quarantine/" + id + "/discard"));
        }
        List<Integer> codes = new ArrayList<>();
        for (Future<HttpResponse<String>> answer : operators.invokeAll(both)) {
          codes.add(answer.get().statusCode());
          if (answer.get().statusCode() == 409) {
            assertTrue(
                answer.get().body().contains("is ignored, discarded by an operator"),
                answer.get()::body);
          }
        }
        codes.sort(null);
        assertEquals(List.of(200, 409, 409, 409, 409, 409, 409, 409), codes);
      }
    } finally {
      operators.shutdownNow();
    }
    assertEquals(0, get("messages?state=quarantined").path("messages").size());
    assertTrue(get("status").path("countsAddUp").asBoolean());
  }

  @Test
  void deadDeliveriesAreSentAgain() throws Exception {
    fhir.failTransactions(
        1000, FhirFault.outcome(422, "processing", "Petra", "Observation.subject"));
    product.mllp(report("C1", "ACC1"));
    product.mllp(report("C2", "ACC2"));
    await().atMost(LONG).until(() -> get("deliveries?state=dead").path("deliveries").size() == 2);
    fhir.healthy();
    JsonNode dead = get("deliveries?sink=fhir&limit=1");
    assertTrue(dead.path("deliveries").get(0).path("reason").asText().contains("subject"));
    String first = dead.path("deliveries").get(0).path("id").asText();
    assertEquals(
        1,
        get("deliveries?sink=fhir&after=" + dead.path("next").asText()).path("deliveries").size());
    RtlRun one = rtl("deliveries", "resend", first, "--sink", "fhir");
    assertEquals("1 queued to be sent again\n", one.out(), one::err);
    RtlRun again = rtl("deliveries", "resend", first, "--sink", "fhir");
    assertEquals(1, again.code());
    assertTrue(again.err().contains("no such dead delivery"), again::err);
    assertEquals(
        "1 queued to be sent again\n",
        rtl("deliveries", "resend", "--all", "--sink", "fhir").out());
    await().atMost(LONG).until(() -> get("deliveries?state=sent").path("deliveries").size() == 2);
    assertEquals(409, post("deliveries/" + first + "/kafka/resend").statusCode());
    assertEquals(400, post("deliveries/x/fhir/resend").statusCode());
    assertTrue(
        log.lines().stream()
            .anyMatch(l -> l.contains("DeadLetters.resend") && l.endsWith("by operator")));
  }

  @Test
  void statusSaysWhetherAndWhyNot() throws Exception {
    product.mllp(report("C1", "ACC1"));
    refused("C2", "ACC2");
    await().atMost(LONG).until(() -> get("status").path("deliveries").has("fhir"));
    RtlRun ready = rtl("status");
    assertEquals(0, ready.code(), () -> ready.out() + ready.err());
    for (String part :
        List.of(
            "ready",
            "2 received",
            "1 quarantined",
            "to fhir",
            "quarantine       1",
            "by hl7 from HOSP")) {
      assertTrue(ready.out().contains(part), () -> part + " in " + ready.out());
    }
    fhir.close();
    await().atMost(LONG).until(() -> rtl("status").code() == 1);
    RtlRun not = rtl("status");
    assertTrue(not.out().startsWith("NOT READY"), not::out);
    assertTrue(not.out().contains("fhir-server"), not::out);
    JsonNode json = JSON.readTree(rtl("status", "--format", "json").out());
    assertFalse(json.path("ready").asBoolean());
    product.close();
    RtlRun away = rtl("status");
    assertEquals(3, away.code());
    assertTrue(away.err().contains("is rtl running"), away::err);
    assertEquals(1, rtl("messages").code());
  }

  @Test
  void aWrongPasswordIsToldInOneLine() throws Exception {
    rtl("status");
    Files.writeString(home.resolve("operator-password"), "wrong");
    RtlRun wrong = RtlRun.at(home, product.httpPort(), "messages");
    assertEquals(1, wrong.code());
    assertTrue(wrong.err().contains("refuses the log-in of operator"), wrong::err);
    assertEquals(1, wrong.err().lines().filter(l -> l.startsWith("rtl: ")).count(), wrong::err);
    Files.delete(home.resolve("operator-password"));
    RtlRun none = RtlRun.at(home, product.httpPort(), "messages");
    assertTrue(none.err().contains("RTL_OPERATOR_PASSWORD"), none::err);
  }

  @Test
  void whatIsAskedWronglyIsRefusedWithoutAnEcho() throws Exception {
    for (String path :
        List.of(
            "messages?Petra=1",
            "messages?state=Petra",
            "messages?limit=0",
            "messages?limit=1001",
            "messages?limit=Petra",
            "messages?since=Petra",
            "messages?until=2026-13-01",
            "messages?site=",
            "messages?site=A&site=B",
            "story",
            "story?id=%20",
            "status?x=1",
            "deliveries?state=lost",
            "deliveries?after=Petra")) {
      HttpResponse<String> response = product.get("/api/" + path);
      assertEquals(400, response.statusCode(), path);
      assertFalse(JSON.readTree(response.body()).path("error").asText().isEmpty(), path);
      assertFalse(response.body().contains("Petra"), response::body);
    }
  }

  @Test
  void whatDoesNotExistIsNotFound() throws Exception {
    for (String path :
        List.of(
            "x",
            "messages/Petra",
            "messages/Petra/bytes",
            "messages/0123456789abcdef-01234567",
            "story?id=Petra",
            "story?id=" + URLEncoder.encode("' or 1=1 --", StandardCharsets.UTF_8),
            "quarantine/0123456789abcdef-01234567/release")) {
      HttpResponse<String> response = product.get("/api/" + path);
      assertEquals(404, response.statusCode(), path);
      assertFalse(response.body().contains("Petra"), response::body);
    }
    assertEquals(404, post("quarantine/0123456789abcdef-01234567/release").statusCode());
    assertEquals(404, post("messages/x").statusCode());
  }

  private HttpResponse<String> send(String user, String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + product.httpPort() + "/api/" + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("Authorization", BasicLogin.of(user, Product.PASSWORD));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void nobodyButAnOperatorMayAndNoOtherSitesPage() throws Exception {
    String id = refused("C1", "ACC1");
    for (Role role : Role.values()) {
      UsersFile.in(home).put(QuickPassword.account(role.code() + "1", role, Product.PASSWORD));
    }
    String discard = "quarantine/" + id + "/discard";
    for (String path :
        List.of("status", "messages", "story?id=ACC1", "messages/" + id + "/bytes")) {
      assertEquals(401, product.anonymous(product.httpPort(), "/api/" + path).statusCode(), path);
      for (Role role : Role.values()) {
        assertEquals(
            role == Role.OPERATOR ? 200 : 403,
            send(role.code() + "1", "GET", path).statusCode(),
            role + " " + path);
      }
    }
    for (Role role : List.of(Role.VIEWER, Role.REVIEWER, Role.QUALITY_LEAD, Role.SENDER)) {
      assertEquals(403, send(role.code() + "1", "POST", discard).statusCode());
      assertEquals(403, send(role.code() + "1", "POST", "messages").statusCode());
    }
    assertEquals(
        403, send("operator", "POST", discard, "Origin", "https://evil.example").statusCode());
    assertEquals(403, send("operator", "POST", discard, "Origin", "null").statusCode());
    assertEquals(
        403, send("operator", "POST", discard, "Sec-Fetch-Site", "cross-site").statusCode());
    for (String form :
        List.of("application/x-www-form-urlencoded", "text/plain", "multipart/form-data")) {
      assertEquals(415, send("operator", "POST", discard, "Content-Type", form).statusCode(), form);
    }
    assertEquals(1, get("messages?state=quarantined").path("messages").size());
    assertEquals(200, send("operator", "POST", discard).statusCode());
    assertTrue(
        log.lines().stream()
            .anyMatch(
                l ->
                    l.equals(
                        "user=\"operator\" role=operator type=api mbean=\"\""
                            + " operation=\"quarantine/discard\" outcome=done")),
        () -> String.join("\n", log.lines()));
  }

  @Test
  void aMessageIsExplainedWithoutItsValues() throws Exception {
    String id = refused("C1", "ACC1");
    JsonNode kept = get("messages/" + id + "/explain").get(0);
    assertEquals("refused", kept.path("outcome").asText());
    assertTrue(kept.path("reason").asText().startsWith("OBX-5"), kept::toString);
    assertTrue(kept.path("parts").size() > 3, kept::toString);
    HttpResponse<String> posted =
        product.post(
            "/api/explain",
            "application/hl7-v2",
            report("C2", "ACC2").getBytes(StandardCharsets.UTF_8));
    assertEquals(200, posted.statusCode(), posted::body);
    assertNoPatient(posted.body());
    JsonNode read = JSON.readTree(posted.body()).get(0);
    assertEquals("parsed", read.path("outcome").asText());
    assertTrue(read.path("parts").findValuesAsText("place").contains("OBX-5"), read::toString);
    assertEquals(415, product.post("/api/explain", "text/plain", new byte[1]).statusCode());
    assertEquals(0, get("messages?control-id=C2").path("messages").size(), "it is not stored");
  }

  @Test
  void aMessageIsSentByTheCommand() throws Exception {
    Path file =
        Files.writeString(folder.resolve("m.hl7"), report("C1", "ACC1").replace('\r', '\n'));
    RtlRun sent = rtl("send", file.toString());
    assertEquals("AA  parsed\n", sent.out(), sent::err);
    RtlRun again = rtl("send", file.toString());
    assertEquals(0, again.code());
    assertTrue(again.out().startsWith("AA  duplicate"), again::out);
    Files.writeString(file, broken("C2", "ACC2"));
    RtlRun refused = rtl("send", file.toString());
    assertEquals(1, refused.code());
    assertTrue(refused.out().contains("ERR "), refused::out);
    Path json = Files.write(folder.resolve("m.json"), Chest.fhir("ACC3"));
    RtlRun posted = rtl("send", json.toString());
    assertEquals(0, posted.code(), posted::out);
    assertTrue(posted.out().startsWith("201  parsed"), posted::out);
    assertEquals(1, rtl("send", folder.resolve("none").toString()).code());
    assertEquals(
        415, product.post("/api/messages", "application/pdf", new byte[] {1}).statusCode());
    assertEquals(
        400, product.post("/api/messages", "application/hl7-v2", new byte[0]).statusCode());
    Path saved = folder.resolve("saved");
    String id = get("messages?control-id=C1").path("messages").get(0).path("id").asText();
    assertEquals(0, rtl("show", id, "--save", saved.toString()).code());
    assertArrayEquals(
        report("C1", "ACC1").replace('\r', '\n').getBytes(StandardCharsets.UTF_8),
        Files.readAllBytes(saved));
    assertEquals(1, rtl("show", id, "--save", saved.toString()).code(), "no file is replaced");
    assertEquals(
        new TreeSet<>(List.of("OWNER_READ", "OWNER_WRITE")),
        new TreeSet<>(Files.getPosixFilePermissions(saved).stream().map(Enum::name).toList()));
  }
}
