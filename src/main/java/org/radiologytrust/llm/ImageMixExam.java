package org.radiologytrust.llm;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Asks a model about a black and a white image with the same words: some servers' caches tell
 * images apart by their placeholder alone, and answer with another patient's image.
 *
 * <p>Equal answers prove nothing: the model may not see the difference. So up to three things are
 * asked, until one decides. <b>First</b>: does it say the truth of both images, each behind a nonce
 * of its own as in every call of ours? <b>Second</b>: with the very same words and nonce, do its
 * probabilities differ between the images by more than between two calls about one image? A server
 * that keeps images apart there does so behind nonces, too. <b>Third</b>: does it describe one
 * image while it is shown the other? It must say that the image has the one shade and also that it
 * has not the other: a model that says yes to everything does not pass for one that sees.
 *
 * <p>What none of the three decides is unknown. So is what a model says without probabilities, when
 * it is not the truth: one that was trained for other answers is made by the grammar to say
 * something, which may be the same for both images by chance.
 */
public final class ImageMixExam {
  private static final String BLACK = "Is this image black?";
  private static final String WHITE = "Is this image white?";

  /** Log odds of an answer that is no toss-up. */
  private static final double CLEAR = 1;

  /** Log odds that rounding may make: batches of another size give slightly other figures. */
  private static final double ROUNDING = 0.01;

  /** How many times the difference between two calls about one image. */
  private static final double OF_NOISE = 4;

  /** What is less probable is compared as this. */
  private static final double LEAST = 1e-6;

  private final ExamQuestions questions;
  private final byte[] black = ExamImage.black();
  private final byte[] white = ExamImage.white();

  /**
   * @param client asks one server alone
   * @param model its name at the server
   * @param lora whether steps marked {@code lora} ask it
   */
  public ImageMixExam(ModelClient client, String model, boolean lora) {
    this.questions = new ExamQuestions(client, model, lora, "seen");
  }

  /** What a server does with two images, each behind a nonce of its own. */
  public enum Result {
    /** It keeps them apart. */
    APART,
    /** It describes one when it is shown the other: it must not be sent images. */
    MIXED,
    /** The model answers alike about both: nothing shows which images it was given. */
    UNKNOWN
  }

  /**
   * An answer.
   *
   * @param odds natural logarithm of the odds of {@code yes}
   * @param told whether the server told probabilities
   */
  private record Answered(double odds, boolean told) {
    boolean yes() {
      return odds >= CLEAR;
    }

    boolean no() {
      return odds <= -CLEAR;
    }
  }

  /** What the model says of an image: is it black, is it white? */
  private record Reading(Answered isBlack, Answered isWhite) {
    boolean black() {
      return told() && isBlack.yes() && isWhite.no();
    }

    boolean white() {
      return told() && isBlack.no() && isWhite.yes();
    }

    private boolean told() {
      return isBlack.told && isWhite.told;
    }

    double blackness() {
      return isBlack.odds - isWhite.odds;
    }
  }

  /**
   * Asks two questions where the model says the truth, and eleven at most.
   *
   * @throws ModelFailure when the model gives no answer that fits the schema
   */
  public Result ask() throws ModelFailure, InterruptedException {
    Answered ofBlack = answer(black, BLACK, nonce());
    Answered ofWhite = answer(white, BLACK, nonce());
    if (ofBlack.yes() && ofWhite.no()) {
      return Result.APART;
    }
    Answered blackIsWhite = answer(black, WHITE, nonce());
    Answered whiteIsWhite = answer(white, WHITE, nonce());
    if (blackIsWhite.no() && whiteIsWhite.yes()) {
      return Result.APART;
    }
    if (!ofBlack.told || !ofWhite.told) {
      return Result.UNKNOWN;
    }
    Reading readBlack = new Reading(ofBlack, blackIsWhite);
    Reading readWhite = new Reading(ofWhite, whiteIsWhite);
    boolean wrong = readBlack.white() || readWhite.black() || ofBlack.no() && ofWhite.yes();
    double difference = withSameWords();
    if (wrong ? difference > 0 : difference != 0) {
      return Result.APART;
    }
    List<Reading> blacks = List.of(readBlack, reading(black));
    List<Reading> whites = List.of(readWhite, reading(white));
    double least = blacks.stream().mapToDouble(Reading::blackness).min().orElseThrow();
    double most = whites.stream().mapToDouble(Reading::blackness).max().orElseThrow();
    if (least - most >= CLEAR) {
      return Result.APART;
    }
    return blacks.stream().anyMatch(Reading::white) || whites.stream().anyMatch(Reading::black)
        ? Result.MIXED
        : Result.UNKNOWN;
  }

  /**
   * Whether answers differ between the images though words and nonce are the same.
   *
   * @throws ModelFailure when the model gives no answer that fits the schema
   */
  public boolean apartWithSameWords() throws ModelFailure, InterruptedException {
    return withSameWords() != 0;
  }

  /**
   * By how much the black image is held to be blacker than the white one; 0 for no more than
   * chance. A model that has said what is wrong is believed only in the right direction: a server
   * may give each call the image of the one before.
   */
  private double withSameWords() throws ModelFailure, InterruptedException {
    String nonce = nonce();
    double first = answer(black, BLACK, nonce).odds;
    double other = answer(white, BLACK, nonce).odds;
    double again = answer(black, BLACK, nonce).odds;
    // a state that is reused gives other roundings than the first reading of the same prompt
    double least = Math.min(Math.abs(first - other), Math.abs(again - other));
    return least > ROUNDING + OF_NOISE * Math.abs(first - again) ? first - other : 0;
  }

  private Reading reading(byte[] image) throws ModelFailure, InterruptedException {
    return new Reading(answer(image, BLACK, nonce()), answer(image, WHITE, nonce()));
  }

  private Answered answer(byte[] image, String question, String nonce)
      throws ModelFailure, InterruptedException {
    Map<String, Double> odds = questions.about(image, question, nonce);
    double yes = Math.log(Math.max(LEAST, odds.getOrDefault("yes", 0.0)));
    double no = Math.log(Math.max(LEAST, odds.getOrDefault("no", 0.0)));
    return new Answered(yes - no, odds.size() > 1);
  }

  /** A cache that outlives the exam knows none of an earlier one. */
  private static String nonce() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
