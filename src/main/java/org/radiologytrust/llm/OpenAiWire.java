package org.radiologytrust.llm;

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
import org.radiologytrust.llm.ModelFailure.Reason;

/**
 * OpenAI's {@code POST /v1/chat/completions}, streaming, as vLLM and llama-server speak it. A vLLM
 * server knows an adapter as a model of its own name; llama-server takes it per request.
 */
public final class OpenAiWire implements ModelWire {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OptionalInt adapter;
  private final AnswerStream stream;

  /**
   * @param watch runs the deadlines
   * @param adapter llama-server's id of the adapter for steps marked lora; empty = none is chosen
   */
  public OpenAiWire(ModelOptions options, ScheduledExecutorService watch, OptionalInt adapter) {
    this.adapter = adapter;
    this.stream = new AnswerStream(options, watch);
  }

  @Override
  public void request(Exchange exchange) throws JsonProcessingException {
    ChatCall call = exchange.getMessage().getBody(ChatCall.class);
    String url = OpenAiDirectory.url(call.server(), "/v1/chat/completions");
    stream.send(exchange, call, url, body(call));
  }

  private ObjectNode body(ChatCall call) {
    ChatRequest request = call.request();
    ObjectNode body = JSON.createObjectNode();
    body.put("model", request.model());
    ObjectNode message = body.putArray("messages").addObject();
    message.put("role", "user");
    // a message that says nothing is refused: a warm-up says a word, and its one token counts for
    // nothing
    String content = call.isWarmUp() ? "Hello" : ChatCall.content(request, call.correction());
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

  /** Server-sent events: the answer is whole only when its last one, {@code [DONE]}, has come. */
  private static final class Lines implements AnswerStream.Lines {
    private static final String DATA = "data:";
    private static final String ERROR = "error:";
    private static final List<String> OTHERS = List.of(":", "event:", "id:", "retry:");

    /** What a model that thinks aloud does before it answers. */
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
      if (line.startsWith(ERROR)) { // of older llama-servers
        throw error(AnswerStream.object(line.substring(ERROR.length()), partial.call()));
      }
      if (OTHERS.stream().noneMatch(line::startsWith)) {
        throw AnswerStream.odd(partial.call());
      }
      return Optional.empty();
    }

    private Optional<ChatReply> data(String data) throws ModelFailure {
      if (data.equals("[DONE]")) {
        return Optional.of(
            partial.whole(
                reason,
                usage.path("prompt_tokens").asInt(),
                usage.path("completion_tokens").asInt(),
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

    /** The first event has a role alone, and may come long before the first token. */
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

    /** A server that gives up on a repeating model ends like this, in good order. */
    @Override
    public ModelFailure ended() {
      return reason.isEmpty()
          ? new ModelFailure(Reason.NOT_DONE, partial.call().who() + " gave up before the end")
          : new ModelFailure(
              Reason.BROKEN_STREAM, partial.call().who() + ": the last event did not come");
    }
  }
}
