package org.radiologytrust.llm.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ChatRequest.Traits;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.ask.WantedProbabilities;

/** Bytes as versions 0.24 and 0.33 wrote them. */
class OllamaWireTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String LAST =
      "{\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\","
          + "\"total_duration\":5399199004,\"load_duration\":1166726044,\"prompt_eval_count\":14,\"eval_count\":27}\n";

  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private final OllamaWire wire =
      new OllamaWire(
          new ModelOptions(4096, "30m", 1, LONG, LONG, LONG, 2, Duration.ofMillis(20)), watch);

  @AfterEach
  void stop() {
    watch.shutdownNow();
  }

  private JsonNode request(WantedProbabilities odds) throws Exception {
    ChatRequest request =
        new ChatRequest(
            "claims",
            "m",
            "Split it.",
            List.of(),
            JSON.readTree("{\"type\":\"object\"}"),
            100,
            "n",
            new Traits("", false, odds));
    exchange.getMessage().setBody(new ChatCall(request, "http://a", 1, 100, ""));
    wire.request(exchange);
    return JSON.readTree(exchange.getMessage().getBody(byte[].class));
  }

  private ChatReply reply(int status, String body) throws Exception {
    request(WantedProbabilities.CHOSEN);
    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    exchange.getMessage().setBody(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    wire.reply(exchange);
    return exchange.getMessage().getBody(ChatReply.class);
  }

  private static String token(String text, String logprobs) {
    return "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":"
        + JSON.valueToTree(text)
        + "},\"done\":false"
        + logprobs
        + "}\n";
  }

  @Test
  void probabilitiesAreAskedForWhereWanted() throws Exception {
    JsonNode body = request(WantedProbabilities.CHOSEN);
    assertTrue(body.path("logprobs").asBoolean());
    assertFalse(body.has("top_logprobs"), "Ollama sorts its vocabulary for them at every token");
    assertEquals(20, request(WantedProbabilities.ALL).path("top_logprobs").asInt());
    assertFalse(request(WantedProbabilities.NONE).has("logprobs"));
  }

  @Test
  void readsTokensWithTheirAlternatives() throws Exception {
    ChatReply reply =
        reply(
            200,
            token(
                    "{}",
                    ",\"logprobs\":[{\"token\":\"{}\",\"logprob\":-3.5,\"bytes\":[123,125],\"top_logprobs\":["
                        + "{\"token\":\"\\uFFFD\",\"logprob\":-1.3862943611198906},"
                        + "{\"token\":\"\\uFFFD\",\"logprob\":-1.3862943611198906},"
                        + "{\"token\":\"{\\\"\",\"logprob\":0.0001}]}]")
                + LAST);
    assertEquals("{}", reply.content());
    assertEquals("{}", reply.tokens().get(0).text());
    Map<String, Double> alternatives = reply.tokens().get(0).alternatives();
    assertEquals(2, alternatives.size(), "itself is none of the most probable");
    assertEquals(Math.log(0.5), alternatives.get("\uFFFD"), 1e-9, "written alike, they add up");
    assertEquals(0.0, alternatives.get("{\""), "no more than sure");
    assertTrue(reply.firstTokenNanos() > 0);
    assertEquals(1166726044, reply.loadNanos());
  }

  @Test
  void versionsThatGiveNoProbabilitiesGiveAnAnswer() throws Exception {
    assertEquals(List.of(), reply(200, token("{}", "") + LAST).tokens());
  }

  @Test
  void blanksAfterTheAnswerAreFine() throws Exception {
    String blanks = token("\n", "").repeat(20);
    ChatReply reply = reply(200, token("{\"a\":1}", "") + blanks + LAST);
    assertEquals(1, JSON.readTree(reply.content()).path("a").asInt());
  }

  @Test
  void figuresThatMakeNoSenseCountAsNone() throws Exception {
    String odd = LAST.replace("1166726044", "-77").replace(":14", ":-1").replace(":27", ":-1");
    ChatReply reply = reply(200, token("{}", "") + odd);
    assertEquals(0, reply.loadNanos());
    assertEquals(TokenCounts.NONE, reply.counts());
  }

  static Stream<Arguments> errors() {
    String nested =
        "{\"error\":\"{\\\"error\\\":{\\\"code\\\":400,\\\"message\\\":\\\"request (9 tokens) exceeds\\\",\\\"type\\\":\\\"exceed_context_size_error\\\"}}\"}";
    return Stream.of(
        arguments(400, nested, Reason.PROMPT_TOO_LONG),
        arguments(200, nested + "\n", Reason.PROMPT_TOO_LONG),
        arguments(
            200,
            "{\"error\":{\"type\":\"exceed_context_size_error\",\"code\":400}}\n",
            Reason.PROMPT_TOO_LONG),
        arguments(
            400,
            "{\"error\":\"the input length exceeds the context length\"}",
            Reason.PROMPT_TOO_LONG),
        arguments(
            500,
            "{\"error\":\"Failed to create new sequence: failed to process inputs: this model is missing data required for image input\"}",
            Reason.BAD_REQUEST),
        arguments(
            400,
            "{\"error\":\"Multimodal data provided, but model does not support multimodal requests.\"}",
            Reason.BAD_REQUEST),
        arguments(500, "{\"error\":\"invalid JSON schema in format\"}", Reason.BAD_REQUEST),
        arguments(
            500,
            "{\"error\":\"invalid format: \\\"xml\\\"; expected \\\"json\\\" or a valid JSON Schema object\"}",
            Reason.BAD_REQUEST),
        arguments(
            500,
            "{\"error\":\"option \\\"num_ctx\\\" must be of type integer\"}",
            Reason.BAD_REQUEST),
        arguments(404, "{\"error\":\"model 'm' not found\"}", Reason.NOT_FOUND),
        arguments(
            503,
            "{\"error\":\"server busy, please try again.  maximum pending requests exceeded\"}",
            Reason.BUSY),
        arguments(499, "{\"error\":\"context canceled\"}", Reason.SERVER_ERROR),
        arguments(500, "{\"error\":\"model failed to load\"}", Reason.SERVER_ERROR),
        arguments(200, token("{", ""), Reason.NOT_DONE),
        arguments(
            200,
            "{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"length\",\"eval_duration\":-5}\n",
            Reason.ANSWER_CUT));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorsMeanWhatTheyAre(int status, String body, Reason reason) {
    assertEquals(reason, assertThrows(ModelFailure.class, () -> reply(status, body)).reason());
  }

  /** Ollama reads a number as seconds, and refuses it as a text. */
  @Test
  void keepAliveWithoutAUnitIsANumber() throws Exception {
    OllamaWire forEver =
        new OllamaWire(
            new ModelOptions(4096, "-1", 1, LONG, LONG, LONG, 2, Duration.ofMillis(20)), watch);
    assertEquals("30m", request(WantedProbabilities.NONE).path("keep_alive").textValue());
    exchange.getMessage().setBody(ChatCall.warmUp("http://a", "m"));
    forEver.request(exchange);
    JsonNode body = JSON.readTree(exchange.getMessage().getBody(byte[].class));
    assertEquals(-1, body.path("keep_alive").intValue());
    assertTrue(body.path("keep_alive").isInt());
  }
}
