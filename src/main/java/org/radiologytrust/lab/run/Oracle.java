package org.radiologytrust.lab.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.radiologytrust.llm.AnswerSource;
import org.radiologytrust.llm.AnswerValidator;
import org.radiologytrust.llm.ChatRequest;
import org.radiologytrust.llm.ChoiceProbabilities;
import org.radiologytrust.llm.InvalidAnswer;
import org.radiologytrust.llm.ModelClient;

/**
 * Answers as the truth of one case says: gives later steps what they should have got, and training
 * text its answers. What it answers goes through the rules that a model's answers go through.
 */
final class Oracle implements AnswerSource {
  /** Is told of each question and its true answer. */
  @FunctionalInterface
  interface Told {
    void told(ChatRequest request, String answer);
  }

  private final ReferenceAnswers gold;
  private final List<Integer> listed;
  private final Told told;

  /**
   * @param listed places of the true findings that an alignment's prompt lists, in its order
   */
  Oracle(ReferenceAnswers gold, List<Integer> listed, Told told) {
    this.gold = gold;
    this.listed = listed;
    this.told = told;
  }

  @Override
  public boolean fits(ChatRequest request) {
    return true;
  }

  @Override
  public <T> ModelClient.Answer<T> ask(ChatRequest request, ModelClient.Reader<T> reader) {
    ObjectNode answer = gold.answer(request.step(), listed);
    String text = answer.toString();
    try {
      AnswerValidator.fits(answer, request.schema());
      T value = reader.read(answer);
      told.told(request, text);
      return new ModelClient.Answer<>(value, text, ChoiceProbabilities.NONE, "", 0);
    } catch (InvalidAnswer e) {
      throw new IllegalArgumentException(
          "the true answer of step " + request.step() + " is refused: " + e.getMessage(), e);
    }
  }
}
