package org.radiologytrust.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.peers.RealOllama;
import org.radiologytrust.peers.SmallPair;
import org.radiologytrust.pipeline.StepCatalog;
import org.radiologytrust.pipeline.StepDefinition;

/**
 * A server that reuses a cached prefix with an image gives image state that has seen the question
 * before: its answers turn wrong. What the product sends before the image keeps it from that.
 */
@Tag("peers")
class ImageTrapTest {
  private static final Path PHANTOMS = Path.of("model", "small", "phantoms");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A claim in the words of a report. */
  private static final Map<String, String> CLAIMS =
      Map.of(
          "left pleural effusion", "There is a left pleural effusion.",
          "right pleural effusion", "There is a right pleural effusion.",
          "left lung opacity", "There is a left lung opacity.",
          "right lung opacity", "There is a right lung opacity.",
          "left pneumothorax", "There is a left pneumothorax.",
          "right pneumothorax", "There is a right pneumothorax.",
          "cardiomegaly", "There is cardiomegaly.");

  private final Random random = new Random(1);

  /**
   * @param other a finding of the opposite truth in the same image
   */
  private record Case(byte[] png, String finding, boolean present, String other) {
    String truth() {
      return present ? "supported" : "needs_review";
    }
  }

  /** Those of present findings first: between two questions about an image are other images. */
  private static List<Case> cases() throws IOException {
    List<Case> present = new ArrayList<>();
    List<Case> absent = new ArrayList<>();
    for (JsonNode image : JSON.readTree(PHANTOMS.resolve("truth.json").toFile())) {
      List<String> there = new ArrayList<>();
      image.path("findings").forEach(f -> there.add(f.asText()));
      String shown =
          CLAIMS.keySet().stream().sorted().filter(there::contains).findFirst().orElse("");
      if (!shown.isEmpty()) {
        byte[] png = Files.readAllBytes(PHANTOMS.resolve(image.path("file").asText()));
        String missing =
            CLAIMS.keySet().stream()
                .sorted()
                .filter(f -> !there.contains(f))
                .findFirst()
                .orElseThrow();
        present.add(new Case(png, shown, true, missing));
        absent.add(new Case(png, missing, false, shown));
      }
    }
    present.addAll(absent);
    return present;
  }

  /** What the alignment is asked, told of no finding: the image alone decides. */
  private static String claim(StepDefinition step, String finding) {
    return step.prompt()
        .replace("{{images}}", "[img]")
        .replace("{{modality}}", "CR")
        .replace("{{bodyPart}}", "CHEST")
        .replace("{{claims}}", "1. " + CLAIMS.get(finding))
        .replace("{{findings}}", "none")
        .strip();
  }

  private String fresh() {
    byte[] bytes = new byte[6];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void answersDependOnTheQuestionBeforeUnlessEachCallHasItsOwnNonce() throws Exception {
    List<Case> cases = cases();
    assertTrue(cases.size() >= 12, "claims: " + cases.size());
    try (RealOllama ollama = RealOllama.start(1, 1);
        ModelRoute route =
            new ModelRoute(
                Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(180))) {
      SmallPair.create(ollama);
      route.start();
      ModelClient client =
          route.client(
              ModelRoute.servers(List.of(ollama.url().toString()), 1, 4, Duration.ofSeconds(30)));

      List<String> first = new ArrayList<>();
      for (Case c : cases) {
        first.add(label(client, c.png(), c.finding(), fresh()));
      }
      List<String> trapped = afterAnother(client, cases, () -> "000000000000");
      List<String> guarded = afterAnother(client, cases, this::fresh);

      int n = cases.size();
      List<String> truth = cases.stream().map(Case::truth).toList();
      String figures =
          n
              + " claims right: asked fresh "
              + equal(first, truth)
              + ", after another question "
              + equal(trapped, truth)
              + " (same as fresh "
              + equal(trapped, first)
              + "), so with a nonce for each call "
              + equal(guarded, truth)
              + " (same as fresh "
              + equal(guarded, first)
              + ")";
      System.out.println(figures);
      assertTrue(equal(first, truth) >= n * 3 / 4, "the model sees: " + figures);
      assertTrue(n - equal(trapped, first) >= n / 3, "the trap is there: " + figures);
      assertTrue(n - equal(guarded, first) <= 1, "and the nonce avoids it: " + figures);
      assertEquals(
          ModelExam.Images.BY_NONCE,
          new ModelExam(client, SmallPair.LORA, false).images(),
          "rtl doctor finds both");
    }
  }

  private static List<String> afterAnother(
      ModelClient client, List<Case> cases, Supplier<String> nonce) throws Exception {
    List<String> labels = new ArrayList<>();
    for (Case c : cases) {
      label(client, c.png(), c.other(), nonce.get());
      labels.add(label(client, c.png(), c.finding(), nonce.get()));
    }
    return labels;
  }

  private static String label(ModelClient client, byte[] png, String finding, String nonce)
      throws Exception {
    StepDefinition step = StepCatalog.load(SiteFiles.shipped()).step("alignment");
    ChatRequest request =
        new ChatRequest(
            step.name(),
            SmallPair.LORA,
            claim(step, finding),
            List.of(png),
            step.schema(),
            200,
            nonce);
    return client.ask(request, answer -> answer.at("/judgements/0/label").asText()).value();
  }

  private static int equal(List<String> some, List<String> others) {
    return (int)
        IntStream.range(0, some.size()).filter(i -> some.get(i).equals(others.get(i))).count();
  }
}
