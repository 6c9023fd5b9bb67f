package org.radiologytrust.pipeline.step;

import java.io.IOException;
import java.util.List;
import org.radiologytrust.images.BlankPng;
import org.radiologytrust.llm.ask.InvalidAnswer;
import org.radiologytrust.pipeline.words.AnswerWords;

/** Refuses an answer that calls the images blank which are not. */
record BlankAnswer(AnswerWords words, List<byte[]> pngs) {
  /**
   * @param said what the model says of the images
   * @throws InvalidAnswer if it calls them blank, and none is
   */
  void check(String said) throws InvalidAnswer {
    if (!pngs.isEmpty() && words.callsBlank(said) && !blank()) {
      throw new InvalidAnswer("The image is not blank: say what it shows.");
    }
  }

  private boolean blank() {
    try {
      for (byte[] png : pngs) {
        if (BlankPng.is(png)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new StepFault("an image that a model was shown cannot be read again");
    }
  }
}
