package org.radiologytrust.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
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
  private static final String START = OllamaWire.class.getName() + ".start";
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
    exchange.setProperty(START, System.nanoTime());
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
    message.put("content", ChatCall.content(request, call.correction()));
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

  /** Reads the answer and puts a {@link ChatReply} in its place. */
  public void reply(Exchange exchange) throws ModelFailure {
    ChatCall call = exchange.getProperty(ChatCall.class.getName(), ChatCall.class);
    int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    InputStream body = exchange.getMessage().getBody(InputStream.class);
    InputStream stream = body == null ? InputStream.nullInputStream() : body;
    long start = exchange.getProperty(START, Long.class);
    try (InputStream in = stream;
        Deadlines deadlines = new Deadlines(watch, in, options, start)) {
      ChatReply reply = answer(in, call, deadlines, status);
      exchange.getMessage().removeHeaders("*");
      exchange.getMessage().setBody(reply);
    } catch (IOException e) {
      throw new ModelFailure(Reason.BROKEN_STREAM, call.who() + ": the connection broke");
    }
  }

  private static ChatReply answer(InputStream in, ChatCall call, Deadlines deadlines, int status)
      throws ModelFailure, IOException {
    try {
      if (status == 200) {
        return read(in, call, deadlines);
      }
      throw OllamaError.of(call, status, in.readNBytes(MAX_LINE));
    } catch (IOException e) {
      deadlines.check(call.who());
      if (e instanceof SocketTimeoutException) {
        throw new ModelFailure(Reason.STALLED, call.who() + " stalled");
      }
      throw e;
    }
  }

  private static ChatReply read(InputStream in, ChatCall call, Deadlines deadlines)
      throws ModelFailure, IOException {
    StringBuilder answer = new StringBuilder();
    while (true) {
      String line = line(in);
      deadlines.check(call.who());
      if (line == null) {
        // a server that gives up on a repeating model ends like this, in good order
        throw new ModelFailure(Reason.NOT_DONE, call.who() + " gave up before the end");
      }
      if (line.isBlank()) {
        continue;
      }
      deadlines.token();
      JsonNode chunk = parse(line, call);
      if (chunk.has("error")) {
        throw OllamaError.of(call, 500, chunk.path("error").asText());
      }
      answer.append(chunk.path("message").path("content").asText());
      if (answer.length() > MAX_ANSWER) {
        throw new ModelFailure(Reason.ANSWER_CUT, call.who() + " does not stop answering");
      }
      if (chunk.path("done").asBoolean()) {
        return done(chunk, answer.toString(), call);
      }
    }
  }

  private static ChatReply done(JsonNode last, String answer, ChatCall call) throws ModelFailure {
    String reason = last.path("done_reason").asText();
    if (reason.equals("length")) {
      throw new ModelFailure(
          Reason.ANSWER_CUT,
          call.who() + ": the answer is longer than " + call.numPredict() + " tokens");
    }
    if (!reason.equals("stop")) {
      throw new ModelFailure(Reason.NOT_DONE, call.who() + " ended without a reason to trust");
    }
    if (answer.isBlank()) {
      throw new ModelFailure(Reason.EMPTY, call.who() + " answered nothing");
    }
    return new ChatReply(
        answer,
        last.path("prompt_eval_count").asInt(),
        last.path("eval_count").asInt(),
        0,
        last.path("load_duration").asLong(),
        List.of());
  }

  /** A page of a proxy in between comes with 200 too. */
  private static JsonNode parse(String line, ChatCall call) throws ModelFailure {
    try {
      JsonNode chunk = JSON.readTree(line);
      if (chunk.isObject()) {
        return chunk;
      }
    } catch (JsonProcessingException e) {
      // told below; its message would quote the answer
    }
    throw new ModelFailure(Reason.BROKEN_STREAM, call.who() + ": the stream is not Ollama's");
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
}
