package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.llama.RealLlama;
import org.radiologytrust.peers.llama.SmallPair;

/**
 * Reports as real systems wrote them, and a real model that cannot do the job: it repeats itself,
 * invents quotes, answers nonsense. No audit may look better than it is, and none may hang.
 */
@Tag("peers")
@Tag("real-model")
class RealAuditsTest {
  private static final Path LOGS = Path.of("../shared/data/hl7/scout");

  /** As many as {@code -Dreal.audits=all} audits; otherwise one report of each kind of exam. */
  private static final int REPORTS = 30;

  /** The kinds of exam in the logs, as OBR-4 names them. */
  private static final Pattern KIND =
      Pattern.compile("(?i)PET|SPECT|MAMM|\\bUS\\b|\\bMR|\\bXR|VIEW|EVENT");

  private static final int SHORT_REPORTS = 4;
  private static final Duration DEADLINE = Duration.ofSeconds(12);

  /** Claims, findings, alignment, its probe, rewrite; each asked twice at most. */
  private static final int MOST_CALLS = 12;

  /** What an audit says where a model, not the product, is to blame. */
  private static final Set<String> REASONS =
      Set.of(
          "The model gave no usable answer.",
          "The model did not answer in time.",
          "The report and its images are too long for the model.");

  @TempDir Path folder;

  /**
   * A message that has a text.
   *
   * @param kind of exam
   * @param text OBX-5, as it was sent
   */
  private record Sent(String kind, String text) {}

  private static List<Sent> sent() throws Exception {
    List<Path> files;
    try (Stream<Path> list = Files.list(LOGS)) {
      files = list.sorted().toList();
    }
    List<Sent> all = new ArrayList<>();
    for (Path file : files) {
      String log = Files.readString(file, StandardCharsets.ISO_8859_1);
      for (String message : log.split("<SB>")) {
        List<String[]> segments =
            Arrays.stream(message.split("<R>\\r?\\n?"))
                .map(segment -> segment.split("\\|", -1))
                .toList();
        String text =
            segments.stream()
                .filter(f -> f[0].equals("OBX") && f.length > 5 && f[2].equals("TX"))
                .map(f -> f[5])
                .collect(Collectors.joining("\n"));
        if (!text.isBlank()) {
          String exam =
              segments.stream()
                  .filter(f -> f[0].equals("OBR") && f.length > 4)
                  .map(f -> f[4].substring(f[4].indexOf('^') + 1))
                  .findFirst()
                  .orElse("");
          Matcher kind = KIND.matcher(exam);
          all.add(new Sent(kind.find() ? kind.group().toUpperCase(Locale.ROOT) : "", text));
        }
      }
    }
    return all.subList(0, REPORTS);
  }

  private static List<String> texts() throws Exception {
    return sent().stream().map(Sent::text).toList();
  }

  private static List<String> audited() throws Exception {
    if (System.getProperty("real.audits", "").equals("all")) {
      return texts();
    }
    Map<String, String> byKind = new LinkedHashMap<>();
    sent().forEach(s -> byKind.putIfAbsent(s.kind, s.text));
    assertTrue(byKind.size() >= 7, byKind.keySet()::toString);
    return List.copyOf(byKind.values());
  }

  private Path files() throws Exception {
    Map<String, Integer> tokens =
        Map.of("claims", 36, "findings", 30, "alignment", 110, "rewrite", 70);
    for (Map.Entry<String, Integer> step : tokens.entrySet()) {
      Path own = Files.createDirectories(folder.resolve("files/steps").resolve(step.getKey()));
      Files.writeString(
          own.resolve("step.yaml"),
          Files.readString(Path.of("src/main/resources/steps", step.getKey(), "step.yaml"))
              .replaceAll("(answerTokens(PerItem)?): \\d+", "$1: " + step.getValue()));
    }
    return folder.resolve("files");
  }

  private static Map<String, String> settings(RealLlama llama, PrivateOrthanc orthanc, Path files) {
    Map<String, String> all = Product.smallPair(orthanc, llama);
    all.put("rtl.model.lora", SmallPair.BASE);
    all.put("rtl.files", files.toString());
    all.put("rtl.model.first-token", DEADLINE.toSeconds() + "s");
    all.put("rtl.model.total", DEADLINE.toSeconds() + "s");
    all.put("rtl.audit.attempts", "1");
    all.put("rtl.audit.parallel", "1");
    return all;
  }

