package org.radiologytrust.llm.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;

/**
 * Sends a JSON request and reads the answer line by line within the deadlines. Shared by all wire
 * protocols.
 */
final class AnswerStream {
  /**
   * Most bytes of a line. A line usually holds one token, but an error line may hold a whole page.
   */
  private static final int MAX_LINE = 1 << 20;

  private static final String START = AnswerStream.class.getName() + ".start";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ModelOptions options;
  private final ScheduledExecutorService watch;

  /**
   * @param watch runs the deadlines
   */
  AnswerStream(ModelOptions options, ScheduledExecutorService watch) {
    this.options = options;
    this.watch = watch;
  }

  /** Reads the lines of one answer. */
  interface Lines {
    /**
     * Reads one line.
     *
     * @param line a line without its line break; not blank
     * @return the answer when this line completes it, otherwise empty
     * @throws ModelFailure when the line reports an error or is not valid
     */
    Optional<ChatReply> line(String line) throws ModelFailure;

    /** The failure to report when the stream ends before the answer is complete. */
    ModelFailure ended();
  }

  /** Puts the request in the exchange. */
  void send(Exchange exchange, ChatCall call, String url, JsonNode body)
      throws JsonProcessingException {
    exchange.setProperty(ChatCall.class.getName(), call);
    exchange.setProperty(START, System.nanoTime());
    exchange.getMessage().setHeader(Exchange.HTTP_URI, url);
    exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "POST");
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
    exchange.getMessage().setBody(JSON.writeValueAsBytes(body));
  }

  /** Reads the answer and puts it in the exchange. */
  void receive(Exchange exchange, Function<PartialAnswer, Lines> wire) throws ModelFailure {
    ChatCall call = exchange.getProperty(ChatCall.class.getName(), ChatCall.class);
    int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    InputStream body = exchange.getMessage().getBody(InputStream.class);
    InputStream stream = body == null ? InputStream.nullInputStream() : body;
    long start = exchange.getProperty(START, Long.class);
    try (InputStream in = stream;
        Deadlines deadlines = new Deadlines(watch, in, options, start)) {
      PartialAnswer partial = new PartialAnswer(call, deadlines, start);
      ChatReply reply = answer(in, call, deadlines, status, wire.apply(partial));
      exchange.getMessage().removeHeaders("*");
      exchange.getMessage().setBody(reply);
    } catch (IOException e) {
      throw new ModelFailure(Reason.BROKEN_STREAM, call.who() + ": the connection broke");
    }
  }

  private static ChatReply answer(
      InputStream in, ChatCall call, Deadlines deadlines, int status, Lines lines)
      throws ModelFailure, IOException {
    try {
      if (status == 200) {
        return read(in, call, deadlines, lines);
      }
      throw ServerError.of(call, status, in.readNBytes(MAX_LINE));
    } catch (IOException e) {
      deadlines.check(call.who());
      if (e instanceof SocketTimeoutException) {
        throw new ModelFailure(Reason.STALLED, call.who() + " stalled");
      }
      throw e;
    }
  }

  private static ChatReply read(InputStream in, ChatCall call, Deadlines deadlines, Lines lines)
      throws ModelFailure, IOException {
    // the buffer lets compressed answers be unpacked in pieces instead of single bytes; it never
    // waits for more bytes than have arrived
    InputStream buffered = new BufferedInputStream(in);
    while (true) {
      String line = line(buffered);
      deadlines.check(call.who());
      if (line == null) {
        throw lines.ended();
      }
      if (line.isBlank()) {
        continue;
      }
      Optional<ChatReply> whole = lines.line(line.strip());
      if (whole.isPresent()) {
        return whole.get();
      }
    }
  }

  /**
   * Parses one JSON object of the stream. Other content may come from a proxy, whose page can have
   * status 200 too.
   */
  static JsonNode object(String text, ChatCall call) throws ModelFailure {
    try {
      JsonNode chunk = JSON.readTree(text);
      if (chunk.isObject()) {
        return chunk;
      }
    } catch (JsonProcessingException e) {
      // reported below without the exception's message, which would quote the answer
    }
    throw unknownFormat(call);
  }

  /** The failure for a stream that is not in the server's format. */
  static ModelFailure unknownFormat(ChatCall call) {
    return new ModelFailure(
        Reason.BROKEN_STREAM, call.who() + ": the response is not in a model server's format");
  }

  private static @Nullable String line(InputStream in) throws IOException {
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
