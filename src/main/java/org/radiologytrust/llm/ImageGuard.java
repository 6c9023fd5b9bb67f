package org.radiologytrust.llm;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.exam.ImageMixExam;
import org.radiologytrust.llm.server.ImageMix;

/**
 * Keeps images away from servers that mix up images. Each server is tested before its first image,
 * once for each digest of a model. A result is valid until the process ends or the server is
 * {@linkplain #forget forgotten}. Thread-safe.
 */
public final class ImageGuard {
  /** Allows every call. */
  public static final ImageGuard NONE =
      new ImageGuard(
          (server, model) -> ImageMix.APART,
          (server, model) -> "",
          (server, model, digest, result) -> {});

  private final Examiner examiner;
  private final Digests digests;
  private final Findings findings;
  private final Map<List<String>, String> seen = new ConcurrentHashMap<>();
  private final Map<List<String>, Examined> examined = new ConcurrentHashMap<>();

  /** Knows the digests of the servers' models. */
  @FunctionalInterface
  public interface Digests {
    /** The digest of the model that a server has under a name; empty when unknown. */
    String digest(String server, String model);
  }

  /** Tests a model at a server, see {@link ImageMixExam}. */
  @FunctionalInterface
  public interface Examiner {
    ImageMix examine(String server, String model) throws ModelFailure, InterruptedException;
  }

  /** Receives the results of tests. */
  @FunctionalInterface
  public interface Findings {
    void found(String server, String model, String digest, ImageMix result);
  }

  /** The result of a test. Callers that come during the test wait for it. */
  private static final class Examined {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ImageMix result;
  }

  public ImageGuard(Examiner examiner, Digests digests, Findings findings) {
    this.examiner = examiner;
    this.digests = digests;
    this.findings = findings;
  }

  /**
   * Call this before sending images to a server. It uses the digest seen last; {@link #answered}
   * checks the digest of the model that answered.
   *
   * @throws ModelFailure IMAGES_MIXED when the server must not get images; another reason when the
   *     test itself failed
   * @throws InterruptedException when the thread is interrupted
   */
  void before(String server, String model) throws ModelFailure, InterruptedException {
    String digest = seen.getOrDefault(List.of(server, model), "");
    check(server, model, digest.isEmpty() ? digests.digest(server, model) : digest);
  }

  /**
   * Call this after a call with images was answered.
   *
   * @param digest digest of the model that answered; empty when the server reports none
   * @throws ModelFailure IMAGES_MIXED when the answer must not be used
   * @throws InterruptedException when the thread is interrupted
   */
  void answered(String server, String model, String digest)
      throws ModelFailure, InterruptedException {
    seen.put(List.of(server, model), digest);
    check(server, model, digest);
  }

  /**
   * Forgets the results of a server, because another one may have its address now. It is tested
   * again before its next image.
   */
  void forget(String server) {
    seen.keySet().removeIf(place -> place.get(0).equals(server));
    examined.keySet().removeIf(place -> place.get(0).equals(server));
  }

  private void check(String server, String model, String digest)
      throws ModelFailure, InterruptedException {
    Examined one =
        examined.computeIfAbsent(List.of(server, model, digest), place -> new Examined());
    ImageMix result;
    one.lock.lockInterruptibly();
    try {
      if (one.result == null) {
        one.result = examine(server, model);
        findings.found(server, model, digest, one.result);
      }
      result = one.result;
    } finally {
      one.lock.unlock();
    }
    if (result == ImageMix.MIXED) {
      throw new ModelFailure(
          Reason.IMAGES_MIXED,
          "model "
              + model
              + ": the server at "
              + server
              + " mixes images, so no image is sent to it");
    }
  }

  /**
   * Runs the test. A model without a valid answer gets UNKNOWN, because it may still answer the
   * steps for which it was trained.
   */
  private ImageMix examine(String server, String model) throws ModelFailure, InterruptedException {
    try {
      return examiner.examine(server, model);
    } catch (ModelFailure e) {
      if (e.reason().ofServer() || e.reason() == Reason.TOO_SLOW) {
        throw e;
      }
      return ImageMix.UNKNOWN;
    }
  }
}
