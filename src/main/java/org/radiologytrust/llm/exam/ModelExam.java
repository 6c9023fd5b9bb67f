package org.radiologytrust.llm.exam;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.ModelFailure;

/**
 * Tests a model for {@code rtl doctor}: whether its answers fit a schema, how long they take, and
 * whether its answers about an image depend on earlier questions.
 *
 * <p>A server reuses the cached state of a prompt that begins like an earlier one. With an image,
 * that state may already depend on the earlier question, and then the answer to the next one is
 * wrong (measured on Ollama 0.24). To prevent that, every call with an image has a nonce before the
 * image. This class tests whether the nonce helps.
 */
public final class ModelExam {
  private static final List<String> QUESTIONS =
      List.of(
          "Is there a bright disc in the left half of this image?",
          "Is the right half of this image brighter than the left half?",
          "Is this image the same shade everywhere?");

  private final ExamQuestions questions;
  private final byte[] image = ExamImage.disc();

  /**
   * @param client a client with a single server
   * @param model the model's name at the server
   * @param lora whether steps marked {@code lora} use the model
   */
  public ModelExam(AnswerSource client, String model, boolean lora) {
    this.questions = new ExamQuestions(client, model, lora, "answer");
  }

  /**
   * The time of two short answers.
   *
   * @param first time of the first one, which may include loading the model
   * @param second time of the second one
   */
  public record Speed(Duration first, Duration second) {}

  /** Whether answers about an image change after another question about it. */
  public enum Images {
    /** They stay the same, even without different nonces. */
    INDEPENDENT,
    /** They stay the same only with different nonces. */
    BY_NONCE,
    /** They change even with different nonces, so answers about images cannot be trusted. */
    DEPENDENT
  }

  /**
   * Measures the time of two short answers that fit a schema.
   *
   * @throws ModelFailure when no answer fits the schema
   */
  public Speed speed() throws ModelFailure, InterruptedException {
    return new Speed(timed("first"), timed("second"));
  }

  private Duration timed(String word) throws ModelFailure, InterruptedException {
    long start = System.nanoTime();
    questions.ask("This is the " + word + " call. Answer yes.");
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * Asks each question about an image with an empty cache, and again after another question.
   *
   * @throws ModelFailure when no answer fits the schema
   */
  public Images images() throws ModelFailure, InterruptedException {
    if (!holds(List.of("a", "b", "c"), "d")) {
      return Images.DEPENDENT;
    }
    return holds(List.of("e", "e", "e"), "e") ? Images.INDEPENDENT : Images.BY_NONCE;
  }

  /**
   * Whether the answers stay the same.
   *
   * @param nonces the nonces of the compared questions
   * @param other the nonce of the question in between
   */
  private boolean holds(List<String> nonces, String other)
      throws ModelFailure, InterruptedException {
    List<Map<String, Double>> fresh = new ArrayList<>();
    for (int i = 0; i < QUESTIONS.size(); i++) {
      forget();
      fresh.add(about(QUESTIONS.get(i), nonces.get(i)));
    }
    for (int i = 0; i < QUESTIONS.size(); i++) {
      about(QUESTIONS.get((i + 1) % QUESTIONS.size()), other);
      if (!SameOdds.are(fresh.get(i), about(QUESTIONS.get(i), nonces.get(i)))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Asks with a prompt that begins differently, so that the server drops the cached state of the
   * others.
   */
  private void forget() throws ModelFailure, InterruptedException {
    questions.ask("Without any image: answer no.");
  }

  private Map<String, Double> about(String question, String nonce)
      throws ModelFailure, InterruptedException {
    return questions.about(image, question, nonce);
  }
}
