package org.radiologytrust.llm.exam;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.server.ImageMix;

/**
 * Tests whether a server mixes up images, by asking about a black and a white image. The caches of
 * some servers distinguish images only by their placeholder, so the answer may be about another
 * patient's image.
 *
 * <p>Equal answers prove nothing, because the model may not see the difference. So up to three
 * tests are made until one gives a result. <b>First</b>: is the answer true for both images, each
 * with its own nonce, as in all calls of this product? <b>Second</b>: with the same words and the
 * same nonce, do the probabilities differ more between the two images than between two calls about
 * one image? A server that passes this also keeps images with different nonces apart. <b>Third</b>:
 * does the model describe one image while it is shown the other? It must say both that the image
 * has the one shade and that it does not have the other, so that a model that always says yes is
 * not taken for one that sees.
 *
 * <p>When no test gives a result, the result is unknown. It is also unknown when the answer is
 * wrong and the server reports no probabilities: the grammar forces every model to say something,
 * and the answers to both images may agree by chance.
 */
public final class ImageMixExam {
  private static final String BLACK = "Is this image black?";
  private static final String WHITE = "Is this image white?";

  /** Log odds above which an answer is clear. */
  private static final double CLEAR = 1;

  /**
   * Difference in log odds that rounding can cause, because the size of a batch changes the numbers
   * slightly.
   */
  private static final double ROUNDING = 0.01;

  /** Factor by which images must differ more than two calls about one image. */
  private static final double OF_NOISE = 4;

  /** Lower limit of probabilities, so that the logarithm is finite. */
  private static final double LEAST = 1e-6;

  private final ExamQuestions questions;
  private final byte[] black = ExamImage.black();
  private final byte[] white = ExamImage.white();

  /**
   * @param client a client with a single server
   * @param model the model's name at the server
   * @param lora whether steps marked {@code lora} use the model
   */
  public ImageMixExam(AnswerSource client, String model, boolean lora) {
    this.questions = new ExamQuestions(client, model, lora, "seen");
  }

  /**
   * An answer.
   *
   * @param logOdds natural logarithm of the odds of {@code yes}
   * @param reported whether the server reported probabilities
   */
  private record Answered(double logOdds, boolean reported) {
    boolean yes() {
      return logOdds >= CLEAR;
    }

    boolean no() {
      return logOdds <= -CLEAR;
    }
  }

  /** The answers about one image: is it black, is it white? */
  private record Reading(Answered isBlack, Answered isWhite) {
    boolean black() {
      return reported() && isBlack.yes() && isWhite.no();
    }

    boolean white() {
      return reported() && isBlack.no() && isWhite.yes();
    }

    private boolean reported() {
      return isBlack.reported && isWhite.reported;
    }

    double blackness() {
      return isBlack.logOdds - isWhite.logOdds;
    }
  }

  /**
   * Runs the tests. It takes two questions when the answers are true, and at most eleven.
   *
   * @throws ModelFailure when no answer fits the schema
   */
  public ImageMix ask() throws ModelFailure, InterruptedException {
    Answered ofBlack = answer(black, BLACK, nonce());
    Answered ofWhite = answer(white, BLACK, nonce());
    if (ofBlack.yes() && ofWhite.no()) {
      return ImageMix.APART;
    }
    Answered blackIsWhite = answer(black, WHITE, nonce());
    Answered whiteIsWhite = answer(white, WHITE, nonce());
    if (blackIsWhite.no() && whiteIsWhite.yes()) {
      return ImageMix.APART;
    }
    if (!ofBlack.reported || !ofWhite.reported) {
      return ImageMix.UNKNOWN;
    }
    Reading readBlack = new Reading(ofBlack, blackIsWhite);
    Reading readWhite = new Reading(ofWhite, whiteIsWhite);
    boolean wrong = readBlack.white() || readWhite.black() || ofBlack.no() && ofWhite.yes();
    double difference = withSameWords();
    if (wrong ? difference > 0 : difference != 0) {
      return ImageMix.APART;
    }
    List<Reading> blacks = List.of(readBlack, reading(black));
    List<Reading> whites = List.of(readWhite, reading(white));
    double least = blacks.stream().mapToDouble(Reading::blackness).min().orElseThrow();
    double most = whites.stream().mapToDouble(Reading::blackness).max().orElseThrow();
    if (least - most >= CLEAR) {
      return ImageMix.APART;
    }
    return blacks.stream().anyMatch(Reading::white) || whites.stream().anyMatch(Reading::black)
        ? ImageMix.MIXED
        : ImageMix.UNKNOWN;
  }

  /**
   * Whether the answers differ between the images even with the same words and nonce.
   *
   * @throws ModelFailure when no answer fits the schema
   */
  public boolean apartWithSameWords() throws ModelFailure, InterruptedException {
    return withSameWords() != 0;
  }

  /**
   * By how much the answers rate the black image blacker than the white one, in log odds; 0 when
   * the difference may be chance. After wrong answers only a positive difference counts, because a
   * server may use the image of the previous call each time.
   */
  private double withSameWords() throws ModelFailure, InterruptedException {
    String nonce = nonce();
    double first = answer(black, BLACK, nonce).logOdds;
    double other = answer(white, BLACK, nonce).logOdds;
    double again = answer(black, BLACK, nonce).logOdds;
    // a reused cache rounds differently from the first reading of the same prompt
    double least = Math.min(Math.abs(first - other), Math.abs(again - other));
    return least > ROUNDING + OF_NOISE * Math.abs(first - again) ? first - other : 0;
  }

  private Reading reading(byte[] image) throws ModelFailure, InterruptedException {
    return new Reading(answer(image, BLACK, nonce()), answer(image, WHITE, nonce()));
  }

  private Answered answer(byte[] image, String question, String nonce)
      throws ModelFailure, InterruptedException {
    Map<String, Double> probabilities = questions.about(image, question, nonce);
    double yes = Math.log(Math.max(LEAST, probabilities.getOrDefault("yes", 0.0)));
    double no = Math.log(Math.max(LEAST, probabilities.getOrDefault("no", 0.0)));
    return new Answered(yes - no, probabilities.size() > 1);
  }

  /** A random nonce, so that no cache entry of an earlier test matches. */
  private static String nonce() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
