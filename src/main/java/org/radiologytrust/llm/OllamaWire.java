package org.radiologytrust.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.Exchange;
import org.radiologytrust.llm.ModelFailure.Reason;

/**
 * Ollama's {@code POST /api/chat}, streaming, as versions 0.24 and 0.33 speak it: the beans before
 * and after camel-http in the route {@code model-call}.
 */
public final class OllamaWire {
  /** A line of the stream is one token; an error line may carry a whole page. */
  private static final int MAX_LINE = 1 << 20;

  private static final int MAX_ANSWER = 4 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ModelOptions options;
  private final ScheduledExecutorService watch;

  /**
   * @param watch runs the deadlines
   */
  public OllamaWire(ModelOptions options, ScheduledExecutorService watch) {
    this.options = options;
    this.watch = watch;
  }

  /** Turns a {@link ChatCall} into the HTTP request. */
  public void request(Exchange exchange) throws JsonProcessingException {
    ChatCall call = exchange.getMessage().getBody(ChatCall.class);
    exchange.setProperty(ChatCall.class.getName(), call);
    exchange.getMessage().setHeader(Exchange.HTTP_URI, call.server() + "/api/chat");
    exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "POST");
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
    exchange.getMessage().setBody(JSON.writeValueAsBytes(body(call)));
  }

  private ObjectNode body(ChatCall call) {
    ChatRequest request = call.request();
    ObjectNode body = JSON.createObjectNode();
    body.put("model", request.model());
    ObjectNode message = body.putArray("messages").addObject();
    message.put("role", "user");
    message.put("content", content(call));
    if (!request.images().isEmpty()) {
      ArrayNode images = message.putArray("images");
      request.images().forEach(png -> images.add(Base64.getEncoder().encodeToString(png)));
    }
    body.set("format", request.schema());
    body.put("stream", true);
    body.put("think", false);
    body.put("keep_alive", options.keepAlive());
    body.put("truncate", false);
    body.put("shift", false);
    ObjectNode o = body.putObject("options");
    o.put("temperature", 0);
    o.put("seed", call.seed());
    o.put("num_ctx", options.context());
    o.put("num_predict", call.numPredict());
    return body;
  }

  private static String content(ChatCall call) {
    ChatRequest request = call.request();
    String start = request.images().isEmpty() ? "" : "case " + request.nonce() + "\n";
    String end =
        call.correction().isEmpty()
            ? ""
            : "\n\nAn earlier answer was refused: " + call.correction() + " Answer again.";
    return start + request.prompt() + end;
  }

  /** Reads the answer and puts a {@link ChatReply} in its place. */
  public void reply(Exchange exchange) throws ModelFailure {
    ChatCall call = exchange.getProperty(ChatCall.class.getName(), ChatCall.class);
    int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    InputStream stream = exchange.getMessage().getBody(InputStream.class);
    if (stream == null) {
      throw new ModelFailure(Reason.EMPTY, model(call) + " answered nothing");
    }
    try (InputStream in = stream;
        Deadlines deadlines = new Deadlines(watch, in, options)) {
      ChatReply reply = status == 200 ? read(in, call, deadlines) : refused(in, call, status);
      exchange.getMessage().removeHeaders("*");
      exchange.getMessage().setBody(reply);
    } catch (IOException e) {
      throw new ModelFailure(Reason.BROKEN_STREAM, model(call) + ": the connection broke");
    }
  }

  private ChatReply read(InputStream in, ChatCall call, Deadlines deadlines)
      throws ModelFailure, IOException {
    StringBuilder answer = new StringBuilder();
    while (true) {
      String line;
      try {
        line = line(in);
      } catch (IOException e) {
        deadlines.check(model(call));
        throw e;
      }
      deadlines.check(model(call));
      if (line == null) {
        // a server that gives up on a repeating model ends like this, in good order
        throw new ModelFailure(Reason.NOT_DONE, model(call) + " gave up before the end");
      }
      if (line.isBlank()) {
        continue;
      }
      deadlines.token();
      JsonNode chunk = parse(line, call);
      if (chunk.has("error")) {
        throw error(call, 500, chunk.path("error").asText());
      }
      answer.append(chunk.path("message").path("content").asText());
      if (answer.length() > MAX_ANSWER) {
        throw new ModelFailure(Reason.ANSWER_CUT, model(call) + " does not stop answering");
      }
      if (chunk.path("done").asBoolean()) {
        return done(chunk, answer.toString(), call);
      }
    }
  }

  private ChatReply done(JsonNode last, String answer, ChatCall call) throws ModelFailure {
    String reason = last.path("done_reason").asText();
    if (reason.equals("length")) {
      throw new ModelFailure(
          Reason.ANSWER_CUT,
          model(call) + ": the answer is longer than " + call.numPredict() + " tokens");
    }
    if (!reason.equals("stop")) {
      throw new ModelFailure(Reason.NOT_DONE, model(call) + " ended without a reason to trust");
    }
    if (answer.isBlank()) {
      throw new ModelFailure(Reason.EMPTY, model(call) + " answered nothing");
    }
    return new ChatReply(
        answer,
        last.path("prompt_eval_count").asInt(),
        last.path("eval_count").asInt(),
        last.path("load_duration").asLong());
  }

  private ChatReply refused(InputStream in, ChatCall call, int status)
      throws ModelFailure, IOException {
    String body = new String(in.readNBytes(MAX_LINE), StandardCharsets.UTF_8);
    String error;
    try {
      error = JSON.readTree(body).path("error").asText();
    } catch (JsonProcessingException e) {
      error = body;
    }
    throw error(call, status, error);
  }

  /** The server's own words may quote the prompt, so they decide, and are not passed on. */
  private static ModelFailure error(ChatCall call, int status, String error) {
    String words = error.toLowerCase(Locale.ROOT);
    if (words.contains("exceed_context_size") || words.contains("exceeds the context length")) {
      return new ModelFailure(
          Reason.PROMPT_TOO_LONG, model(call) + ": the prompt is longer than the context");
    }
    if (words.contains("image input") || words.contains("multimodal data provided")) {
      return new ModelFailure(
          Reason.BAD_REQUEST, model(call) + " cannot see images: configure one that can");
    }
    return switch (status) {
      case 404 ->
          new ModelFailure(
              Reason.NOT_FOUND, model(call) + " is not at the server: pull or create it");
      case 429, 503 -> new ModelFailure(Reason.BUSY, model(call) + ": the server is busy");
      case 408, 499, 500, 502, 504 ->
          new ModelFailure(
              Reason.SERVER_ERROR, model(call) + ": the server failed (" + status + ")");
      default ->
          new ModelFailure(
              Reason.BAD_REQUEST,
              model(call) + ": the server refused the request (" + status + ")");
    };
  }

  private static JsonNode parse(String line, ChatCall call) throws ModelFailure {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new ModelFailure(Reason.BROKEN_STREAM, model(call) + ": the stream is not Ollama's");
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return bytes.toString(StandardCharsets.UTF_8);
      }
      bytes.write(b);
      if (bytes.size() > MAX_LINE) {
        throw new IOException("line too long");
      }
    }
    return bytes.size() == 0 ? null : bytes.toString(StandardCharsets.UTF_8);
  }

  private static String model(ChatCall call) {
    return "step " + call.request().step() + ", model " + call.request().model();
  }
}
