package org.radiologytrust.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.JobQueue;
import org.radiologytrust.journal.JobQueue.Job;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.llm.AbortingHttpClient;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.llm.ModelObserver;
import org.radiologytrust.llm.ModelOptions;
import org.radiologytrust.llm.ModelServers;
import org.radiologytrust.llm.OllamaWire;
import org.radiologytrust.model.AuditCase;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Samples;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Summaries;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.peers.OllamaCall;
import org.radiologytrust.peers.OllamaServer;

/** The steps, over the product's route, against a server whose model answers what a test wants. */
class StepsTest {
  private static final UUID RUN = new UUID(0, 1);
  private static final String ONE_CLAIM =
      "{\"claims\":[{\"sentence\":1,\"quote\":\"Mild effusion\",\"type\":\"finding\"}]}";

  private final Map<String, String> answers = new HashMap<>();
  private final Map<String, String> kept = new HashMap<>();
  private final OllamaServer ollama =
      new OllamaServer(call -> answers.get(call.step())).model("m", "completion", "vision");
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService parallel = Executors.newFixedThreadPool(2);
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private boolean diskFull;
  private byte[] png = {1};
  private Steps steps;

  @BeforeEach
  void start() throws Exception {
    Duration time = Duration.ofSeconds(5);
    ModelOptions options = new ModelOptions(65536, "30m", 1, time, time, time, 1, time);
    Properties properties = new Properties();
    properties.setProperty("rtl.model.first-token-ms", "5000");
    camel.getPropertiesComponent().setInitialProperties(properties);
    camel.getRegistry().bind("modelWire", new OllamaWire(options, watch));
    camel.getRegistry().bind("modelHttp", new AbortingHttpClient(watch, time));
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.resolveResource(camel, "file:" + Path.of("routes/model.yaml")));
    camel.start();
    ModelClient client =
        new ModelClient(
            camel.createProducerTemplate(),
            new ModelServers(List.of(ollama.url().toString()), 4, 4, time),
            options,
            new ModelObserver() {
              @Override
              public void answered(String step, String model, long n, int in, int out, long load) {}

              @Override
              public void refused(String step, String model, ModelFailure.Reason reason) {}
            },
            (server, model) -> "");
    JobQueue jobs =
        (JobQueue)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {JobQueue.class},
                (proxy, method, args) -> {
                  if (diskFull) {
                    throw new JournalException("the journal cannot be used", null);
                  }
                  return kept.put((String) args[1], (String) args[2]);
                });
    steps =
        new Steps(
            StepCatalog.load(SiteFiles.shipped()),
            client,
            jobs,
            new Models("m", "m"),
            new RuleClaims(SiteFiles.shipped()),
            instance -> png,
            parallel);
  }

  @AfterEach
  void stop() throws Exception {
    camel.stop();
    watch.shutdownNow();
    parallel.shutdownNow();
    ollama.close();
  }

  private static AuditCase opened(String text) {
    AuditCase c =
        AuditCase.of(
            RUN,
            Samples.report("A1", text),
            List.of(),
            List.of(Samples.instance("1.2.3"), Samples.instance("1.2.4")),
            true,
            "",
            Instant.EPOCH);
    return new Segmenter(SiteFiles.shipped()).segment(c);
  }

  private Job job(Report report) {
    return new Job(RUN, RUN, report, List.of(), "", 1, 0, null, Map.copyOf(kept));
  }

  private AuditCase claims(String text) throws Exception {
    AuditCase c = opened(text);
    return steps.claims(c, job(c.report()));
  }

  @Test
  void everySentenceIsJudged() throws Exception {
    answers.put("claims", ONE_CLAIM);
    AuditCase c = claims("FINDINGS: Mild effusion. No mass. The heart is large.");
    assertEquals(
        List.of("Mild effusion", "No mass.", "The heart is large."),
        c.claims().stream().map(Claim::text).toList());
    assertEquals(ClaimType.ABSENCE, c.claims().get(1).type());
    assertTrue(c.note().contains("no claim of 2 sentences"), c.note());
  }

  @Test
  void reportThatNoAnswerHasRoomForIsRefusedClearly() {
    answers.put("claims", ONE_CLAIM);
    NotAuditable refusal =
        assertThrows(
            NotAuditable.class,
            () -> claims("FINDINGS: Mild effusion. " + "The heart is large. ".repeat(200)));
    assertEquals("the report has more than 200 sentences", refusal.getMessage());
    assertEquals(List.of(), ollama.calls());
  }

  @Test
  void longReportIsAskedWhole() throws Exception {
    answers.put("claims", ONE_CLAIM);
    AuditCase c = claims("FINDINGS: Mild effusion. " + "The heart is large. ".repeat(199));
    assertEquals(200, c.claims().size());
  }

  @Test
  void keptAnswerCountsOnlyForTheSameQuestion() throws Exception {
    answers.put("claims", ONE_CLAIM);
    claims("FINDINGS: Mild effusion.");
    claims("FINDINGS: Mild effusion.");
    assertEquals(1, ollama.calls("claims").size(), "kept");
    claims("FINDINGS: Mild effusion, left.");
    assertEquals(2, ollama.calls("claims").size(), "another text");

    answers.put("findings", "{\"quality\":\"good\",\"findings\":[]}");
    AuditCase c = opened("FINDINGS: Mild effusion.");
    assertEquals(2, steps.findings(c, job(c.report())).reads().size());
    steps.findings(c, job(c.report()));
    assertEquals(2, ollama.calls("findings").size(), "kept");
    png = new byte[] {2};
    steps.findings(c, job(c.report()));
    assertEquals(4, ollama.calls("findings").size(), "another image");
  }

  @Test
  void journalThatFailsWhileImagesAreReadIsToldAsIs() {
    answers.put("findings", "{\"quality\":\"good\",\"findings\":[]}");
    diskFull = true;
    AuditCase c = opened("FINDINGS: Mild effusion.");
    assertThrows(JournalException.class, () -> steps.findings(c, job(c.report())));
  }

  @Test
  void claimCutFromItsSentenceStillHidesTheName() throws Exception {
    String text = "FINDINGS: Mrs. Young has an effusion.";
    Report r = Samples.report("A1", text);
    Report young =
        new Report(
            r.site(),
            r.reportId(),
            new org.radiologytrust.model.Patient(List.of(), "Young", "Al", null, null, ""),
            r.order(),
            text,
            List.of(),
            r.status(),
            null,
            null,
            "",
            "N",
            false);
    AuditCase c =
        new Segmenter(SiteFiles.shipped())
            .segment(AuditCase.of(RUN, young, List.of(), List.of(), true, "", Instant.EPOCH));
    answers.put(
        "claims",
        "{\"claims\":[{\"sentence\":1,\"quote\":\"XXXXX has an effusion\",\"type\":\"finding\"}]}");
    answers.put("summaries", "{\"clinician\":\"All is well.\",\"patient\":\"All is well.\"}");
    AuditCase claimed = steps.claims(c, job(young));
    assertEquals("Young has an effusion", claimed.claims().get(0).text());
    steps.summaries(claimed.with(p -> p.verdicts = List.of(verdict())), job(young));
    OllamaCall call = ollama.calls("summaries").get(0);
    assertTrue(call.text().contains("1. XXXXX has an effusion [uncertain]"), call.text());
  }

  private static Verdict verdict() {
    return new Verdict(
        1,
        Label.UNCERTAIN,
        0.5,
        ConfidenceBasis.SELF_REPORTED,
        Verdict.Basis.MODEL_WITH_IMAGE,
        List.of(),
        List.of());
  }

  @Test
  void patientsTextThatStatesAFlaggedClaimIsLeftOut() throws Exception {
    answers.put("claims", ONE_CLAIM.replace("Mild effusion", "Mild effusion seen"));
    answers.put(
        "summaries",
        "{\"clinician\":\"One is uncertain.\",\"patient\":\"There is mild effusion seen now.\"}");
    AuditCase c =
        claims("FINDINGS: Mild effusion seen.").with(p -> p.verdicts = List.of(verdict()));
    AuditCase told = steps.summaries(c, job(c.report()));
    assertEquals(new Summaries("One is uncertain.", ""), told.summaries());
    assertTrue(told.note().startsWith("The text for the patient is left out"), told.note());
    assertEquals(1, ollama.calls("summaries").size());
    assertFalse(told.models().isEmpty());
  }
}
