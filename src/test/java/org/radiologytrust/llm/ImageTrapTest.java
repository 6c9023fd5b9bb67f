package org.radiologytrust.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.Picture;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.exam.ImageMixExam;
import org.radiologytrust.llm.exam.ModelExam;
import org.radiologytrust.llm.server.ImageMix;
import org.radiologytrust.llm.wire.OpenAiWire;
import org.radiologytrust.peers.llama.RealLlama;
import org.radiologytrust.peers.llama.SmallPair;
import org.radiologytrust.pipeline.step.StepCatalog;
import org.radiologytrust.pipeline.step.StepDefinition;

/**
 * A server that reuses a cached prefix with an image may give image state that has seen the
 * question before: Ollama's own engine, until 0.24, did. The llama-server that tests and demo use
 * does not: its answers are the same with a nonce and without one.
 */
@Tag("peers")
@Tag("real-model")
@Tag("safety")
@Tag("slow")
class ImageTrapTest {
  private static final Path PHANTOMS = Path.of("model", "small", "phantoms");

  /** So many are asked about: each costs five calls of some seconds. */
  private static final int NUMBER = 8;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final StepCatalog STEPS = StepCatalog.load(SiteFiles.shipped());

  private final Random random = new Random(1);

  /**
   * @param findings what it shows, sorted
   */
  private record Phantom(byte[] png, List<String> findings) {}

  private static List<Phantom> phantoms() throws IOException {
    List<Phantom> phantoms = new ArrayList<>();
    for (JsonNode image : JSON.readTree(PHANTOMS.resolve("truth.json").toFile())) {
      List<String> there = new ArrayList<>();
      image.path("findings").forEach(f -> there.add(f.asText()));
      byte[] file = Files.readAllBytes(PHANTOMS.resolve(image.path("file").asText()));
      phantoms.add(
          new Phantom(Picture.of(file, 896, 1 << 20).png(), there.stream().sorted().toList()));
    }
    return phantoms;
  }

  private static String prompt(String step, Map<String, String> data) {
    String prompt = STEPS.step(step).prompt();
    for (var part : data.entrySet()) {
      prompt = prompt.replace("{{" + part.getKey() + "}}", part.getValue());
    }
    return prompt.strip();
  }

  private static final String SIDES =
      " In a frontal view the patient's right side is on the left of the image.";

  private static final Map<String, String> IMAGE =
      Map.of(
          "images",
          "[img]",
          "modality",
          "CR",
          "bodyPart",
          "CHEST",
          "view",
          "unknown",
          "sides",
          SIDES);

  private String fresh() {
    byte[] bytes = new byte[6];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void answersDoNotDependOnTheQuestionBefore() throws Exception {
    List<Phantom> phantoms = phantoms().subList(0, NUMBER);
    try (RealLlama llama = RealLlama.start();
        ModelRoute route =
            new ModelRoute(
                Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(180))) {
      route.start((options, watch) -> new OpenAiWire(options, watch, OptionalInt.empty()));
      ModelClient client =
          route.client(
              ModelRoute.servers(List.of(llama.url().toString()), 1, 4, Duration.ofSeconds(30)));

      List<List<String>> first = new ArrayList<>();
      for (Phantom p : phantoms) {
        first.add(described(client, p, fresh()));
      }
      List<List<String>> bare = afterAnother(client, phantoms, () -> "000000000000");
      List<List<String>> guarded = afterAnother(client, phantoms, this::fresh);

      int n = phantoms.size();
      List<List<String>> truth = phantoms.stream().map(Phantom::findings).toList();
      String figures =
          n
              + " phantoms described right: asked fresh "
              + equal(first, truth)
              + ", after another question "
              + equal(bare, truth)
              + " (same as fresh "
              + equal(bare, first)
              + "), so with a nonce for each call "
              + equal(guarded, truth)
              + " (same as fresh "
              + equal(guarded, first)
              + ")";
      System.out.println(figures);
      assertTrue(equal(first, truth) >= n * 3 / 4, "the model sees: " + figures);
      assertTrue(n - equal(bare, first) <= 1, "there is no trap: " + figures);
      assertTrue(n - equal(guarded, first) <= 1, "nor with a nonce: " + figures);
      assertEquals(
          ModelExam.Images.INDEPENDENT,
          new ModelExam(client, SmallPair.BASE, false).images(),
          "rtl doctor finds the same");
      assertEquals(
          ImageMix.APART,
          new ImageMixExam(client, SmallPair.BASE, false).ask(),
          "images themselves are kept apart");
      assertNotEquals(
          ImageMix.MIXED,
          new ImageMixExam(client, SmallPair.LORA, true).ask(),
          "a model that knows no such question proves no mix");
    }
  }

  /** The same after the image was asked about a claim. */
  private static List<List<String>> afterAnother(
      ModelClient client, List<Phantom> phantoms, Supplier<String> nonce) throws Exception {
    List<List<String>> answers = new ArrayList<>();
    for (Phantom p : phantoms) {
      String claim =
          prompt(
              "alignment",
              Map.of(
                  "images", "[img]",
                  "modality", "CR",
                  "bodyPart", "CHEST",
                  "sides", SIDES,
                  "claims", "1. There is a left pleural effusion.",
                  "findings", "none"));
      ask(client, claim, p, nonce.get());
      answers.add(described(client, p, nonce.get()));
    }
    return answers;
  }

  private static List<String> described(ModelClient client, Phantom p, String nonce)
      throws Exception {
    List<String> findings = new ArrayList<>();
    for (JsonNode f : ask(client, prompt("findings", IMAGE), p, nonce).path("findings")) {
      String side = f.path("location").asText().replace("lung", "").replace("heart", "").strip();
      findings.add((side + " " + f.path("description").asText()).strip());
    }
    return findings.stream().sorted().toList();
  }

  /** Whatever is asked, the answer is a list of findings. */
  private static JsonNode ask(ModelClient client, String prompt, Phantom p, String nonce)
      throws Exception {
    StepDefinition step = STEPS.step("findings");
    ChatRequest request =
        new ChatRequest(
            step.name(), SmallPair.BASE, prompt, List.of(p.png), step.schema(), 400, nonce);
    return client.ask(request, answer -> answer).value();
  }

  private static int equal(List<List<String>> some, List<List<String>> others) {
    return (int)
        IntStream.range(0, some.size()).filter(i -> some.get(i).equals(others.get(i))).count();
  }
}
