package org.radiologytrust.llm.exam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.llm.ModelRoute;
import org.radiologytrust.llm.StubServer;
import org.radiologytrust.llm.server.ImageMix;

/** What the exam concludes from what a model says of a black and a white image. */
@Tag("safety")
@Tag("integration")
class ImageMixExamTest {
  private static final String CHAT = "/api/chat";
  private static final String BLACK = Base64.getEncoder().encodeToString(ExamImage.black());

  private final ModelRoute route = new ModelRoute();
  private final AtomicInteger calls = new AtomicInteger();
  private StubServer server;
  private ImageMixExam exam;

  /** Log odds of {@code yes}. */
  private interface Model {
    /**
     * @param image whether the image is black
     * @param asked whether it is asked if it is
     */
    double says(boolean image, boolean asked);
  }

  @BeforeEach
  void start() throws Exception {
    server = new StubServer();
    route.start();
    exam =
        new ImageMixExam(
            route.client(ModelRoute.servers(List.of(server.url()), 1, 2, ModelRoute.LONG)),
            "m",
            false);
  }

  @AfterEach
  void stop() {
    route.close();
    server.close();
  }

  private void model(boolean probabilities, Model model) {
    server.answer(
        CHAT,
        exchange -> {
          List<StubServer.Asked> asked = server.asked(CHAT);
          calls.incrementAndGet();
          JsonNode message = asked.get(asked.size() - 1).body().at("/messages/0");
          double odds =
              model.says(
                  message.at("/images/0").asText().equals(BLACK),
                  message.path("content").asText().contains("image black?"));
          exchange.sendResponseHeaders(200, 0);
          exchange
              .getResponseBody()
              .write(answer(odds, probabilities).getBytes(StandardCharsets.UTF_8));
        });
  }

  private static String answer(double odds, boolean probabilities) {
    double yes = 1 / (1 + Math.exp(-odds));
    String logprob = "{\"token\":\"%s\",\"logprob\":%s}";
    String both =
        logprob.formatted("yes", Math.log(yes)) + "," + logprob.formatted("no", Math.log1p(-yes));
    return piece("{\\\"seen\\\":\\\"", probabilities ? "" : null)
        + piece(odds > 0 ? "yes" : "no", probabilities ? both : null)
        + piece("\\\"}", probabilities ? "" : null)
        + "{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}\n";
  }

  private static String piece(String text, String top) {
    String token =
        top == null
            ? ""
            : ",\"logprobs\":[{\"token\":\""
                + text
                + "\",\"logprob\":-0.1,\"top_logprobs\":["
                + top
                + "]}]";
    return "{\"message\":{\"content\":\"" + text + "\"}" + token + ",\"done\":false}\n";
  }

  @Test
  void theTruthAboutBothTakesTwoQuestions() throws Exception {
    model(true, (image, asked) -> image == asked ? 3 : -3);
    assertEquals(ImageMix.APART, exam.ask());
    assertEquals(2, calls.get());
  }

  @Test
  void theTruthNeedsNoProbabilities() throws Exception {
    model(false, (image, asked) -> image == asked ? 3 : -3);
    assertEquals(ImageMix.APART, exam.ask());
  }

  @Test
  void aModelThatHardlySeesIsTakenByWhatMovesIt() throws Exception {
    model(true, (image, asked) -> image ? 5.42 : 5.35);
    assertEquals(ImageMix.APART, exam.ask());
  }

  @Test
  void whatMovesNoMoreThanRoundingIsNothing() throws Exception {
    model(true, (image, asked) -> 5.4 + 0.002 * (calls.get() % 3));
    assertEquals(ImageMix.UNKNOWN, exam.ask());
  }

  @Test
  void oneImageDescribedForBothIsAMix() throws Exception {
    model(true, (image, asked) -> asked ? 3 : -3);
    assertEquals(ImageMix.MIXED, exam.ask());
    assertFalse(exam.apartWithSameWords());
  }

  @Test
  void exchangedImagesAreAMix() throws Exception {
    model(true, (image, asked) -> image == asked ? -3 : 3);
    assertEquals(ImageMix.MIXED, exam.ask());
  }

  @Test
  void anImageThatFollowsTheOneBeforeIsAMix() throws Exception {
    boolean[] before = {true};
    model(
        true,
        (image, asked) -> {
          boolean seen = before[0];
          before[0] = image;
          return seen == asked ? 3 : -3;
        });
    assertEquals(ImageMix.MIXED, exam.ask());
  }

  @Test
  void withoutProbabilitiesTheSameAnswersProveNothing() throws Exception {
    model(false, (image, asked) -> asked ? 3 : -3);
    assertEquals(ImageMix.UNKNOWN, exam.ask());
  }

  @Test
  void aModelThatSaysYesToEverythingProvesNothing() throws Exception {
    model(true, (image, asked) -> 4);
    assertEquals(ImageMix.UNKNOWN, exam.ask());
  }

  @Test
  void tossUpsProveNothing() throws Exception {
    model(true, (image, asked) -> asked ? 0.4 : -0.4);
    assertEquals(ImageMix.UNKNOWN, exam.ask());
    assertTrue(calls.get() <= 11, calls + " calls");
  }
}
