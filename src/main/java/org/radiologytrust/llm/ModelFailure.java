package org.radiologytrust.llm;

import org.radiologytrust.retry.RetryVerdict;
import org.radiologytrust.retry.RetryVerdict.Kind;

/** A call that gave no usable answer. Its message names the model and what happened, no patient. */
public final class ModelFailure extends Exception implements RetryVerdict.Source {
  /** What happened: the values of {@code rtl_model_refusals_total{reason}}. */
  public enum Reason {
    /** Nobody answers at the address, or something that is no model server does. */
    UNREACHABLE(Kind.AWAY),
    /** The server's queue, or ours, is full. */
    BUSY(Kind.AWAY),
    /** The connection broke before the answer was whole. */
    BROKEN_STREAM(Kind.LATER),
    /**
     * The server could not load the model, or failed otherwise (500, or an error in the stream).
     */
    SERVER_ERROR(Kind.LATER),
    /** The server does not have the model. */
    NOT_FOUND(Kind.MEND),
    /** The server takes one image for another: {@link ImageGuard}. */
    IMAGES_MIXED(Kind.MEND),
    /** The server refused the request. */
    BAD_REQUEST(Kind.NEVER),
    /** The prompt is longer than the context. */
    PROMPT_TOO_LONG(Kind.NEVER),
    /** The server read less of the prompt than was sent. */
    PROMPT_CUT(Kind.NEVER),
    /** No token came in time. */
    STALLED(Kind.LATER),
    /** The answer was not whole in time. */
    TOO_SLOW(Kind.NEVER),
    /** The answer ended at the token limit. */
    ANSWER_CUT(Kind.NEVER),
    /** The server gave up in the middle (done:false, or another reason than stop). */
    NOT_DONE(Kind.NEVER),
    /** The answer is empty. */
    EMPTY(Kind.NEVER),
    /** The answer is not what the step's schema and rules allow. */
    INVALID_ANSWER(Kind.NEVER);

    private final Kind kind;

    Reason(Kind kind) {
      this.kind = kind;
    }

    /** Whether the same call may go through soon; a server that stalls would only stall again. */
    public boolean passing() {
      return opensBreaker() && this != STALLED;
    }

    /** Whether the server is to blame, so that another one may do better. */
    boolean ofServer() {
      return opensBreaker() || lacking();
    }

    /** Whether the server cannot answer such a request, now or later. */
    boolean lacking() {
      return kind == Kind.MEND;
    }

    /** Whether the server is to be left alone for a while; one that lacks a model has others. */
    boolean opensBreaker() {
      return kind == Kind.AWAY || kind == Kind.LATER;
    }

    /** The metric's value. */
    public String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final transient Reason reason;

  public ModelFailure(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** What follows for the run, when no server gave an answer. */
  @Override
  public RetryVerdict verdict() {
    return new RetryVerdict(reason.kind, getMessage());
  }
}
