package org.radiologytrust.llm.ask;

import org.radiologytrust.llm.ImageGuard;
import org.radiologytrust.retry.RetryVerdict;
import org.radiologytrust.retry.RetryVerdict.Kind;

/**
 * A call without a valid answer. The message names the model and what happened, without patient
 * data.
 */
public final class ModelFailure extends Exception implements RetryVerdict.Source {
  /**
   * What happened. The label {@code reason} of {@code rtl_model_refusals_total} has these values.
   */
  public enum Reason {
    /** There is no response from the address, or one that is not a model server's. */
    UNREACHABLE(Kind.AWAY),
    /** The server's queue or this product's queue is full. */
    BUSY(Kind.AWAY),
    /** The connection broke before the answer was complete. */
    BROKEN_STREAM(Kind.LATER),
    /** The server failed, for example to load the model (status 500, or an error in the stream). */
    SERVER_ERROR(Kind.LATER),
    /** The server does not have the model. */
    NOT_FOUND(Kind.MEND),
    /** The server mixes up images, see {@link ImageGuard}. */
    IMAGES_MIXED(Kind.MEND),
    /** The server refused the request. */
    BAD_REQUEST(Kind.NEVER),
    /** The prompt is longer than the context. */
    PROMPT_TOO_LONG(Kind.NEVER),
    /** The server read only a part of the prompt. */
    PROMPT_CUT(Kind.NEVER),
    /** No token came in time. */
    STALLED(Kind.LATER),
    /** The answer was not complete in time. */
    TOO_SLOW(Kind.NEVER),
    /** The answer ended at the token limit. */
    ANSWER_CUT(Kind.NEVER),
    /**
     * The server stopped before the end of the answer (done:false, or a reason other than stop).
     */
    NOT_DONE(Kind.NEVER),
    /** The answer is empty. */
    EMPTY(Kind.NEVER),
    /** The answer breaks the step's schema or rules. */
    INVALID_ANSWER(Kind.NEVER);

    private final Kind kind;

    Reason(Kind kind) {
      this.kind = kind;
    }

    /** Whether the same call may succeed soon. A server that stalled would probably stall again. */
    public boolean passing() {
      return opensBreaker() && this != STALLED;
    }

    /** Whether the cause lies with the server, so that another server may succeed. */
    public boolean ofServer() {
      return opensBreaker() || lacking();
    }

    /** Whether the server cannot answer such requests until a person changes it. */
    public boolean lacking() {
      return kind == Kind.MEND;
    }

    /**
     * Whether the server's circuit breaker opens. It does not open for a missing model, because the
     * server may have other models.
     */
    public boolean opensBreaker() {
      return kind == Kind.AWAY || kind == Kind.LATER;
    }

    /** The value of the metric's label. */
    public String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final transient Reason reason;

  public ModelFailure(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What happened. */
  public Reason reason() {
    return reason;
  }

  /** What follows for the run when no server gave a valid answer. */
  @Override
  public RetryVerdict verdict() {
    return new RetryVerdict(reason.kind, getMessage());
  }
}
