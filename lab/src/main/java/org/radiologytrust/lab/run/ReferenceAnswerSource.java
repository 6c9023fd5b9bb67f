package org.radiologytrust.lab.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.llm.AnswerValidator;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ChoiceProbabilities;
import org.radiologytrust.llm.ask.InvalidAnswer;

/**
 * Gives the true answers of one case in place of a model. They are checked with the same rules as a
 * model's answers.
 */
final class ReferenceAnswerSource implements AnswerSource {
  /** Receives each question with its true answer. */
  @FunctionalInterface
  interface Listener {
    void answered(ChatRequest request, String answer);
  }

  private final ReferenceAnswers reference;
  private final List<Integer> listed;
  private final Listener listener;

  /** How often each step was asked. */
  private final Map<String, Integer> asked = new HashMap<>();

  /**
   * @param listed indexes of the true findings that an alignment's prompt lists, in its order
   */
  ReferenceAnswerSource(ReferenceAnswers reference, List<Integer> listed, Listener listener) {
    this.reference = reference;
    this.listed = listed;
    this.listener = listener;
  }

  @Override
  public boolean fits(ChatRequest request) {
    return true;
  }

  @Override
  public <T> AnswerSource.Answer<T> ask(ChatRequest request, AnswerSource.Reader<T> reader) {
    // single questions come in the order of the claims
    int place = asked.merge(request.step(), 1, Integer::sum) - 1;
    ObjectNode answer = reference.answer(request.step(), place, listed);
    String text = answer.toString();
    try {
      AnswerValidator.fits(answer, request.schema());
      T value = reader.read(answer);
      listener.answered(request, text);
      return new AnswerSource.Answer<>(value, text, ChoiceProbabilities.NONE, "", 0);
    } catch (InvalidAnswer e) {
      throw new IllegalArgumentException(
          "the true answer of step " + request.step() + " is refused: " + e.getMessage(), e);
    }
  }
}