  @Test
  @Tag("slow")
  void noneLooksBetterThanItIsAndNoneHangs() throws Exception {
    assumeTrue(Files.isDirectory(LOGS));
    List<String> texts = audited();
    try (PrivateOrthanc orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
        // two caches of prompts: the steps with and without an image do not push each other out
        RealLlama llama = RealLlama.start(2)) {
      try (Product product =
          Product.start(folder.resolve("home"), settings(llama, orthanc, files()))) {
        awaitModels(product);
        for (int i = 0; i < texts.size(); i++) {
          PhantomStudy study = PhantomStudy.chest("SCOUT" + i);
          Chest.store(orthanc, study, folder);
          String ack = product.mllp(Chest.oru(study, "S" + i, "PHANTOM-1", texts.get(i), "F", 30));
          assertTrue(ack.contains("\rMSA|AA|S" + i), ack);
        }
        long start = System.nanoTime();
        await()
            .pollInterval(Duration.ofSeconds(1))
            .atMost(DEADLINE.multipliedBy((long) MOST_CALLS * texts.size()))
            .until(() -> ended(product) >= texts.size());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        double calls = sum(product, "rtl_model_calls_total");
        assertTrue(calls >= texts.size(), "each was asked about: " + calls);
        // half a minute for all that is no call
        assertTrue(
            took.toSeconds() <= calls * (DEADLINE.toSeconds() + 1) + 30,
            calls + " calls in " + took);
        assertConserved(product, texts.size());
        System.out.println(
            outcomes(product) + " in " + took.toSeconds() + " s, " + (int) calls + " calls");
        assertHonest(product, texts.size());
      }
    }
  }

  /**
   * Schemas that help it over the steps which it cannot do: no claims of its own, so that each
   * sentence is one, no findings, and little room for words. The labels are its own.
   */
  private Path helped() throws Exception {
    Path files = files();
    Map<String, String> schemas =
        Map.of(
            "claims",
            "{'type':'object','required':['claims'],'additionalProperties':false,"
                + "'properties':{'claims':{'maxItems':200,'enum':[[]]}}}",
            "findings",
            "{'type':'object','required':['quality','findings'],'additionalProperties':false,"
                + "'properties':{'quality':{'enum':['poor']},"
                + "'findings':{'maxItems':0,'enum':[[]]}}}",
            "alignment",
            "{'type':'object','required':['judgements'],'additionalProperties':false,"
                + "'properties':{'judgements':{'type':'array','minItems':1,'maxItems':1,'items':"
                + "{'type':'object','additionalProperties':false,"
                + "'required':['claim','evidence','findings','label','probability'],'properties':{"
                + "'claim':{'enum':[1]},'evidence':{'type':'string','minLength':2,'maxLength':20},"
                + "'findings':{'maxItems':0,'enum':[[]]},"
                + "'label':{'enum':['supported','uncertain','needs_review']},"
                + "'probability':{'enum':[0.5]}}}}}}");
    for (Map.Entry<String, String> step : schemas.entrySet()) {
      Files.writeString(
          files.resolve("steps").resolve(step.getKey()).resolve("schema.json"),
          step.getValue().replace('\'', '"'));
    }
    return files;
  }

  /** The first sentence behind a heading. */
  private static List<String> sentences() throws Exception {
    return texts().stream()
        .map(text -> text.replaceAll("[~\\s]+", " "))
        .map(Pattern.compile("FINDINGS: ([^.:]{20,160}\\.)")::matcher)
        .filter(Matcher::find)
        .map(m -> m.group(1))
        .limit(SHORT_REPORTS)
        .toList();
  }

