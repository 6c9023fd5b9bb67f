package org.radiologytrust.rehearse;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.RtlRun;

/** Strengths of the running product: changed by a person, and rehearsed. */
@Tag("safety")
@Tag("integration")
class RehearsedProductTest {
  private static final String CHECK = "overconfident";
  private static final String PASSWORD = "a password of ben";
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final Set<String> seen = new HashSet<>();

  private Path home() {
    return folder.resolve("home");
  }

  private Product start() {
    return Product.start(
        home(),
        Map.of(
            "rtl.files",
            folder.resolve("site").toString(),
            "rtl.check." + CHECK,
            "on",
            "rtl.audit.earlier",
            "false",
            "rtl.images.wait",
            "1s"));
  }

  /** The strength of the check in the site's own file. */
  private void write(String strength) throws Exception {
    String shipped = SiteFiles.shipped().text("check/strengths.yaml");
    Path file = folder.resolve("site/check/strengths.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        shipped.replaceFirst(
            "(?m)^- \\{check: " + CHECK + ",.*$",
            "- {check: " + CHECK + ", strength: " + strength + "}"));
  }

  private RtlRun rtl(Product product, String... words) {
    InputStream in = System.in;
    System.setIn(new ByteArrayInputStream((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8)));
    try {
      return RtlRun.of(home(), product, words);
    } finally {
      System.setIn(in);
    }
  }

  private RtlRun ben(Product product, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--user", "ben", "--password-stdin"));
    return rtl(product, all.toArray(String[]::new));
  }

  /** Sends a report, and returns the summary of its audit. */
  private Observation audited(Product product, String accession) throws Exception {
    String message =
        String.join(
            "\r",
            "MSH|^~\\&|RIS|HOSP|RTL|RTL|20261130100000||ORU^R01|M" + accession + "|P|2.5.1",
            // each report is of another patient, so no audit reads another report
            "PID|1||47" + accession + "^^^HOSP^MR||Test" + accession + "^Tina||19700101|F",
            "OBR|1|" + accession + "|" + accession + "|71020^XR CHEST^L|||20261130090000",
            "OBX|1|TX|GDT^Report||FINDINGS: The lungs are clear.||||||F",
            "OBX|2|TX|GDT^Report||IMPRESSION: Definitely no pneumonia.||||||F",
            "");
    assertTrue(product.mllp(message).contains("\rMSA|AA"));
    await()
        .atMost(LONG)
        .until(() -> product.summaries().stream().anyMatch(o -> !seen.contains(id(o))));
    Observation made =
        product.summaries().stream().filter(o -> !seen.contains(id(o))).findFirst().get();
    seen.add(id(made));
    return made;
  }

  /** How many claims of standing audits have the check's label. */
  private static long told(Product product) throws Exception {
    return product.claims().stream()
        .filter(claim -> claim.getStatus() == ObservationStatus.PRELIMINARY)
        .filter(claim -> Product.label(claim).equals("uncertain"))
        .count();
  }

  /** Without the server's address, whose port is another one after a start. */
  private static String id(Observation summary) {
    return summary.getIdElement().getIdPart();
  }

  private static String hash(Observation summary) {
    return Product.component(summary, "strength-table");
  }

  @Test
  void aPersonChangesStrengthsAndRehearsesOthers() throws Exception {
    Files.createDirectories(folder.resolve("site"));
    Path out = folder.resolve("rehearsal");
    String shipped;
    try (Product product = start()) {
      assertEquals(
          0, rtl(product, "user", "add", "ben", "--role", "operator", "--password-stdin").code());
      shipped = hash(audited(product, "A1"));
      assertFalse(shipped.isEmpty());
      assertEquals(0, told(product));

      RtlRun nameless =
          rtl(product, "strengths", "accept", CHECK, "tell", "--reason", "Read by us.");
      assertTrue(nameless.err().contains("say who you are"), nameless.err());
      assertEquals(
          1, ben(product, "strengths", "accept", "age", "quiet", "--reason", "No.").code());
      RtlRun told = ben(product, "strengths", "accept", CHECK, "tell", "--reason", "Read by us.");
      assertEquals(0, told.code(), told.err());
      String changed = hash(audited(product, "A2"));
      assertNotEquals(shipped, changed);
      assertEquals(1, told(product));
      String list = rtl(product, "strengths", "list", "--changes").out();
      assertTrue(list.contains("ben") && list.contains("Read by us."), list);
      assertTrue(rtl(product, "strengths", "export").out().contains(CHECK + ", strength: tell}"));
      assertEquals(0, ben(product, "strengths", "back", CHECK).code());
      assertEquals(shipped, hash(audited(product, "A3")));

      write("quiet");
      RtlRun rehearsed =
          rtl(
              product,
              "rehearse",
              "--out",
              out.toString(),
              "-Drtl.files=" + folder.resolve("site"));
      assertEquals(0, rehearsed.code(), rehearsed.err());
      assertTrue(rehearsed.out().startsWith("3 reports checked again"), rehearsed.out());
      JsonNode json = JSON.readTree(out.resolve("rehearsal.json").toFile());
      assertEquals(0, json.path("counts").path("gained").asInt(), json::toPrettyString);
      assertEquals(0, json.path("counts").path("lost").asInt(), json::toPrettyString);
      assertEquals(3, json.path("counts").path("changed").asInt(), json::toPrettyString);
      assertTrue(Files.readString(out.resolve("rehearsal.html")).contains("Definitely"));
      assertEquals(
          Set.of("rehearsal.html", "rehearsal.json"),
          Set.of(out.toFile().list()),
          "the copy of the journal is gone");
    }
  }
}
