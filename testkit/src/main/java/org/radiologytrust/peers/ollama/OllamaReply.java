package org.radiologytrust.peers.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.radiologytrust.peers.HttpPeer;
import org.radiologytrust.peers.ollama.OllamaFault.Kind;

/** Sends one answer with its fault, on either protocol. */
final class OllamaReply {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The value of an audit's judgement, or of what the doctor asks. */
  private static final Pattern LABEL =
      Pattern.compile("\"(?:label|answer|seen)\"\\s*:\\s*\"([^\"]+)\"");

  private static final double SURE = 0.9;

  /** A logarithm that JSON can carry. */
  private static final double LEAST = 1e-12;

  private final HttpPeer.Exchange http;
  private final OllamaCall call;
  private final OllamaFault fault;
  private final OllamaServer.WantedProbabilities odds;
  private final Runnable beforeLast;

  /**
   * @param beforeLast runs before the last byte goes out, so that a quick client's next call does
   *     not overlap this one
   */
  OllamaReply(
      HttpPeer.Exchange http,
      OllamaCall call,
      OllamaFault fault,
      OllamaServer.WantedProbabilities odds,
      Runnable beforeLast) {
    this.http = http;
    this.call = call;
    this.fault = fault;
    this.odds = odds;
    this.beforeLast = beforeLast;
  }

  /**
   * A part of the answer; with probabilities, it is one token.
   *
   * @param probabilities of the tokens at its place, its own among them
   */
  private record Piece(String text, Map<String, Double> probabilities) {}

  void refuse(int status, String error) throws IOException {
    beforeLast.run();
    http.send(status, "application/json", JSON.writeValueAsBytes(error(error)));
  }

  void send(String answer) throws IOException {
    String content = fault.is(Kind.CONTENT) ? fault.text() : answer;
    boolean cut = fault.is(Kind.LENGTH) || content.length() > call.room();
    String text = cut ? content.substring(0, Math.min(content.length() / 2, call.room())) : content;
    if (!call.stream()) {
      beforeLast.run();
      ObjectNode whole = JSON.createObjectNode();
      choice(whole).putObject("message").put("content", text);
      http.send(200, "application/json", JSON.writeValueAsBytes(whole));
      return;
    }
    call.answered();
    http.begin(200, call.openAi() ? "text/event-stream" : "application/x-ndjson");
    List<Piece> pieces = call.logprobs() ? tokens(text) : halves(text);
    for (int i = 0; i < pieces.size(); i++) {
      write(piece(pieces.get(i)));
      if (i == 0) {
        afterTheFirst();
      }
    }
    while (fault.is(Kind.ENDLESS)) {
      http.pause(Duration.ofMillis(1));
      write(piece(new Piece("and so on and on ", Map.of())));
    }
    beforeLast.run();
    switch (fault.kind()) {
      case ERROR_IN_STREAM -> write(error(fault.text()));
      case DONE_FALSE -> {}
      default -> end(cut ? "length" : "stop", text);
    }
    http.end();
  }

  private void afterTheFirst() throws IOException {
    http.pause(fault.between());
    if (fault.is(Kind.DROP)) {
      http.drop();
      throw new IOException("dropped by the script");
    }
  }

  private void write(JsonNode json) throws IOException {
    String line = call.openAi() ? "data: " + json + "\n\n" : json + "\n";
    http.piece(line.getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode choice(ObjectNode body) {
    return body.putArray("choices").addObject();
  }

  private JsonNode error(String text) {
    ObjectNode root = JSON.createObjectNode();
    if (call.openAi()) {
      root.putObject("error").put("message", text);
    } else {
      root.put("error", text);
    }
    return root;
  }

  private JsonNode piece(Piece piece) {
    ObjectNode root = JSON.createObjectNode();
    if (call.openAi()) {
      ObjectNode choice = choice(root);
      choice.putObject("delta").put("content", piece.text());
      if (call.logprobs()) {
        token(choice.putObject("logprobs").putArray("content"), piece);
      }
    } else {
      root.put("done", false).putObject("message").put("content", piece.text());
      if (call.logprobs()) {
        token(root.putArray("logprobs"), piece);
      }
    }
    return root;
  }

  private void end(String reason, String text) throws IOException {
    int prompt = fault.is(Kind.PROMPT_TOKENS) ? fault.number() : call.promptTokens();
    ObjectNode last = JSON.createObjectNode();
    if (!call.openAi()) {
      last.putObject("message").put("content", "");
      last.put("done", true).put("done_reason", call.isWarmUp() ? "load" : reason);
      write(last.put("prompt_eval_count", prompt).put("eval_count", OllamaCall.tokens(text)));
      return;
    }
    choice(last).put("finish_reason", reason).putObject("delta");
    write(last);
    ObjectNode figures = JSON.createObjectNode();
    figures.putArray("choices");
    figures
        .putObject("usage")
        .put("prompt_tokens", prompt)
        .put("completion_tokens", OllamaCall.tokens(text));
    write(figures);
    http.piece("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
  }

  private void token(ArrayNode list, Piece piece) {
    Map<String, Double> all = piece.probabilities();
    ObjectNode node = list.addObject();
    put(node, piece.text(), all.getOrDefault(piece.text(), 0.0));
    ArrayNode top = node.putArray("top_logprobs");
    all.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(call.topLogprobs())
        .forEach(other -> put(top.addObject(), other.getKey(), other.getValue()));
  }

  private static void put(ObjectNode node, String token, double probability) {
    node.put("token", token).put("logprob", Math.log(Math.max(LEAST, probability)));
  }

  private static List<Piece> halves(String text) {
    int half = text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2);
    return Stream.of(text.substring(0, half), text.substring(half))
        .filter(part -> !part.isEmpty())
        .map(part -> new Piece(part, Map.of()))
        .toList();
  }

  /** Of a label its beginning is a token, as the odds tell; what is between labels is one. */
  private List<Piece> tokens(String text) {
    List<Piece> pieces = new ArrayList<>();
    Matcher label = LABEL.matcher(text);
    int from = 0;
    for (int position = 0; label.find(); position++) {
      plain(pieces, text.substring(from, label.start(1)));
      Map<String, Double> wanted = odds.at(call, position, label.group(1));
      String first =
          wanted.entrySet().stream()
              .filter(token -> label.group(1).startsWith(token.getKey()))
              .max(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .orElse(label.group(1));
      pieces.add(new Piece(first, wanted));
      plain(pieces, label.group(1).substring(first.length()));
      from = label.end(1);
    }
    plain(pieces, text.substring(from));
    return pieces;
  }

  private static void plain(List<Piece> pieces, String text) {
    if (!text.isEmpty()) {
      pieces.add(new Piece(text, Map.of(text, SURE)));
    }
  }
}
