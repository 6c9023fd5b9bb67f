package org.radiologytrust.llm.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.Exchange;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.ask.WantedProbabilities;

/**
 * OpenAI's {@code POST /v1/chat/completions} with streaming, as vLLM and llama-server implement it.
 * A vLLM server treats an adapter as a model with its own name; for llama-server each request names
 * the adapter.
 */
public final class OpenAiWire implements ModelWire {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OptionalInt adapter;
  private final AnswerStream stream;

  /**
   * @param watch runs the deadlines
   * @param adapter llama-server's id of the adapter for steps marked lora; empty to name none
   */
  public OpenAiWire(ModelOptions options, ScheduledExecutorService watch, OptionalInt adapter) {
    this.adapter = adapter;
    this.stream = new AnswerStream(options, watch);
  }

  @Override
  public void request(Exchange exchange) throws JsonProcessingException {
    ChatCall call = exchange.getMessage().getBody(ChatCall.class);
    String url = OpenAiContent.url(call.server(), "/v1/chat/completions");
    stream.send(exchange, call, url, body(call));
  }

  private ObjectNode body(ChatCall call) {
    ChatRequest request = call.request();
    ObjectNode body = JSON.createObjectNode();
    body.put("model", request.model());
    ObjectNode message = body.putArray("messages").addObject();
    message.put("role", "user");
    // servers refuse an empty message, so a warm-up sends one word and ignores the answer
    String content = call.isWarmUp() ? "Hello" : request.content(call.correction());
    if (request.images().isEmpty()) {
      message.put("content", content);
    } else {
      message.set("content", OpenAiContent.parts(content, request.images()));
    }
    if (!call.isWarmUp() && request.traits().grammar()) {
      ObjectNode format = body.putObject("response_format");
      format.put("type", "json_schema");
      ObjectNode schema = format.putObject("json_schema");
      schema.put("name", request.step());
      schema.put("strict", true);
      schema.set("schema", request.schema());
    }
    body.put("stream", true);
    body.putObject("stream_options").put("include_usage", true);
    body.put("temperature", 0);
    body.put("seed", call.seed());
    body.put("max_tokens", call.numPredict());
    if (!request.traits().stop().isEmpty()) {
      body.putArray("stop").add(request.traits().stop());
    }
    if (request.traits().probabilities() != WantedProbabilities.NONE) {
      body.put("logprobs", true);
      body.put("top_logprobs", WantedProbabilities.MOST_ALTERNATIVES);
    }
    adapter.ifPresent(
        id ->
            body.putArray("lora")
                .addObject()
                .put("id", id)
                .put("scale", request.traits().lora() ? 1 : 0));
    return body;
  }

  @Override
  public void reply(Exchange exchange) throws ModelFailure {
    stream.receive(exchange, Lines::new);
  }

  /** Reads server-sent events. The answer is complete only after the last event, {@code [DONE]}. */
  private static final class Lines implements AnswerStream.Lines {
    private static final String DATA = "data:";
    private static final String ERROR = "error:";
    private static final List<String> OTHERS = List.of(":", "event:", "id:", "retry:");

    /** Properties in which a reasoning model sends text before its answer. */
    private static final List<String> THOUGHTS = List.of("reasoning_content", "reasoning");

    private final PartialAnswer partial;
    private String reason = "";
    private JsonNode usage = MissingNode.getInstance();

    Lines(PartialAnswer partial) {
      this.partial = partial;
    }

    @Override
    public Optional<ChatReply> line(String line) throws ModelFailure {
      if (line.startsWith(DATA)) {
        return data(line.substring(DATA.length()).strip());
      }
      if (line.startsWith(ERROR)) { // sent by older versions of llama-server
        throw error(AnswerStream.object(line.substring(ERROR.length()), partial.call()));
      }
      if (OTHERS.stream().noneMatch(line::startsWith)) {
        throw AnswerStream.unknownFormat(partial.call());
      }
      return Optional.empty();
    }

    private Optional<ChatReply> data(String data) throws ModelFailure {
      if (data.equals("[DONE]")) {
        return Optional.of(
            partial.whole(
                reason,
                new TokenCounts(
                    usage.path("prompt_tokens").asInt(),
                    usage.path("prompt_tokens_details").path("cached_tokens").asInt(),
                    usage.path("completion_tokens").asInt()),
                0));
      }
      JsonNode chunk = AnswerStream.object(data, partial.call());
      if (chunk.hasNonNull("error")) {
        throw error(chunk.path("error"));
      }
      if (chunk.path("usage").isObject()) {
        usage = chunk.path("usage");
      }
      choice(chunk.path("choices").path(0));
      return Optional.empty();
    }

    /**
     * Reads one choice. The first event holds only a role and may arrive long before the first
     * token.
     */
    private void choice(JsonNode choice) throws ModelFailure {
      JsonNode delta = choice.path("delta");
      String text = delta.path("content").asText("");
      if (!text.isEmpty() || THOUGHTS.stream().anyMatch(t -> !delta.path(t).asText("").isEmpty())) {
        partial.alive();
      }
      partial.add(text, choice.path("logprobs").path("content"));
      if (choice.hasNonNull("finish_reason")) {
        reason = choice.path("finish_reason").asText();
      }
    }

    private ModelFailure error(JsonNode error) {
      int code = error.path("code").asInt();
      return ServerError.of(partial.call(), code >= 400 && code < 600 ? code : 500, error);
    }

    /**
     * Servers also end the stream like this, without an error, when they stop a model that repeats
     * itself.
     */
    @Override
    public ModelFailure ended() {
      return reason.isEmpty()
          ? new ModelFailure(Reason.NOT_DONE, partial.call().who() + " gave up before the end")
          : new ModelFailure(
              Reason.BROKEN_STREAM, partial.call().who() + ": the last event is missing");
    }
  }
}
