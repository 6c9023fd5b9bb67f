package org.radiologytrust.llm;

import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.wire.ChatReply;

/**
 * Estimates whether a prompt and its answer fit the context, and whether the server read the whole
 * prompt. The client has no tokenizer, so it uses limits for the number of tokens.
 */
final class PromptSize {
  /**
   * Fewest characters of an average token. With {@link #MAX_CHARS_PER_TOKEN} the range is wide, so
   * that complete prompts are not refused by mistake.
   */
  private static final double MIN_CHARS_PER_TOKEN = 2.5;

  /** Most characters of an average token. */
  private static final double MAX_CHARS_PER_TOKEN = 12;

  /** Gemma 3 makes 256 tokens of an image of any size. */
  private static final int TOKENS_PER_IMAGE = 256;

  /** Fewest tokens that any model makes of an image. */
  private static final int FEWEST_PER_IMAGE = 16;

  private final int context;

  /**
   * @param context {@code num_ctx}, tokens
   */
  PromptSize(int context) {
    this.context = context;
  }

  /**
   * Checks the length before a call.
   *
   * @param room most tokens of the answer
   * @throws ModelFailure PROMPT_TOO_LONG when prompt, correction and answer may exceed the context
   */
  void fits(ChatRequest request, String correction, int room) throws ModelFailure {
    int most = most(request, correction) + room;
    if (most > context) {
      throw new ModelFailure(
          Reason.PROMPT_TOO_LONG,
          "step "
              + request.step()
              + ": the question needs about "
              + most
              + " tokens"
              + (request.images().isEmpty() ? "" : ", " + images(request))
              + "; rtl.model.context is "
              + context);
    }
  }

  private static String images(ChatRequest request) {
    int count = request.images().size();
    return TOKENS_PER_IMAGE * count + " of them for " + count + (count == 1 ? " image" : " images");
  }

  /** Twice the tokens for the answer, limited by the context, but never fewer than before. */
  int wider(ChatRequest request, String correction, int room) {
    return Math.max(room, Math.min(room * 2, context - most(request, correction)));
  }

  /**
   * Checks the server's token count after a call.
   *
   * @throws ModelFailure PROMPT_CUT when the server counted fewer tokens than the prompt must have
   */
  void whole(ChatRequest request, String correction, ChatReply reply) throws ModelFailure {
    int fewest =
        (int) (request.content(correction).length() / MAX_CHARS_PER_TOKEN)
            + request.images().size() * FEWEST_PER_IMAGE;
    if (reply.counts().prompt() > 0 && reply.counts().prompt() < fewest) {
      throw new ModelFailure(
          Reason.PROMPT_CUT,
          "step "
              + request.step()
              + ", model "
              + request.model()
              + " read only a part of the prompt");
    }
  }

  /** Most tokens that prompt and correction can have. */
  int most(ChatRequest request, String correction) {
    return (int) Math.ceil(request.content(correction).length() / MIN_CHARS_PER_TOKEN)
        + request.images().size() * TOKENS_PER_IMAGE;
  }
}
