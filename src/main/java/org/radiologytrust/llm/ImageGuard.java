package org.radiologytrust.llm;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.radiologytrust.llm.ImageMixExam.Result;
import org.radiologytrust.llm.ModelFailure.Reason;

/**
 * Sends no image to a server that mixes images: each server is examined once for each digest of a
 * model, before its first image. What was found holds for the life of the process.
 */
public final class ImageGuard {
  /** Lets every call pass. */
  public static final ImageGuard NONE =
      new ImageGuard(
          (server, model) -> Result.APART,
          (server, model) -> "",
          (server, model, digest, result) -> {});

  private final Examiner examiner;
  private final ModelClient.Digests digests;
  private final Findings findings;
  private final Map<List<String>, String> seen = new ConcurrentHashMap<>();
  private final Map<List<String>, Examined> examined = new ConcurrentHashMap<>();

  /** Examines a model at a server: see {@link ImageMixExam}. */
  @FunctionalInterface
  public interface Examiner {
    Result examine(String server, String model) throws ModelFailure, InterruptedException;
  }

  /** Is told what an exam found. */
  @FunctionalInterface
  public interface Findings {
    void found(String server, String model, String digest, Result result);
  }

  /** Who comes while it is examined waits for the result. */
  private static final class Examined {
    private final ReentrantLock lock = new ReentrantLock();
    private Result result;
  }

  public ImageGuard(Examiner examiner, ModelClient.Digests digests, Findings findings) {
    this.examiner = examiner;
    this.digests = digests;
    this.findings = findings;
  }

  /**
   * Before a call with images goes to a server. The digest is the one that was last seen there:
   * what really answers is told by {@link #answered}.
   *
   * @throws ModelFailure IMAGES_MIXED when it must not; another when the exam itself failed
   */
  void before(String server, String model) throws ModelFailure, InterruptedException {
    String digest = seen.getOrDefault(List.of(server, model), "");
    check(server, model, digest.isEmpty() ? digests.digest(server, model) : digest);
  }

  /**
   * When a call with images was answered.
   *
   * @param digest of the model that answered; empty where the server tells none
   * @throws ModelFailure IMAGES_MIXED when the answer must not be used
   */
  void answered(String server, String model, String digest)
      throws ModelFailure, InterruptedException {
    seen.put(List.of(server, model), digest);
    check(server, model, digest);
  }

  private void check(String server, String model, String digest)
      throws ModelFailure, InterruptedException {
    Examined one =
        examined.computeIfAbsent(List.of(server, model, digest), place -> new Examined());
    Result result;
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
    if (result == Result.MIXED) {
      throw new ModelFailure(
          Reason.IMAGES_MIXED, "model " + model + ": the server at " + server + " mixes images");
    }
  }

  /** A model that gives no valid answer to the exam may still answer the steps it was made for. */
  private Result examine(String server, String model) throws ModelFailure, InterruptedException {
    try {
      return examiner.examine(server, model);
    } catch (ModelFailure e) {
      if (e.reason().ofServer() || e.reason() == Reason.TOO_SLOW) {
        throw e;
      }
      return Result.UNKNOWN;
    }
  }
}
