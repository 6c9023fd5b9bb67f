package org.radiologytrust.pipeline;

import org.apache.camel.util.ObjectHelper;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.model.ImageSource;

/**
 * Why an audit lacks something, as a clinician reads it in the published audit. Names no server,
 * setting or command: the log and the health checks tell these to the operator.
 */
final class ClinicalReason {
  /** No model is configured. */
  static final String NO_MODEL = "Images were not assessed: no model is in use.";

  /** The configured models have not been seen yet. */
  static final String MODEL_NOT_AVAILABLE =
      "Images were not assessed: the model was not available.";

  private ClinicalReason() {}

  /** Why a run that failed gave no audit. */
  static String of(Throwable failure) {
    NotAuditable notAuditable = ObjectHelper.getException(NotAuditable.class, failure);
    if (notAuditable != null) {
      return notAuditable.getMessage();
    }
    ModelFailure ofModel = ObjectHelper.getException(ModelFailure.class, failure);
    if (ofModel != null) {
      return of(ofModel.reason());
    }
    return ObjectHelper.getException(ImageSource.Unreadable.class, failure) != null
        ? "An image of this study could not be read."
        : "The audit could not be completed for a technical reason.";
  }

  private static String of(ModelFailure.Reason reason) {
    return switch (reason) {
      case UNREACHABLE, BUSY, BROKEN_STREAM, SERVER_ERROR, NOT_FOUND, IMAGES_MIXED, BAD_REQUEST ->
          "The model was not available.";
      case STALLED, TOO_SLOW -> "The model did not answer in time.";
      case PROMPT_TOO_LONG, PROMPT_CUT -> "The report is too long for the model.";
      case ANSWER_CUT, NOT_DONE, EMPTY, INVALID_ANSWER -> "The model gave no usable answer.";
    };
  }
}
