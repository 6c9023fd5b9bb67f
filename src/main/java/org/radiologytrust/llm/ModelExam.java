package org.radiologytrust.llm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Asks a model what {@code rtl doctor} wants to know: whether it answers to a schema, how long that
 * takes, and whether what it says of an image depends on what it was asked before.
 *
 * <p>A server reuses the state of a prompt that begins like the one before. With an image that
 * state may have seen the earlier question, and then the answer to the next one is wrong (measured
 * on Ollama 0.24). Every call of ours with an image has a nonce before the image, which prevents
 * it; whether it does is asked here.
 */
public final class ModelExam {
  /** Rounding differs with the size of the batch, by less than this. */
  private static final double SAME = 0.02;

  /**
   * The same in natural logarithms: a model that is sure shows there alone that something moved it.
   */
  private static final double SAME_LOG = 0.25;

  /** What is less probable is compared as this. */
  private static final double LEAST = 1e-6;

  private static final List<String> QUESTIONS =
      List.of(
          "Is there a bright disc in the left half of this image?",
          "Is the right half of this image brighter than the left half?",
          "Is this image the same shade everywhere?");

  private final ExamQuestions questions;
  private final byte[] image = ExamImage.disc();

  /**
   * @param client asks one server alone
   * @param model its name at the server
   * @param lora whether steps marked {@code lora} ask it
   */
  public ModelExam(ModelClient client, String model, boolean lora) {
    this.questions = new ExamQuestions(client, model, lora, "answer");
  }

  /**
   * How long a short answer to a schema takes.
   *
   * @param first the first one, loading the model included
   * @param second the next one
   */
  public record Speed(Duration first, Duration second) {}

  /** How answers about an image hold when another question about it came in between. */
  public enum Images {
    /** They stay the same, nonce or not. */
    INDEPENDENT,
    /** They stay the same behind a nonce, and only there. */
    BY_NONCE,
    /** They change: this server cannot be trusted with images. */
    DEPENDENT
  }

  /**
   * Asks for two short answers that fit a schema.
   *
   * @throws ModelFailure when the model gives none
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
   * Asks each question about an image fresh, and again after another one.
   *
   * @throws ModelFailure when the model gives no answer that fits the schema
   */
  public Images images() throws ModelFailure, InterruptedException {
    if (!holds(List.of("a", "b", "c"), "d")) {
      return Images.DEPENDENT;
    }
    return holds(List.of("e", "e", "e"), "e") ? Images.INDEPENDENT : Images.BY_NONCE;
  }

  /**
   * @param nonces before the image in each question that is compared
   * @param other before the image in the question in between
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
      if (!same(fresh.get(i), about(QUESTIONS.get(i), nonces.get(i)))) {
        return false;
      }
    }
    return true;
  }

  /** A prompt that shares no beginning with the others takes the place of their state. */
  private void forget() throws ModelFailure, InterruptedException {
    questions.ask("Without any image: answer no.");
  }

  private Map<String, Double> about(String question, String nonce)
      throws ModelFailure, InterruptedException {
    return questions.about(image, question, nonce);
  }

  private static boolean same(Map<String, Double> a, Map<String, Double> b) {
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream().allMatch(e -> close(e.getValue(), b.get(e.getKey())));
  }

  private static boolean close(double a, double b) {
    return Math.abs(a - b) < SAME
        && Math.abs(Math.log(Math.max(a, LEAST) / Math.max(b, LEAST))) < SAME_LOG;
  }
}
