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
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.peers.RealOllama;
import org.radiologytrust.peers.SeeingModel;

/**
 * A server that reuses a cached prefix with an image gives image state that has seen the question
 * before: its answers turn wrong. What the product sends before the image keeps it from that.
 */
@Tag("peers")
class ImageTrapTest {
  private static final Path PHANTOMS = Path.of("model", "small", "phantoms");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the model has learned well. */
  private static final List<String> FINDINGS =
      List.of(
          "left pleural effusion",
          "right pleural effusion",
          "left lung opacity",
          "right lung opacity",
          "cardiomegaly");

  private static final String SCHEMA =
      """
      {"type":"object","additionalProperties":false,"required":["label"],
       "properties":{"label":{"enum":["supported","needs_review"]}}}
      """;

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
      String shown = FINDINGS.stream().filter(there::contains).findFirst().orElse("");
      if (!shown.isEmpty()) {
        byte[] png = Files.readAllBytes(PHANTOMS.resolve(image.path("file").asText()));
        String missing =
            FINDINGS.stream().filter(f -> !there.contains(f)).findFirst().orElseThrow();
        present.add(new Case(png, shown, true, missing));
        absent.add(new Case(png, missing, false, shown));
      }
    }
    present.addAll(absent);
    return present;
  }

  /** In the words that {@code model/small/adapter.npz} was trained on. */
  private static String claim(String finding) {
    String article = finding.equals("cardiomegaly") ? "" : "a ";
    return "[img]Claim: there is " + article + finding + ".\nLabel:";
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
      ollama.create("seeing", SeeingModel.gguf());
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
          new ModelExam(client, "seeing", false).images(),
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
    ChatRequest request =
        new ChatRequest(
            "alignment", "seeing", claim(finding), List.of(png), JSON.readTree(SCHEMA), 40, nonce);
    return client.ask(request, answer -> answer.path("label").asText()).value();
  }

  private static int equal(List<String> some, List<String> others) {
    return (int)
        IntStream.range(0, some.size()).filter(i -> some.get(i).equals(others.get(i))).count();
  }
}
