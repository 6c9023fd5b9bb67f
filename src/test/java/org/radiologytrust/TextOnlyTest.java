package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.cli.Rtl;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.SelfCheckResult.State;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.peers.HttpPeer;
import org.radiologytrust.process.Home;

/** With {@code rtl.images.use=never}, whatever else is set. */
@Tag("safety")
@Tag("integration")
class TextOnlyTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final PhantomStudy STUDY = PhantomStudy.chest("ACC1");
  private static final String CLEAN =
      "FINDINGS:\nThe lungs are clear.\nIMPRESSION:\nNo acute abnormality.";

  @TempDir Path folder;
  private final AtomicInteger requests = new AtomicInteger();
  private HttpPeer peer;
  private Path home;

  @BeforeEach
  void start() throws Exception {
    home = folder.resolve("home");
    peer =
        new HttpPeer(
            exchange -> {
              requests.incrementAndGet();
              exchange.send(200, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
            });
  }

  @AfterEach
  void stop() throws Exception {
    peer.close();
  }

  /** An image store and a model server are set; both are the peer that counts. */
  private Map<String, String> settings(String use) {
    Map<String, String> all = new HashMap<>(Product.ollama(peer.url().toString()));
    all.put("rtl.orthanc.url", peer.url().toString());
    all.put("rtl.orthanc.poll", "20ms");
    all.put("rtl.images.wait", "1h");
    all.put("rtl.images.use", use);
    if (use.equals("never")) {
      all.put("rtl.images.source", "dicomweb");
      all.put("rtl.images.archive.url", peer.url().toString());
      all.put("rtl.images.archive.poll", "20ms");
    }
    return all;
  }

  /** The journal knows images of the report from a time when they were used. */
  private void knowStudy() throws Exception {
    Files.createDirectories(home);
    try (Journal journal =
        SqlJournal.open(
            Home.journal(home), new SteadyClock(Clock.systemUTC(), System::nanoTime), "main")) {
      journal
          .studies()
          .storeStudy(
              SampleRecords.study(
                  STUDY.studyInstanceUid(),
                  STUDY.accessionNumber(),
                  "PHANTOM-1",
                  SampleRecords.instance("1.2.3.4")),
              "orthanc",
              "1");
    }
  }

  @Test
  void noImageIsAskedForOrWaitedForAndNoModelIsAsked() throws Exception {
    knowStudy();
    try (Product product = Product.start(home, settings("never"))) {
      product.mllp(Chest.oru(STUDY, "M1", "PHANTOM-1", Chest.TEXT, "F", 1));
      await().atMost(LONG).until(() -> product.summaries().size() == 1);
      Observation summary = product.summaries().get(0);
      assertEquals("checked-only", Product.component(summary, "outcome"));
      String said = summary.getText().getDiv().allText();
      assertTrue(said.contains("Images are not used at this site."), said);
      assertTrue(
          product.claims().stream().anyMatch(c -> Product.label(c).equals("uncertain")),
          "the flag of a check stays");
      String page = page(product);
      assertTrue(page.contains("No images are expected."), page);
      assertFalse(page.contains("data-images"), page);
      product.mllp(Chest.oru(PhantomStudy.chest("ACC2"), "M2", "PHANTOM-1", CLEAN, "F", 2));
      await().atMost(LONG).until(() -> product.summaries().size() == 2);
      Map<String, Double> metrics = product.metrics();
      assertEquals(2, metrics.get("rtl_reports_total{outcome=\"checked_only\"}"));
      // no images are expected, so the report without a flag waits for nothing
      assertEquals(1, metrics.get("rtl_worklist_reports{state=\"no_flag\"}"));
      assertEquals(0, metrics.get("rtl_worklist_reports{state=\"waiting\"}"));
      String health =
          product
              .anonymous(product.managementPort(), "/observe/health/ready?data=true")
              .body()
              .replaceAll("\\s", "");
      assertTrue(health.startsWith("{\"status\":\"UP\""), health);
      assertTrue(health.contains("\"images\":\"textonly:imagesarenotused\""), health);
      String status = product.get("/api/status").body().replaceAll("\\s", "");
      assertTrue(status.contains("\"images\":\"never\""), status);
    }
    List<SelfCheckResult> doctor = Product.doctor(home, settings("never"));
    assertTrue(
        doctor.contains(
            new SelfCheckResult(
                "images",
                State.OK,
                "text only: images are not used",
                Map.of("images", "text only: images are not used"))),
        doctor::toString);
    assertTrue(doctor.stream().noneMatch(result -> result.peer().equals("orthanc")));
    assertTrue(
        doctor.stream()
            .anyMatch(
                result ->
                    result.peer().equals("model")
                        && result.message().contains("rtl.images.use=never")),
        doctor::toString);
    assertEquals(0, requests.get(), "requests to the image store and the model server");
  }

  /** The page of the only report. */
  private static String page(Product product) throws Exception {
    String worklist = product.get("/").body();
    List<String> reports =
        Pattern.compile("/reports/[0-9a-f-]{36}")
            .matcher(worklist)
            .results()
            .map(MatchResult::group)
            .distinct()
            .toList();
    assertEquals(1, reports.size(), worklist);
    return product.get(reports.get(0)).body();
  }

  /** The peer counts what it is asked: without it, the other test would prove nothing. */
  @Test
  void withImagesTheSameSettingsAskBoth() throws Exception {
    try (Product product = Product.start(home, settings("allowed"))) {
      await().atMost(LONG).until(() -> requests.get() > 2);
      String status = product.get("/api/status").body().replaceAll("\\s", "");
      assertTrue(status.contains("\"images\":\"allowed\""), status);
    }
  }

  @Test
  void commandsRefuseImagesBeforeTheyOpenThem() throws Exception {
    Path report = Files.writeString(folder.resolve("report.txt"), "FINDINGS: No effusion.");
    // no such file: whoever opened it would say so
    String told =
        failed(
            "audit",
            "--report",
            report.toString(),
            "--image",
            folder.resolve("none.dcm").toString(),
            "-Drtl.images.use=never");
    assertTrue(
        told.contains(
            "text only: images are not used (rtl.images.use=never): leave the images out"),
        told);
  }

  private static String failed(String... args) {
    PrintStream stderr = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      assertEquals(1, Rtl.run(args), () -> err.toString(StandardCharsets.UTF_8));
      return err.toString(StandardCharsets.UTF_8);
    } finally {
      System.setErr(stderr);
    }
  }
}
