package org.radiologytrust.peers.ollama;

import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of an answer on its way out.
 *
 * @param pieces what is streamed, one after another
 * @param reason {@code stop} or {@code length}; {@code null} where the server gives up (30 equal
 *     tokens in a row) and tells no figures
 * @param load time that loading took, ns
 * @param prompt tokens of the prompt
 * @param answer tokens of the answer
 * @param overflown whether it is what 0.24 sends for a prompt over num_ctx with {@code shift:false}
 */
record OllamaReply(
    List<Piece> pieces, String reason, long load, int prompt, int answer, boolean overflown) {
  /**
   * @param tokens empty unless their probabilities were asked for
   */
  record Piece(String text, List<OllamaToken> tokens) {}

  private static final int CHARS_PER_TOKEN = 4;
  private static final int IMAGE_TOKENS = 256;
  private static final int PIECES = 4;
  private static final long WARM_NANOS = 40_000_000L;
  private static final long LOAD_NANOS = 2_000_000_000L;

  /** What 0.24 lets a model write after the closing brace, a token each. */
  private static final String BLANKS = "\n\n" + " \t".repeat(9);

  static int tokens(String text) {
    return (text.length() + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
  }

  /** How much of a prompt the model reads: 0.33 cuts one that is too long to half the context. */
  private static int read(int prompt, int context, OllamaKind kind) {
    return prompt > context && kind == OllamaKind.OLLAMA_0_33
        ? context / 2
        : Math.min(prompt, context);
  }

  static int promptTokens(OllamaCall call) {
    return tokens(call.text()) + IMAGE_TOKENS * call.images().size();
  }

  /**
   * @param content what the model would say, had it all the room
   * @param fresh whether the model had to be loaded for this call
   */
  static OllamaReply of(
      OllamaCall call,
      String content,
      OllamaFault fault,
      OllamaKind kind,
      boolean fresh,
      int context,
      OllamaServer.WantedProbabilities odds) {
    long load =
        fault.is(OllamaFault.Kind.LOAD)
            ? fault.time().toNanos()
            : fresh && call.number() > 1 ? LOAD_NANOS : WARM_NANOS;
    int prompt = promptTokens(call);
    boolean own = kind == OllamaKind.OLLAMA_0_24;
    if (own && prompt > context && !call.body().path("shift").asBoolean(true)) {
      return new OllamaReply(List.of(), "length", load, context, 0, true);
    }
    int counted =
        fault.is(OllamaFault.Kind.PROMPT_TOKENS) ? fault.number() : read(prompt, context, kind);
    boolean blanks = own && content.endsWith("}") && call.schema().isObject();
    int whole = tokens(content) + (blanks ? BLANKS.length() : 0);
    boolean cut = fault.is(OllamaFault.Kind.LENGTH) || whole > call.limit();
    String text = content;
    if (fault.is(OllamaFault.Kind.LENGTH)) {
      text = content.substring(0, content.length() / 2);
    } else if (tokens(content) > call.limit()) {
      text = content.substring(0, call.limit() * CHARS_PER_TOKEN);
    } else if (blanks) {
      text += BLANKS.substring(0, Math.min(BLANKS.length(), call.limit() - tokens(content)));
    }
    String reason = fault.is(OllamaFault.Kind.DONE_FALSE) ? null : cut ? "length" : "stop";
    int answer = fault.is(OllamaFault.Kind.LENGTH) ? tokens(text) : Math.min(whole, call.limit());
    List<Piece> pieces =
        call.logprobs()
            ? OllamaTokens.of(call, text, odds).stream()
                .map(token -> new Piece(token.text(), List.of(token)))
                .toList()
            : pieces(text);
    return new OllamaReply(pieces, reason, load, counted, answer, false);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.text()));
    return text.toString();
  }

  /** All tokens with their probabilities. */
  List<OllamaToken> tokens() {
    return pieces.stream().flatMap(piece -> piece.tokens().stream()).toList();
  }

  private static List<Piece> pieces(String content) {
    int size = Math.max(1, (content.length() + PIECES - 1) / PIECES);
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    while (from < content.length()) {
      int to = Math.min(content.length(), from + size);
      // A token is whole characters: never half of a surrogate pair.
      if (to < content.length() && Character.isLowSurrogate(content.charAt(to))) {
        to++;
      }
      pieces.add(new Piece(content.substring(from, to), List.of()));
      from = to;
    }
    return pieces;
  }
}
