package org.radiologytrust.notify;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Provenance;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.app.App;
import org.radiologytrust.auth.users.QuickPassword;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.journal.shadow.DutyFlags;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.launch.FormBody;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.RtlRun;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.peers.fhir.FhirServer;

/**
 * The whole product in shadow mode: each role asks for each page, call and resource, and everything
 * that is sent, logged and counted is read. A flag is seen by the quality lead, a critical one also
 * by the clinician on duty, and by nobody else; also after the end of shadow mode.
 */
@Tag("safety")
@Tag("integration")
class ShadowWalkTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final String PASSWORD = "correct horse";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Path TABLE = Path.of("src/test/resources/shadow/readers.yaml");
  private static final String CLEAN = "ACCCLEAN1";
  private static final String FLAGGED = "ACCFLAGS2";
  private static final String CLEAN_WORDS = "No pneumothorax.";
  private static final String FLAGGED_WORDS = "Tension pneumothorax on the right, definitely.";
  private static final String CLINICIAN = "meg";
  private static final String MAIL = "meg@hospital.example";

  /** The log-ins by role. */
  private static final Map<String, String> USERS =
      new TreeMap<>(
          Map.of(
              "checker", "cleo",
              "viewer", "vera",
              "reviewer", "rita",
              "quality-lead", "quentin",
              "sender", "sven",
              "operator", "otto"));

  private static final Pattern LEAD = Pattern.compile("/(trial|pilot|quality/read)\\b.*");

  /** Takes forms alone. */
  private static final Pattern FORM = Pattern.compile("/duty/.*/(passed|undo)|/pilot/(accept|end)");

  private static final Pattern STRENGTHS = Pattern.compile("/api/strengths(/export)?");

  /** Of time, space and log-ins: these differ between any two reports. */
  private static final Pattern OTHER_METRICS =
      Pattern.compile(
          "rtl_(\\w*_seconds\\w*|home_\\w+|logins_\\w+|clock_\\w+|presign_\\w+|ready|check_up)\\b.*");

  @TempDir Path folder;
  private App app;
  private Product product;

  /** What nobody may read but the quality lead: names of checks, and what they say. */
  private final Set<String> canaries = new LinkedHashSet<>();

  private static Map<String, Map<String, String>> table() throws Exception {
    return new ObjectMapper(new YAMLFactory()).readValue(TABLE.toFile(), new TypeReference<>() {});
  }

  private void run(Map<String, String> more) throws Exception {
    Path home = folder.resolve("home");
    app = Product.app(home, Map.of(), more);
    product = new Product(app.mllpPort(), app.httpPort(), app.managementPort(), app);
  }

  private void users() throws Exception {
    UsersFile users = UsersFile.in(Files.createDirectories(folder.resolve("home")));
    for (Map.Entry<String, String> user : USERS.entrySet()) {
      users.put(
          QuickPassword.account(user.getValue(), Role.of(user.getKey()).orElseThrow(), PASSWORD));
    }
    users.put(QuickPassword.account(CLINICIAN, Role.REVIEWER, PASSWORD));
  }

  private static String message(String accession, String impression) {
    return "MSH|^~\\&|RIS|HOSP|RTL|HOSP|20260102030405||ORU^R01^ORU_R01|M"
        + accession
        + "|P|2.5\r"
        + "PID|1||CNRY93716^^^HOSP^MR||Zebrakanari^Quendolin||19471129|F\r"
        + "OBR|1||"
        + accession
        + "^RIS|71046^Chest^C4|||202601020304|||||||||||||||||RAD|F\r"
        + "OBX|1|TX|GDT^Report||IMPRESSION: "
        + impression
        + "||||||F\r";
  }

  private void report(String accession, String impression, int audits) throws Exception {
    String ack = product.mllp(message(accession, impression));
    assertTrue(ack.contains("MSA|AA|"), ack);
    await().atMost(LONG).until(() -> app.journal().shadowAudits().figures().reports() == audits);
  }

  private String origin() {
    return "http://127.0.0.1:" + app.httpPort();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(origin() + path)).headers(headers).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, Map<String, String> fields, String... headers)
      throws Exception {
    return HTTP.send(
        FormBody.post(HttpRequest.newBuilder(URI.create(origin() + path)), fields)
            .headers(headers)
            .build(),
        BodyHandlers.ofString());
  }

  /** The cookie of a new session. */
  private String session(String user) throws Exception {
    HttpResponse<String> in =
        post("/login", Map.of("user", user, "password", PASSWORD, "next", "/"), "Origin", origin());
    assertEquals(303, in.statusCode());
    return in.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
  }

  private static String token(String page) {
    Matcher token = Pattern.compile("name=\"token\" value=\"([^\"]+)\"").matcher(page);
    assertTrue(token.find(), page);
    return token.group(1);
  }

  /** Without the names of checks: for an answer that lists every check, whatever was found. */
  private static String withoutChecks(String text, Audit audit) {
    String rest = text;
    for (CheckResult result : audit.checks()) {
      rest = rest.replace(result.check(), "");
    }
    return rest;
  }

  private void assertSilent(String where, String text) {
    for (String canary : canaries) {
      assertFalse(text.contains(canary), () -> where + " shows “" + canary + "”: " + text);
    }
  }

  private UUID report(String accession) {
    return app.journal().shadowAudits().newest(Long.MAX_VALUE, 10).stream()
        .filter(kept -> kept.row().exam().accession().equals(accession))
        .map(kept -> kept.row().report())
        .findFirst()
        .orElseThrow();
  }

  private Map<String, Double> metrics() throws Exception {
    Map<String, Double> all = new TreeMap<>(product.metrics());
    all.keySet().removeIf(name -> OTHER_METRICS.matcher(name).matches());
    return all;
  }

  /** By how much each metric grew. */
  private static Map<String, Double> growth(Map<String, Double> before, Map<String, Double> now) {
    Map<String, Double> growth = new TreeMap<>();
    now.forEach((name, value) -> growth.put(name, value - before.getOrDefault(name, 0.0)));
    return growth;
  }

  private void canaries(Audit audit) {
    for (CheckResult result : audit.checks()) {
      canaries.add(result.check());
      canaries.add(result.action());
    }
    assertTrue(canaries.size() >= 4, canaries::toString);
  }

  @Test
  void nobodyElseSeesAFlag() throws Exception {
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    try (HookPeer hook = new HookPeer();
        FhirServer fhir = new FhirServer();
        CapturedLog log = CapturedLog.asInProduction()) {
      Map<String, String> settings = settings(hook, mail, fhir);
      users();
      run(settings);
      Map<String, Double> start = metrics();
      report(CLEAN, CLEAN_WORDS, 1);
      Map<String, Double> clean = metrics();
      report(FLAGGED, FLAGGED_WORDS, 2);
      Map<String, Double> flagged = metrics();
      Audit audit = app.journal().shadowAudits().newest(Long.MAX_VALUE, 1).get(0).audit();
      canaries(audit);

      // what is counted
      assertEquals(clean.keySet(), flagged.keySet());
      assertEquals(growth(start, clean), growth(clean, flagged));
      for (String name : product.metrics().keySet()) {
        String family = name.replaceAll("\\{.*", "").replaceAll("_(bucket|count|sum|max)$", "");
        assertTrue(
            table().get("metrics").keySet().stream().anyMatch(family::startsWith),
            () -> family + " has no row in " + TABLE);
      }

      acceptanceBegins();
      everyRoleWalks(audit);
      acceptanceIsReadByTheLead(audit);
      doorsGiveNoResult();
      worklistSaysTheSame();
      clinicianPassesOn(mail);
      assertJmxSilent();

      // what is sent
      assertEquals(List.of(), hook.calls());
      assertEquals(List.of(), fhir.all(Observation.class));
      assertEquals(List.of(), fhir.all(Provenance.class));
      app.close();
      log.lines().forEach(line -> assertSilent("the log", line));

      // the end of shadow mode shows and publishes nothing of before
      settings.put("rtl.pilot", "off");
      run(settings);
      everyRoleWalks(audit);
      worklistSaysTheSame();
      assertEquals(
          200,
          post("/api/check", "application/json", "{\"text\":\"No pneumothorax.\"}").statusCode());
      assertEquals(
          409,
          post("otto", "/api/pilot/reports", "application/hl7-v2", message("ACCOLD3", "Old."))
              .statusCode(),
          "old reports would be published");
      assertEquals(List.of(), hook.calls());
      assertEquals(List.of(), fhir.all(Observation.class));
      app.close();
      log.lines().forEach(line -> assertSilent("the log", line));
    } finally {
      if (app != null) {
        app.close();
      }
      mail.stop();
    }
  }

  private static Map<String, String> settings(HookPeer hook, GreenMail mail, FhirServer fhir) {
    Map<String, String> all = new HashMap<>();
    all.put("rtl.pilot", "shadow");
    all.put("rtl.pilot.clinician", CLINICIAN);
    all.put("rtl.pilot.mail", MAIL);
    all.put("rtl.review.look", "200ms");
    all.put("rtl.fhir.server", fhir.url().toString());
    all.put("rtl.notify.to", hook.url() + " on-call@hospital.example");
    all.put("rtl.notify.page", "https://rtl.hospital.example");
    all.put("rtl.notify.poll", "50ms");
    all.put("rtl.notify.webhook.secret", "0123456789abcdef");
    all.put("rtl.notify.mail.host", "127.0.0.1");
    all.put("rtl.notify.mail.port", "" + mail.getSmtp().getPort());
    all.put("rtl.notify.mail.security", "none");
    all.put("rtl.notify.mail.from", "rtl@hospital.example");
    return all;
  }

  /** The addresses of the table, with the flagged report. */
  private List<String> addresses() throws Exception {
    List<String> all = new ArrayList<>();
    for (String page : table().get("pages").keySet()) {
      all.add(
          page.replace(":id", report(FLAGGED).toString())
              .replace(":name", "app.css")
              .replace(":link", "x")
              .replace(":n", "1"));
    }
    for (String type :
        List.of("metadata", "Observation", "Provenance", "DiagnosticReport", "Device")) {
      all.add("/fhir/" + type + "?_count=100");
    }
    for (String call : table().get("api").keySet()) {
      if (call.startsWith("GET ")) {
        all.add("/api/" + call.substring(4).replace("*", "M" + FLAGGED));
      }
    }
    all.add("/api/story?id=" + FLAGGED);
    return all;
  }

  /** An operator begins it, from a folder of what was sent before, and is told of no flag. */
  private void acceptanceBegins() throws Exception {
    Path reports = Files.createDirectories(folder.resolve("reports"));
    Files.writeString(reports.resolve("1.hl7"), message(CLEAN, CLEAN_WORDS));
    Files.writeString(reports.resolve("2.hl7"), message(FLAGGED, FLAGGED_WORDS));
    Files.writeString(reports.resolve("3.hl7"), "PID|1\r");
    RtlRun begun = otto("--folder", reports.toString());
    assertEquals(0, begun.code(), begun::toString);
    assertTrue(begun.out().startsWith("3.hl7  quarantined"), begun::out);
    assertTrue(begun.out().contains("2 messages are stored."), begun::out);
    assertTrue(begun.out().contains("Acceptance 1 has begun with 2 reports"), begun::out);
    assertSilent("rtl pilot accept", begun.out());
    RtlRun second = otto("--last", "100");
    assertEquals(1, second.code());
    assertTrue(second.err().contains("acceptance 1 still runs"), second::err);
    assertEquals(
        400, post("otto", "/api/pilot/accept", "application/json", "{\"lost\":100}").statusCode());
  }

  private RtlRun otto(String... options) {
    List<String> words = new ArrayList<>(List.of("pilot", "accept", "--user", "otto"));
    words.add("--password-stdin");
    words.addAll(List.of(options));
    InputStream in = System.in;
    System.setIn(new ByteArrayInputStream((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8)));
    try {
      return RtlRun.of(folder.resolve("home"), product, words.toArray(String[]::new));
    } finally {
      System.setIn(in);
    }
  }

  private void acceptanceIsReadByTheLead(Audit audit) throws Exception {
    String lead = BasicLogin.of("quentin", PASSWORD);
    String read = get("/quality/read", "Authorization", lead).body();
    assertTrue(
        audit.checks().stream().anyMatch(r -> read.contains(escaped(r.action()))), () -> read);
    assertFalse(read.contains("Zebrakanari"), read);
    assertTrue(get("/pilot", "Authorization", lead).body().contains("flags are read"));
  }

  private void everyRoleWalks(Audit audit) throws Exception {
    int shown = 0;
    for (Map.Entry<String, String> user : USERS.entrySet()) {
      String login = BasicLogin.of(user.getValue(), PASSWORD);
      for (String path : addresses()) {
        HttpResponse<String> answer = get(path, "Authorization", login);
        assertTrue(answer.statusCode() < 500, () -> path + ": " + answer.body());
        boolean lead = LEAD.matcher(path).matches() && user.getKey().equals("quality-lead");
        if (!lead) {
          assertSilent(
              user.getKey() + " at " + path,
              STRENGTHS.matcher(path).matches()
                  ? withoutChecks(answer.body(), audit)
                  : answer.body());
          assertTrue(
              !LEAD.matcher(path).matches() && !path.startsWith("/duty")
                  || answer.statusCode() == (FORM.matcher(path).matches() ? 404 : 403),
              () -> user.getKey() + " at " + path + ": " + answer.statusCode());
        } else if (path.equals("/trial/" + report(FLAGGED))) {
          for (CheckResult result : audit.checks()) {
            assertTrue(answer.body().contains(escaped(result.action())), answer::body);
            shown++;
          }
        }
      }
    }
    assertEquals(audit.checks().size(), shown, "the lead sees each flag");
    String found =
        get("/fhir/Observation?_summary=count", "Authorization", BasicLogin.of("otto", PASSWORD))
            .body();
    assertTrue(found.matches("(?s).*\"total\"\\s*:\\s*0.*"), found);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private HttpResponse<String> post(String path, String type, String body) throws Exception {
    return post("rita", path, type, body);
  }

  private HttpResponse<String> post(String user, String path, String type, String body)
      throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(origin() + path))
            .headers("Authorization", BasicLogin.of(user, PASSWORD), "Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
            .build(),
        BodyHandlers.ofString());
  }

  /** The same answer for a report with flags, without, and for what is no report. */
  private void doorsGiveNoResult() throws Exception {
    for (Map.Entry<String, String> door : table().get("doors").entrySet()) {
      if (door.getValue().equals("refused")) {
        Set<String> answers = new LinkedHashSet<>();
        for (String text : List.of("Tension pneumothorax.", "No pneumothorax.", "")) {
          HttpResponse<String> answer =
              post(
                  door.getKey(),
                  door.getKey().startsWith("/fhir") ? "application/fhir+json" : "application/json",
                  "{\"text\":\"" + text + "\"}");
          assertEquals(403, answer.statusCode(), door::getKey);
          assertTrue(answer.body().contains("in a trial and gives no result"), answer::body);
          answers.add(answer.body());
        }
        assertEquals(1, answers.size(), answers::toString);
      }
    }
    String rita = session("rita");
    String form = get("/check", "Cookie", rita).body();
    assertTrue(form.contains("in a trial and gives no result"), form);
    for (String text : List.of("Tension pneumothorax.", "No pneumothorax.")) {
      HttpResponse<String> checked =
          post(
              "/check",
              Map.of("token", token(form), "text", text),
              "Cookie",
              rita,
              "Origin",
              origin());
      assertTrue(checked.body().contains("in a trial and gives no result"), checked::body);
      assertSilent("/check", checked.body());
    }
  }

  /** The rows and pages of both reports, but for what names them. */
  private void worklistSaysTheSame() throws Exception {
    String rita = session("rita");
    String list = get("/", "Cookie", rita).body();
    post(
        "/worklist",
        Map.of("token", token(list), "only", "trial"),
        "Cookie",
        rita,
        "Origin",
        origin());
    list = get("/", "Cookie", rita).body();
    assertSilent("the worklist", list);
    List<String> rows = Stream.of(CLEAN, FLAGGED).map(accession -> row(accession)).toList();
    List<String> texts = new ArrayList<>();
    for (String id : rows) {
      Element row = Jsoup.parse(list).getElementById(id);
      assertTrue(row != null, list);
      texts.add(row.text().replaceAll(CLEAN + "|" + FLAGGED + "|\\d+ (s|min)", "…"));
    }
    assertEquals(texts.get(0), texts.get(1));
    assertTrue(texts.get(0).contains("In the trial"), texts::toString);
    assertFalse(
        texts.get(0).matches(".*(?i:no flag|checked|nothing to decide).*"), texts::toString);
    for (String part : List.of("", "/print", "/made")) {
      List<String> pages = new ArrayList<>();
      for (String accession : List.of(CLEAN, FLAGGED)) {
        String page = get("/reports/" + report(accession) + part, "Cookie", rita).body();
        assertFalse(page.contains("Checked without a flag"), page);
        pages.add(
            Jsoup.parse(page)
                .text()
                .replaceAll(accession + "|\\d+:\\d+(:\\d+)?", "…")
                .replaceAll(
                    "No pneumothorax\\.|Tension pneumothorax on the right, definitely\\.", "…"));
      }
      if (!part.equals("/made")) {
        assertEquals(pages.get(0), pages.get(1), part);
      }
    }
  }

  private String row(String accession) {
    return "r-" + report(accession);
  }

  private void clinicianPassesOn(GreenMail mail) throws Exception {
    await().atMost(LONG).until(() -> mail.getReceivedMessages().length > 0);
    for (MimeMessage message : mail.getReceivedMessages()) {
      assertEquals(MAIL, message.getAllRecipients()[0].toString());
      String all = GreenMailUtil.getWholeMessage(message);
      assertSilent("the mail", all);
      assertFalse(all.contains("Zebrakanari"), all);
      assertTrue(all.contains("https://rtl.hospital.example/duty"), all);
    }
    assertEquals(1, mail.getReceivedMessages().length, "once a day");
    assertEquals(
        403, get("/duty", "Authorization", BasicLogin.of(CLINICIAN, PASSWORD)).statusCode());
    String meg = session(CLINICIAN);
    assertEquals(403, get("/trial", "Cookie", meg).statusCode());
    String list = get("/duty", "Cookie", meg).body();
    assertFalse(list.contains("Zebrakanari"), list);
    DutyFlags.Duty duty = app.journal().dutyFlags().open(10).get(0);
    assertEquals(1, app.journal().dutyFlags().figures().open());
    String path = "/duty/" + duty.id();
    assertTrue(list.contains(path), list);
    String page = get(path, "Cookie", meg).body();
    assertTrue(page.contains("Zebrakanari") && page.contains("pneumothorax"), page);
    // the flag alone, not the others of the report
    for (CheckResult other : duty.audit().checks()) {
      if (!duty.problem().startsWith(other.check())) {
        assertFalse(page.contains(escaped(other.action())), page);
      }
    }
    String now = Times.field(Instant.now());
    HttpResponse<String> untold = duty(path + "/passed", page, meg, Map.of("when", now));
    assertEquals(400, untold.statusCode());
    assertTrue(untold.body().contains("Say whom you told."), untold::body);
    Map<String, String> told = Map.of("told", "Dr. Ward", "when", now);
    assertEquals(303, duty(path + "/passed", page, meg, told).statusCode());
    assertEquals(303, duty(path + "/undo", page, meg, Map.of()).statusCode());
    assertEquals(new DutyFlags.Figures(1, 0, 0), app.journal().dutyFlags().figures());
    assertEquals(303, duty(path + "/passed", page, meg, told).statusCode());
    String after = get("/duty", "Cookie", meg).body();
    assertTrue(after.contains("passed on by me to Dr. Ward, "), after);
    assertEquals(new DutyFlags.Figures(0, 1, 0), app.journal().dutyFlags().figures());
    assertTrue(
        get("/trial", "Authorization", BasicLogin.of("quentin", PASSWORD))
            .body()
            .contains("1 passed on, 0 open"));
  }

  /** Sends a form of the page of a flag. */
  private HttpResponse<String> duty(
      String path, String page, String session, Map<String, String> fields) throws Exception {
    Map<String, String> all = new HashMap<>(fields);
    all.put("token", token(page));
    return post(path, all, "Cookie", session, "Origin", origin());
  }

  /** What Hawtio and Jolokia can read. */
  private void assertJmxSilent() throws Exception {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    int read = 0;
    for (ObjectName name : beans.queryNames(new ObjectName("org.apache.camel:*"), null)) {
      for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
        try {
          assertSilent(
              name + " " + attribute.getName(),
              String.valueOf(beans.getAttribute(name, attribute.getName())));
          read++;
        } catch (javax.management.JMException | RuntimeException e) {
          // one that cannot be read shows nothing
          continue;
        }
      }
    }
    assertTrue(read > 200, "only " + read);
  }
}
