package org.radiologytrust.llm.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;

/** Collects an answer while it arrives. */
final class PartialAnswer {
  private static final int MAX_ANSWER = 4 << 20;

  private final ChatCall call;
  private final Deadlines deadlines;
  private final long start;
  private final StringBuilder content = new StringBuilder();
  private final List<ChatReply.Token> tokens = new ArrayList<>();
  private final JsonPrefix json = new JsonPrefix();
  private long firstTokenNanos;

  /**
   * @param start {@link System#nanoTime} when the request went out
   */
  PartialAnswer(ChatCall call, Deadlines deadlines, long start) {
    this.call = call;
    this.deadlines = deadlines;
    this.start = start;
  }

  ChatCall call() {
    return call;
  }

  /** Records that the model is generating, even text that is not part of the answer. */
  void alive() {
    deadlines.token();
  }

  /**
   * Adds a piece of the answer.
   *
   * @param logprobs {@code [{token, logprob, top_logprobs: [{token, logprob}]}]}, or a missing node
   * @throws ModelFailure when the answer can no longer be valid, or is too long
   */
  void add(String text, JsonNode logprobs) throws ModelFailure {
    if (firstTokenNanos == 0 && !text.isEmpty()) {
      firstTokenNanos = System.nanoTime() - start;
    }
    content.append(text);
    if (!call.request().traits().grammar() && !json.isRunning(text)) {
      throw new ModelFailure(
          Reason.INVALID_ANSWER, call.who() + " gave an answer that is not JSON");
    }
    if (content.length() > MAX_ANSWER) {
      throw new ModelFailure(Reason.ANSWER_CUT, call.who() + " does not stop answering");
    }
    for (JsonNode token : logprobs) {
      // keeps at most as many as the answer can have; that tokens and text agree is checked later
      if (tokens.size() <= call.numPredict()) {
        tokens.add(token(token));
      }
    }
  }

  private static ChatReply.Token token(JsonNode token) {
    Map<String, Double> alternatives = new HashMap<>();
    token.path("top_logprobs").forEach(other -> put(alternatives, other));
    if (alternatives.isEmpty()) {
      put(alternatives, token);
    }
    return new ChatReply.Token(token.path("token").asText(), alternatives);
  }

  /** Adds the probability of a token. Different tokens with the same text count as one. */
  private static void put(Map<String, Double> alternatives, JsonNode token) {
    if (token.path("logprob").isNumber()) {
      alternatives.merge(
          token.path("token").asText(),
          Math.min(0, token.path("logprob").asDouble()),
          (a, b) -> Math.log(Math.exp(a) + Math.exp(b)));
    }
  }

  /**
   * The complete answer.
   *
   * @param reason the server's reason for ending the answer; empty when it gave none
   * @param loadNanos 0 when the server does not report it
   * @throws ModelFailure when the answer is empty, was cut or ended for another reason
   */
  ChatReply whole(String reason, TokenCounts counts, long loadNanos) throws ModelFailure {
    if (call.isWarmUp() && !reason.isEmpty()) {
      return ChatReply.LOADED;
    }
    if (reason.equals("length")) {
      throw new ModelFailure(
          Reason.ANSWER_CUT,
          call.who() + ": the answer is longer than " + call.numPredict() + " tokens");
    }
    if (!reason.equals("stop")) {
      throw new ModelFailure(
          Reason.NOT_DONE, call.who() + " ended the answer for an unknown reason");
    }
    String answer = content.toString();
    if (answer.isBlank()) {
      throw new ModelFailure(Reason.EMPTY, call.who() + " gave an empty answer");
    }
    // a server was seen to report a negative duration
    return new ChatReply(answer, counts, firstTokenNanos, Math.max(0, loadNanos), tokens);
  }
}
