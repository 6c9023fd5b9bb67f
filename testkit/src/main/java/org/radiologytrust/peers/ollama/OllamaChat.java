package org.radiologytrust.peers.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.radiologytrust.peers.HttpPeer;
import org.radiologytrust.peers.ollama.OllamaFault.Kind;

/** Sends one answer, on either wire, with its fault. */
final class OllamaChat {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Looking after the client takes a millisecond: not at every token. */
  private static final int LOOK = 8;

  private final HttpPeer.Exchange http;
  private final OllamaCall call;
  private final OllamaWriter writer;
  private final OllamaFault fault;
  private final Runnable beforeLast;

  /**
   * @param beforeLast runs before the last byte goes out, so that a quick client's next call does
   *     not overlap this one
   */
  OllamaChat(
      HttpPeer.Exchange http,
      OllamaCall call,
      OllamaWriter writer,
      OllamaFault fault,
      Runnable beforeLast) {
    this.http = http;
    this.call = call;
    this.writer = writer;
    this.fault = fault;
    this.beforeLast = beforeLast;
  }

  void send(int status, JsonNode body) throws IOException {
    beforeLast.run();
    http.send(status, "application/json; charset=utf-8", JSON.writeValueAsBytes(body));
  }

  void send(OllamaRefusal refusal) throws IOException {
    send(refusal.status(), writer.error(refusal));
  }

  void send(OllamaReply reply) throws IOException {
    if (call.stream()) {
      stream(reply);
    } else {
      whole(reply);
    }
  }

  private void stream(OllamaReply reply) throws IOException {
    http.begin(200, writer.type());
    write(writer.begin(call));
    for (int i = 0; i < reply.pieces().size(); i++) {
      // a client may be gone without a write failing yet
      if (i % LOOK == 0 || !call.logprobs()) {
        http.pause(Duration.ZERO);
      }
      if (fault.is(Kind.KEEP_ALIVES)) {
        write(": keep-alive\n\n");
      }
      write(writer.piece(call, reply.pieces().get(i)));
      if (i == 0 && breaks()) {
        return;
      }
    }
    while (fault.is(Kind.ENDLESS)) {
      http.pause(Duration.ofMillis(1));
      write(writer.piece(call, new OllamaReply.Piece("and so on and on ", reply.tokens())));
    }
    beforeLast.run();
    if (!fault.is(Kind.NO_END)) {
      write(writer.end(call, reply));
    }
    http.end();
  }

  /** After the first piece; true when the stream has ended. */
  private boolean breaks() throws IOException {
    if (fault.is(Kind.STALL_BETWEEN)) {
      http.pause(fault.time());
    }
    if (fault.is(Kind.DROP)) {
      drop();
    }
    if (fault.is(Kind.ERROR_IN_STREAM)) {
      beforeLast.run();
      write(writer.broken(fault.text()));
      http.end();
      return true;
    }
    return false;
  }

  private void whole(OllamaReply reply) throws IOException {
    if (fault.is(Kind.STALL_BETWEEN)) {
      http.pause(fault.time());
    }
    if (fault.is(Kind.DROP)) {
      drop();
    }
    while (fault.is(Kind.ENDLESS)) {
      http.pause(Duration.ofMinutes(1));
    }
    if (fault.is(Kind.ERROR_IN_STREAM)) {
      send(OllamaRefusal.of(500, fault.text()));
    } else {
      send(200, writer.whole(call, reply));
    }
  }

  private void drop() throws IOException {
    http.drop();
    throw new IOException("dropped by the script");
  }

  private void write(String text) throws IOException {
    String lines = fault.is(Kind.CRLF) ? text.replace("\n", "\r\n") : text;
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    if (fault.is(Kind.SPLIT)) {
      for (byte b : bytes) {
        http.piece(new byte[] {b});
      }
    } else if (bytes.length > 0) {
      http.piece(bytes);
    }
  }
}
