package org.radiologytrust.strengths;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
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
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.RtlRun;
import org.radiologytrust.launch.SiteStrengths;
import org.radiologytrust.model.Texts;
import org.radiologytrust.settings.Settings;

/** The table of strengths of the running product: rehearsed, loaded by a person, and held. */
@Tag("safety")
@Tag("integration")
class StrengthsProductTest {
  private static final String CHECK = "overconfident";
  private static final String PASSWORD = "a password of ben";
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final Set<String> seen = new HashSet<>();

  private Path home() {
    return folder.resolve("home");
  }

  private Path site() {
    return folder.resolve("site");
  }

  private Product start() {
    return Product.start(
        home(),
        Map.of(
            "rtl.files", site().toString(), "rtl.audit.earlier", "false", "rtl.images.wait", "1s"));
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

  private String file(String name, String yaml) throws Exception {
    return Files.writeString(folder.resolve(name), yaml).toString();
  }

  /** Readiness of the check of the strengths. */
  private static boolean isUp(Product product) throws Exception {
    return product.metrics().get("rtl_check_up{check=\"strengths\"}") == 1.0;
  }

  @Test
  void aNewSiteThatDoesNotSayWhetherCallsAreDocumentedDoesNotStart() {
    Settings.Wrong wrong =
        assertThrows(
            Settings.Wrong.class,
            () -> Product.app(home(), Map.of(), Map.of("rtl.calls.documented", "")));
    assertTrue(wrong.getMessage().startsWith("rtl.calls.documented is empty"), wrong.getMessage());
  }

  @Test
  void aPersonSeesWhatATableChangesAndLoadsIt() throws Exception {
    String asks = "- {check: " + CHECK + ", strength: ask, why: Wording.}\n";
    String tells = "- {check: " + CHECK + ", strength: tell}\n";
    String quiet = "- {check: " + CHECK + ", strength: quiet}\n";
    String off = "- {check: " + CHECK + ", strength: off}\n";
    SiteStrengths.in(site(), asks);
    try (Product product = start()) {
      assertEquals(
          0, rtl(product, "user", "add", "ben", "--role", "operator", "--password-stdin").code());
      assertEquals(Texts.sha256(asks), hash(audited(product, "A1")), "the first start took it");
      assertEquals(0, told(product));
      assertEquals(asks, rtl(product, "strengths", "export").out());

      RtlRun nameless = rtl(product, "strengths", "load", file("tells.yaml", tells));
      assertTrue(nameless.err().contains("say who you are"), nameless.err());
      RtlRun softer =
          ben(product, "strengths", "load", file("age.yaml", "- {check: age, strength: off}\n"));
      assertEquals(1, softer.code());
      assertTrue(softer.err().contains("row 1: age always tells"), softer.err());

      // as the document says: the files first, then the command
      SiteStrengths.in(site(), tells);
      assertEquals(Texts.sha256(asks), hash(audited(product, "A2")), "written, and not loaded");
      RtlRun loaded = ben(product, "strengths", "load", file("tells.yaml", tells));
      assertEquals(0, loaded.code(), loaded.err());
      assertEquals(Texts.sha256(tells), hash(audited(product, "A3")));
      assertEquals(1, told(product));
      RtlRun list = rtl(product, "strengths", "list");
      assertTrue(list.out().contains("Loaded by ben"), list.out());
      RtlRun late =
          ben(
              product,
              "strengths",
              "load",
              file("quiet.yaml", quiet),
              "--seen",
              Texts.sha256(asks));
      assertEquals(1, late.code());
      assertTrue(late.err().contains("somebody else has loaded another table"), late.err());

      Path out = folder.resolve("rehearsal");
      RtlRun rehearsed =
          rtl(
              product,
              "rehearse",
              "--strengths",
              file("quiet.yaml", quiet),
              "--out",
              out.toString(),
              "-Drtl.files=" + site());
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
      assertEquals(tells, rtl(product, "strengths", "export").out(), "a rehearsal loads nothing");

      await().atMost(LONG).until(() -> isUp(product));
      exceptionsAndRulesAreLoadedWithIt(product);
      assertEquals(0, ben(product, "strengths", "load", file("off.yaml", off)).code());
      // this node has another file
      await().atMost(LONG).until(() -> !isUp(product));
      SiteStrengths.in(site(), off);
      await().atMost(LONG).until(() -> isUp(product));
      assertEquals(Texts.sha256(off), hash(audited(product, "A4")));
    }
    SiteStrengths.in(site(), quiet);
    try (Product product = start()) {
      // nobody loaded this file
      await().atMost(LONG).until(() -> !isUp(product));
      assertTrue(
          product
              .anonymous(product.managementPort(), "/observe/health")
              .body()
              .contains("this node checks no report"));
      assertEquals(0, ben(product, "strengths", "load", file("quiet.yaml", quiet)).code());
      assertEquals(Texts.sha256(quiet), hash(audited(product, "A5")));
    }
  }

  /** One flag is never here, and a rule speaks. */
  private void exceptionsAndRulesAreLoadedWithIt(Product product) throws Exception {
    LocalDate until = LocalDate.now().plusDays(30);
    Files.writeString(
        site().resolve("check/exceptions.yaml"),
        "- {check: "
            + CHECK
            + ", words: definitely no pneumonia, why: Our habit., by: Ben, until: "
            + until
            + "}\n");
    Path rule = Files.createDirectories(site().resolve("rules")).resolve("lungs.yaml");
    String lungs =
        """
        says: Say more of the lungs.
        asks: A rule of this hospital.
        sentence: {words: [lungs]}
        cases: [{flagged: [The lungs.], silent: [The heart.]}]
        """;
    Files.writeString(rule, lungs.replace("The heart", "No lungs"));
    RtlRun refused = ben(product, "strengths", "load", site().toString());
    assertEquals(1, refused.code());
    assertTrue(refused.err().contains("rules/lungs.yaml line 4"), refused.err());
    Files.writeString(rule, lungs);
    RtlRun loaded = ben(product, "strengths", "load", site().toString());
    assertEquals(0, loaded.code(), loaded.err());
    long before = told(product);
    Observation summary = audited(product, "A6");
    assertEquals(before, told(product), "the exception silences it");
    String words = summary.getText().getDiv().allText();
    assertTrue(words.contains(CHECK + ", never here until " + until + " (Ben)"), words);
    assertTrue(words.contains("A check asks one question."), words);
    RtlRun list = rtl(product, "strengths", "list");
    assertTrue(list.out().contains("definitely no pneumonia"), list.out() + list.err());
    String exported = rtl(product, "strengths", "export").out();
    assertTrue(exported.contains("--- # check/exceptions.yaml\n- {check: " + CHECK), exported);
    assertTrue(exported.endsWith("--- # rules/lungs.yaml\n" + lungs), exported);
    Files.delete(rule);
    Files.delete(site().resolve("check/exceptions.yaml"));
  }

  @Test
  void whatIsLeftOfTheSettingsOfBeforeStopsTheStartWithTheRowToWrite() throws Exception {
    Files.createDirectories(site());
    for (String[] one :
        new String[][] {
          {"quiet", "{check: " + CHECK + ", strength: quiet}"},
          {
            "ask",
            "{check: " + CHECK + ", strength: ask, why: 'This site has set this check to ask.'}"
          }
        }) {
      String message =
          assertThrows(
                  Settings.Wrong.class,
                  () -> Settings.load(null, Map.of(), Map.of("rtl.check." + CHECK, one[0])))
              .getMessage();
      assertTrue(message.contains("write the row - " + one[1] + " into"), message);
    }
    String variable =
        assertThrows(
                Settings.Wrong.class,
                () -> Settings.load(null, Map.of("RTL_CHECK_VIEWS_ORDER", "off"), Map.of()))
            .getMessage();
    assertTrue(variable.contains("- {check: views-order, strength: off}"), variable);
    assertTrue(
        assertThrows(
                Settings.Wrong.class,
                () -> Settings.load(null, Map.of(), Map.of("rtl.check.age", "on")))
            .getMessage()
            .endsWith("delete it"));
    Files.createDirectories(site().resolve("check"));
    Files.writeString(site().resolve("check/switches.yaml"), "[]");
    String switches = assertThrows(Settings.Wrong.class, this::start).getMessage();
    assertTrue(switches.contains("check/switches.yaml is not read any more"), switches);
  }
}
