package org.radiologytrust.pipeline;

import org.apache.camel.util.ObjectHelper;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Texts;
import org.radiologytrust.pipeline.step.NotAuditable;

/**
 * Why an audit lacks something, as a clinician reads it in the published audit. Names no server,
 * setting or command: the log and the health checks tell these to the operator.
 */
final class ClinicalReason {
  private static final String IMAGES = "Images were not assessed: ";

  /** No model is configured. */
  static final String NO_MODEL = IMAGES + "no model is in use.";

  /** The configured models have not been seen yet. */
  static final String MODEL_NOT_AVAILABLE = IMAGES + "the model was not available.";

  /** The images are of another patient. */
  static final String OTHER_PATIENT =
      "The images are of another patient: the text was checked, and no image was opened.";

  /** The images were of another patient, and people have confirmed that it is the same one. */
  static final String SAME_PATIENT =
      "The patient of the images differs from that of the report: two people confirmed that it is"
          + " the same one.";

  /** The site uses no images. */
  static final String TEXT_ONLY = "Images are not used at this site.";

  /** Another audit follows, with images or a model. */
  static final String TEXT_FIRST =
      "Only the text was checked so far, by rules: the complete audit has not ended.";

  private ClinicalReason() {}

  /** The same reason for a study without images: it is not why no image was assessed. */
  static String withoutImages(String reason) {
    String rest = reason.startsWith(IMAGES) ? reason.substring(IMAGES.length()) : reason;
    return Texts.capital(rest);
  }

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
      case PROMPT_TOO_LONG, PROMPT_CUT -> "The report and its images are too long for the model.";
      case ANSWER_CUT, NOT_DONE, EMPTY, INVALID_ANSWER -> "The model gave no usable answer.";
    };
  }
}
