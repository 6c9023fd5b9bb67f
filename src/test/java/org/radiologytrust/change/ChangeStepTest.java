package org.radiologytrust.change;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.hl7.fhir.r4.model.Provenance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.store.StoredText;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Jvm;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.launch.ShippedRoutes;
import org.radiologytrust.launch.SiteStrengths;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaFault;
import org.radiologytrust.peers.ollama.OllamaServer;

/**
 * The step of docs/recipes/followup, as it stands there: one class, one folder, one line in a
 * route.
 */
@Tag("integration")
class ChangeStepTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path jar;
  private Path files;
  private Path routes;

  @BeforeEach
  void addTheStep() throws Exception {
    Path recipe = Path.of("docs/recipes/followup");
    jar = Files.createDirectory(folder.resolve("jar"));
    compile(recipe.resolve("FollowUpStep.java"), jar);
    files = folder.resolve("files");
    // a flag that tells leaves a claim to reword, behind the new step
    SiteStrengths.in(files);
    Path step = Files.createDirectories(files.resolve("steps/followup"));
    for (String file : List.of("prompt.md", "schema.json", "step.yaml")) {
      Files.copy(recipe.resolve(file), step.resolve(file));
    }
    routes = ShippedRoutes.copiedTo(folder);
    Path audit = routes.resolve("audit.yaml");
    String before = Files.readString(audit);
    String line = line(Files.readString(Path.of("docs/change.md")));
    String after = before.replaceFirst("(?m)^( *)- to: direct:step-rewrite$", "$1" + line + "\n$0");
    assertEquals(before.lines().count() + 1, after.lines().count(), "one line");
    Files.writeString(audit, after);
  }

  /** The line that the document adds to the route. */
  private static String line(String document) {
    Matcher line = Pattern.compile("(?m)^    (- to: bean:.*)$").matcher(document);
    assertTrue(line.find());
    return line.group(1);
  }

  private static void compile(Path source, Path to) throws IOException {
    String libraries;
    try (Stream<Path> all = Files.list(Path.of("target/lib"))) {
      libraries = String.join(":", all.map(Path::toString).toList());
    }
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                System.err,
                "-proc:none",
                "-cp",
                "target/classes:" + libraries,
                "-d",
                to.toString(),
                source.toString()));
    Path services = Files.createDirectories(to.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("org.radiologytrust.pipeline.step.Step"), "org.example.FollowUpStep\n");
  }

  private static boolean followUp(OllamaCall call) {
    return call.schema().path("properties").has("examinations");
  }

  private static String answer(OllamaCall call) {
    return followUp(call) ? "{\"examinations\":[\"CT of the chest\"]}" : ModelAnswers.of(call);
  }

  @Test
  void aSixthStepIsAskedOnceKeptOverAKillAndStoredWithTheAudit() throws Exception {
    try (OllamaServer ollama = OllamaServer.ofPair(ChangeStepTest::answer)) {
      Map<String, String> settings = new HashMap<>(Product.ollama(ollama.url().toString()));
      // the stalled call must not keep the new step waiting
      settings.put("rtl.model.slots", "4");
      settings.put("rtl.routes", routes.toString());
      settings.put("rtl.files", files.toString());
      Path home = folder.resolve("home");
      Path journal = home.resolve("journal.db");
      ollama.script().always(c -> c.step().equals("rewrite"), OllamaFault.stallBefore(LONG));

      ServeProcess first = ServeProcess.start(home, settings, List.of(jar));
      String report = Chest.oru(PhantomStudy.chest("ACC1"), "F1", "PHANTOM-1", Chest.TEXT, "F", 30);
      assertTrue(first.product().mllp(report).contains("MSA|AA|F1"));
      await()
          .atMost(LONG)
          .until(
              () ->
                  one(journal, "select count(*) from job_step where step = 'followup'").equals("1")
                      && !ollama.calls("rewrite").isEmpty());
      first.kill();

      ollama.script().clear();
      try (ServeProcess second = ServeProcess.start(home, settings, List.of(jar))) {
        await().atMost(LONG).until(() -> !second.product().summaries().isEmpty());
        assertEquals(1, ollama.calls().stream().filter(ChangeStepTest::followUp).count(), "kept");
        OllamaCall call =
            ollama.calls().stream().filter(ChangeStepTest::followUp).findFirst().orElseThrow();
        assertTrue(call.text().contains("\n1. "), call.text());
        JsonNode audit = JSON.readTree(audit(journal));
        assertEquals("{\"followup\":[\"CT of the chest\"]}", audit.path("extras").toString());
        assertEquals(
            "rtl-medgemma",
            second.product().search(Provenance.class, "").stream()
                .flatMap(p -> p.getEntity().stream())
                .flatMap(e -> e.getExtension().stream())
                .filter(
                    e ->
                        e.getExtensionByUrl("step") != null
                            && e.getExtensionString("step").equals("followup"))
                .map(e -> e.getExtensionString("model"))
                .findFirst()
                .orElseThrow());
      }
    }
  }

  @Test
  void anEvaluationAsksItAndTellsWhichAnswersCouldBeUsed() throws Exception {
    try (OllamaServer ollama =
        new OllamaServer(ChangeStepTest::answer).model("m", "completion", "vision")) {
      Path cases = folder.resolve("cases");
      rtl(0, "synth", "--cases=1", "--out=" + cases);
      rtl(
          0,
          "eval",
          cases.toString(),
          "--model=m=m",
          "--steps=followup",
          "--out=" + folder.resolve("eval"),
          "-Drtl.model.wire=ollama",
          "-Drtl.model.urls=" + ollama.url());
      assertEquals(1, ollama.calls().stream().filter(ChangeStepTest::followUp).count());
      try (Stream<Path> all = Files.walk(folder.resolve("eval"))) {
        Path results = all.filter(f -> f.endsWith("results.jsonl")).findFirst().orElseThrow();
        JsonNode call = JSON.readTree(Files.readString(results)).path("calls").path(0);
        assertEquals("followup", call.path("step").asText());
        assertEquals("accepted", call.path("outcome").asText());
      }
    }
  }

  @Test
  void itsFolderAloneIsRefused() throws Exception {
    Files.delete(jar.resolve("META-INF/services/org.radiologytrust.pipeline.step.Step"));
    String told = rtl(1, "doctor", "-Drtl.home=" + folder.resolve("home"));
    assertTrue(told.contains("steps/followup belongs to no step"), told);
  }

  private String rtl(int status, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("-Drtl.files=" + files);
    Process process =
        Jvm.rtl(List.of(jar), all.toArray(String[]::new)).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(status, process.waitFor(), told);
    return told;
  }

  /** Read beside the process that has it. */
  private static String audit(Path journal) throws Exception {
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + journal);
        ResultSet row = db.createStatement().executeQuery("select audit_packed from audit")) {
      return StoredText.of(row.getBytes(1));
    }
  }

  private static String one(Path journal, String query) throws Exception {
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + journal);
        ResultSet row = db.createStatement().executeQuery(query)) {
      return row.next() ? row.getString(1) : "";
    }
  }
}
