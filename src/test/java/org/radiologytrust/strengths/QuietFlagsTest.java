package org.radiologytrust.strengths;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.users.QuickPassword;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.launch.FormBody;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.RtlRun;
import org.radiologytrust.launch.SiteStrengths;
import org.radiologytrust.peers.hl7.HapiReceiver;

/** A quiet flag is shown at no door, where the same flag was shown when its check told. */
@Tag("safety")
@Tag("integration")
class QuietFlagsTest {
  private static final String CHECK = "overconfident";
  private static final String TEXT =
      "FINDINGS: The lungs are clear. IMPRESSION: Definitely normal.";
  private static final String WORD = "a password of rita";
  private static final Duration LONG = Duration.ofSeconds(120);

  @TempDir Path folder;
  private final HttpClient pages =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  private static String table(String strength) {
    return "- {check: " + CHECK + ", strength: " + strength + "}\n";
  }

  private static String message(String accession) {
    return String.join(
        "\r",
        "MSH|^~\\&|RIS|HOSP|RTL|RTL|20261130100000||ORU^R01|M" + accession + "|P|2.5.1",
        "PID|1||47" + accession + "^^^HOSP^MR||Test" + accession + "^Tina||19700101|F",
        "OBR|1|" + accession + "|" + accession + "|71020^XR CHEST^L|||20261130090000",
        "OBX|1|TX|GDT^Report||" + TEXT + "||||||F",
        "");
  }

  private String page(Product product, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + product.httpPort() + path);
    HttpResponse<String> reply =
        pages.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    assertEquals(200, reply.statusCode(), path);
    return reply.body();
  }

  private void logIn(Product product) throws Exception {
    String origin = "http://127.0.0.1:" + product.httpPort();
    HttpRequest request =
        FormBody.post(
                HttpRequest.newBuilder(URI.create(origin + "/login")),
                Map.of("user", "rita", "password", WORD, "next", "/"))
            .header("Origin", origin)
            .build();
    assertEquals(200, pages.send(request, BodyHandlers.ofString()).statusCode());
  }

  private static String post(Product product, String path, String type, String body)
      throws Exception {
    HttpResponse<String> reply =
        product.post(
            path,
            type,
            body.getBytes(StandardCharsets.UTF_8),
            Map.of("x-dre-procedure", "XR CHEST"));
    assertEquals(200, reply.statusCode(), path + reply.body());
    return reply.body();
  }

  /** What each door shows of a report, by the name of the door. */
  private Map<String, String> doors(Product product, HapiReceiver oru, String accession)
      throws Exception {
    Map<String, String> shown = new TreeMap<>();
    int sent = oru.stored().size();
    assertTrue(product.mllp(message(accession)).contains("MSA|AA"));
    await().atMost(LONG).until(() -> oru.stored().size() == sent + 1);
    String result =
        oru.stored().values().stream().filter(m -> m.contains(accession)).findFirst().orElseThrow();
    shown.put("oru", result);
    String fhir =
        product.get("/fhir/Observation?_count=200&subject:identifier=47" + accession).body();
    assertTrue(fhir.contains("report-audit"), fhir);
    shown.put("fhir", fhir);
    // a report without a flag is in no row of the list as it opens
    shown.put(
        "worklist",
        Jsoup.parse(page(product, "/")).select("tr:contains(" + accession + ")").outerHtml());
    Matcher link = Pattern.compile("https://rtl[.]example(/[^|\\r]+)").matcher(result);
    assertTrue(link.find(), result);
    String report = page(product, link.group(1));
    assertTrue(report.contains("Definitely normal"), report);
    shown.put("page", report);
    shown.put("json", post(product, "/api/check", "application/json", json()));
    shown.put("hl7", post(product, "/api/check", "application/hl7-v2", message("D" + accession)));
    shown.put(
        "dragon",
        post(
            product,
            "/v1/process",
            "application/json",
            new ObjectMapper()
                .writeValueAsString(
                    Map.of(
                        "sessionData", Map.of(),
                        "patientInformation", Map.of(),
                        "report", Map.of("reportText", TEXT)))));
    Path file = Files.writeString(folder.resolve(accession + ".txt"), TEXT);
    shown.put(
        "rtl audit",
        RtlRun.at(
                folder.resolve("other"),
                1,
                "audit",
                "--report",
                file.toString(),
                "--format",
                "table",
                "-Drtl.model.wire=none",
                "-Drtl.files=" + folder.resolve("site"))
            .out());
    return shown;
  }

  private static String json() throws Exception {
    return new ObjectMapper()
        .writeValueAsString(Map.of("text", TEXT, "order", Map.of("procedure", "XR CHEST")));
  }

  /** Whether something shows the flag: its check, outside the list of what is quiet. */
  private static boolean shows(String door) {
    return door.replaceAll("(?s)Checks that are quiet.*?</ul>", "").contains("verconfident")
        || door.contains("more certain than images allow");
  }

  private void load(Product product, String strength) throws Exception {
    SiteStrengths.in(folder.resolve("site"), table(strength));
    post(
        product,
        "/api/strengths",
        "application/json",
        new ObjectMapper().writeValueAsString(Map.of("content", table(strength))));
  }

  @Test
  void aQuietFlagIsShownAtNoDoorAndCounted() throws Exception {
    Path home = folder.resolve("home");
    SiteStrengths.in(folder.resolve("site"), table("tell"));
    try (HapiReceiver oru = new HapiReceiver(() -> HapiReceiver.Fault.NONE);
        Product product =
            Product.start(
                home,
                Map.of(
                    "rtl.files", folder.resolve("site").toString(),
                    "rtl.images.wait", "0s",
                    "rtl.oru.host", "127.0.0.1",
                    "rtl.oru.port", "" + oru.port(),
                    "rtl.oru.page", "https://rtl.example",
                    "rtl.oru.poll", "50ms"))) {
      UsersFile.in(home).put(QuickPassword.account("rita", Role.REVIEWER, WORD));
      logIn(product);
      doors(product, oru, "A100")
          .forEach((door, shown) -> assertTrue(shows(shown), door + ": " + shown));
      load(product, "quiet");
      doors(product, oru, "A200")
          .forEach((door, shown) -> assertFalse(shows(shown), door + ": " + shown));
      double counted =
          product.metrics().entrySet().stream()
              .filter(e -> e.getKey().startsWith("rtl_quiet_flags_total"))
              .filter(e -> e.getKey().contains(CHECK))
              .mapToDouble(Map.Entry::getValue)
              .sum();
      assertEquals(1, counted);
    }
  }
}