  @Test
  void whatItSupportsWithoutTheImageAsWellIsNotSupported() throws Exception {
    assumeTrue(Files.isDirectory(LOGS));
    List<String> sentences = sentences();
    assertEquals(SHORT_REPORTS, sentences.size());
    try (PrivateOrthanc orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
        RealLlama llama = RealLlama.start(2)) {
      try (Product product =
          Product.start(folder.resolve("home"), settings(llama, orthanc, helped()))) {
        awaitModels(product);
        for (int i = 0; i < sentences.size(); i++) {
          PhantomStudy study = PhantomStudy.chest("SHORT" + i);
          Chest.store(orthanc, study, folder);
          product.mllp(
              Chest.oru(study, "T" + i, "PHANTOM-1", "FINDINGS:\n" + sentences.get(i), "F", 30));
        }
        await()
            .pollInterval(Duration.ofSeconds(1))
            .atMost(DEADLINE.multipliedBy((long) MOST_CALLS * sentences.size()))
            .until(() -> ended(product) >= sentences.size());
        assertConserved(product, sentences.size());
        System.out.println(outcomes(product) + " " + labels(product));
        assertHonest(product, sentences.size());
        assertFalse(product.claims().isEmpty(), "some were assessed");
        for (Observation claim : product.claims()) {
          String words = Product.component(claim, "claim-text");
          assertTrue(sentences.stream().anyMatch(s -> s.contains(words)), words);
          assertTrue(claim.hasValue(), "a whole audit");
          boolean blank =
              Product.component(claim, "evidence").contains("when it is shown a blank image");
          assertFalse(blank && Product.label(claim).equals("supported"), words);
        }
      }
    }
  }

  private static List<String> labels(Product product) throws Exception {
    return product.claims().stream()
        .map(c -> Product.label(c) + " (" + Product.component(c, "evidence") + ")")
        .toList();
  }

  /** Until then audits go without a model: the server may answer the first question too late. */
  private static void awaitModels(Product product) {
    await()
        .pollInterval(Duration.ofSeconds(1))
        .atMost(Duration.ofMinutes(5))
        .until(() -> Double.valueOf(1).equals(product.metrics().get("rtl_model_available")));
  }

  private static double ended(Product product) throws Exception {
    return sum(product, "rtl_reports_total");
  }

  private static double sum(Product product, String name) throws Exception {
    return product.metrics().entrySet().stream()
        .filter(m -> m.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private static void assertConserved(Product product, int received) throws Exception {
    assertEquals(0, sum(product, "rtl_reports_open"));
    assertEquals(received, sum(product, "rtl_messages_total"));
    assertEquals(received, product.metrics().get("rtl_messages_total{outcome=\"parsed\"}"));
    assertEquals(received, sum(product, "rtl_reports_total"));
  }

  /** How many ended how; numbers in a reason do not tell them apart. */
  private static Map<String, Integer> outcomes(Product product) throws Exception {
    Map<String, Integer> outcomes = new TreeMap<>();
    for (Observation summary : product.summaries()) {
      String failure = Product.component(summary, "failure").replaceAll("\\d+", "N");
      String outcome =
          !failure.isEmpty() ? failure : summary.hasValue() ? "scored" : "assessed in part";
      outcomes.merge(outcome, 1, Integer::sum);
    }
    return outcomes;
  }

  private static void assertHonest(Product product, int reports) throws Exception {
    List<Observation> summaries = product.summaries();
    assertEquals(reports, summaries.size());
    for (Observation summary : summaries) {
      String failure = Product.component(summary, "failure");
      if (!failure.isEmpty()) {
        assertTrue(REASONS.contains(failure), failure);
        assertFalse(summary.hasValue(), "no score of what failed");
        assertFalse(summary.hasHasMember(), "no claims of what failed");
        assertEquals(Observation.ObservationStatus.CANCELLED, summary.getStatus());
        continue;
      }
      if (summary.hasValue()) {
        assertEquals("0", Product.component(summary, "claims-not-assessed"));
      }
      assertTrue(
          Product.component(summary, "note").contains("Probe with blank images"),
          "each label was tested: " + Product.component(summary, "note"));
    }
    for (Observation claim : product.claims()) {
      assertTrue(
          claim.getComponent().stream()
              .anyMatch(c -> c.getCode().getCodingFirstRep().getCode().equals("basis")),
          "each verdict says what it rests on");
    }
  }
}
