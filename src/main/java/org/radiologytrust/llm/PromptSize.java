package org.radiologytrust.llm;

import org.radiologytrust.llm.ModelFailure.Reason;

/**
 * Whether a prompt and its answer fit the context, and whether the server read the whole prompt.
 * The client has no tokenizer, so both are bounds.
 */
final class PromptSize {
  /**
   * Fewest and most characters that a token stands for; generous on both sides, so that neither a
   * good prompt is refused nor a cut one passed.
   */
  private static final double MIN_CHARS_PER_TOKEN = 2.5;

  private static final double MAX_CHARS_PER_TOKEN = 12;

  /** Gemma 3 turns an image into 256 tokens, whatever its size. */
  private static final int TOKENS_PER_IMAGE = 256;

  /** Other models make fewer of it; more than a handful all do. */
  private static final int FEWEST_PER_IMAGE = 16;

  private final int context;

  /**
   * @param context {@code num_ctx}, tokens
   */
  PromptSize(int context) {
    this.context = context;
  }

  /** Throws when prompt, correction and an answer of that many tokens may be over the context. */
  void fits(ChatRequest request, String correction, int room) throws ModelFailure {
    int most = most(request, correction) + room;
    if (most > context) {
      throw new ModelFailure(
          Reason.PROMPT_TOO_LONG,
          "step "
              + request.step()
              + ": the question needs about "
              + most
              + " tokens; rtl.model.context is "
              + context);
    }
  }

  /** Twice the room, or what the context leaves; never less than before. */
  int wider(ChatRequest request, String correction, int room) {
    return Math.max(room, Math.min(room * 2, context - most(request, correction)));
  }

  /** Throws when the server counted fewer tokens than the prompt must have. */
  void whole(ChatRequest request, String correction, ChatReply reply) throws ModelFailure {
    int fewest =
        (int) (ChatCall.content(request, correction).length() / MAX_CHARS_PER_TOKEN)
            + request.images().size() * FEWEST_PER_IMAGE;
    if (reply.promptTokens() > 0 && reply.promptTokens() < fewest) {
      throw new ModelFailure(
          Reason.PROMPT_CUT,
          "step "
              + request.step()
              + ", model "
              + request.model()
              + " read only a part of the prompt");
    }
  }

  /** Tokens of prompt and correction at most. */
  int most(ChatRequest request, String correction) {
    return (int) Math.ceil(ChatCall.content(request, correction).length() / MIN_CHARS_PER_TOKEN)
        + request.images().size() * TOKENS_PER_IMAGE;
  }
}
