package org.radiologytrust.llm.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.Exchange;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.ask.WantedProbabilities;

/** Ollama's {@code POST /api/chat} with streaming, as in versions 0.24 and 0.33. */
public final class OllamaWire implements ModelWire {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ModelOptions options;
  private final AnswerStream stream;

  /**
   * @param watch runs the deadlines
   */
  public OllamaWire(ModelOptions options, ScheduledExecutorService watch) {
    this.options = options;
    this.stream = new AnswerStream(options, watch);
  }

  @Override
  public void request(Exchange exchange) throws JsonProcessingException {
    ChatCall call = exchange.getMessage().getBody(ChatCall.class);
    stream.send(exchange, call, call.server() + "/api/chat", body(call));
  }

  private ObjectNode body(ChatCall call) {
    ChatRequest request = call.request();
    ObjectNode body = JSON.createObjectNode();
    body.put("model", request.model());
    ArrayNode messages = body.putArray("messages");
    if (!call.isWarmUp()) {
      ObjectNode message = messages.addObject();
      message.put("role", "user");
      message.put("content", request.content(call.correction()));
      if (!request.images().isEmpty()) {
        ArrayNode images = message.putArray("images");
        request.images().forEach(images::add); // Jackson writes it as Base64
      }
      if (request.traits().grammar()) {
        body.set("format", request.schema());
      }
    }
    body.put("stream", true);
    body.put("think", false);
    // Ollama takes a value without a unit only as a JSON number: -1 means for ever
    if (options.keepAlive().matches("-?\\d{1,9}")) {
      body.put("keep_alive", Integer.parseInt(options.keepAlive()));
    } else {
      body.put("keep_alive", options.keepAlive());
    }
    body.put("truncate", false);
    body.put("shift", false);
    if (request.traits().probabilities() != WantedProbabilities.NONE) {
      body.put("logprobs", true);
    }
    if (request.traits().probabilities() == WantedProbabilities.ALL) {
      // slow: Ollama sorts its whole vocabulary for each token of the answer
      body.put("top_logprobs", WantedProbabilities.MOST_ALTERNATIVES);
    }
    ObjectNode o = body.putObject("options");
    o.put("temperature", 0);
    // the default penalty of 1.1 would harm quotes and JSON, which repeat many tokens
    o.put("repeat_penalty", 1);
    o.put("seed", call.seed());
    o.put("num_ctx", options.context());
    o.put("num_predict", call.numPredict());
    if (!request.traits().stop().isEmpty()) {
      o.putArray("stop").add(request.traits().stop());
    }
    return body;
  }

  @Override
  public void reply(Exchange exchange) throws ModelFailure {
    stream.receive(exchange, Lines::new);
  }

  /** One JSON object in each line. */
  private record Lines(PartialAnswer partial) implements AnswerStream.Lines {
    @Override
    public Optional<ChatReply> line(String line) throws ModelFailure {
      partial.alive();
      JsonNode chunk = AnswerStream.object(line, partial.call());
      if (chunk.has("error")) {
        throw ServerError.of(partial.call(), 500, chunk.path("error"));
      }
      partial.add(chunk.path("message").path("content").asText(), chunk.path("logprobs"));
      if (!chunk.path("done").asBoolean()) {
        return Optional.empty();
      }
      return Optional.of(
          partial.whole(
              chunk.path("done_reason").asText(),
              new TokenCounts(
                  chunk.path("prompt_eval_count").asInt(), 0, chunk.path("eval_count").asInt()),
              chunk.path("load_duration").asLong()));
    }

    /**
     * Ollama also ends the stream like this, without an error, when it stops a model that repeats
     * itself.
     */
    @Override
    public ModelFailure ended() {
      return new ModelFailure(Reason.NOT_DONE, partial.call().who() + " gave up before the end");
    }
  }
}
