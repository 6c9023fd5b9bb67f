package org.radiologytrust.llm;

/** A call that gave no usable answer. Its message names the model and what happened, no patient. */
public final class ModelFailure extends Exception {
  /** What happened: the values of {@code rtl_model_refusals_total{reason}}. */
  public enum Reason {
    /** Nobody answers at the address, or something that is no model server does. */
    UNREACHABLE(true),
    /** The server's queue, or ours, is full. */
    BUSY(true),
    /** The connection broke before the answer was whole. */
    BROKEN_STREAM(true),
    /**
     * The server could not load the model, or failed otherwise (500, or an error in the stream).
     */
    SERVER_ERROR(true),
    /** The server does not have the model. */
    NOT_FOUND(false),
    /** The server takes one image for another: {@link ImageGuard}. */
    IMAGES_MIXED(false),
    /** The server refused the request. */
    BAD_REQUEST(false),
    /** The prompt is longer than the context. */
    PROMPT_TOO_LONG(false),
    /** The server read less of the prompt than was sent. */
    PROMPT_CUT(false),
    /** No token came in time. */
    STALLED(false),
    /** The answer was not whole in time. */
    TOO_SLOW(false),
    /** The answer ended at the token limit. */
    ANSWER_CUT(false),
    /** The server gave up in the middle (done:false, or another reason than stop). */
    NOT_DONE(false),
    /** The answer is empty. */
    EMPTY(false),
    /** The answer is not what the step's schema and rules allow. */
    INVALID_ANSWER(false);

    private final boolean passing;

    Reason(boolean passing) {
      this.passing = passing;
    }

    /** Whether the same call may go through later, so that the run should be tried again. */
    public boolean passing() {
      return passing;
    }

    /** Whether the server is to blame, so that another one may do better. */
    boolean ofServer() {
      return opensBreaker() || lacking();
    }

    /** Whether the server cannot answer such a request, now or later. */
    boolean lacking() {
      return this == NOT_FOUND || this == IMAGES_MIXED;
    }

    /** Whether the server is to be left alone for a while; one that lacks a model has others. */
    boolean opensBreaker() {
      return passing || this == STALLED;
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
}
