package org.radiologytrust.llm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.exam.ReuseExam;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which servers may keep what they computed for the images of a run, see {@link ReuseExam}. There,
 * all calls of a run about the same image have one nonce before it, so that it is read once;
 * elsewhere each call has its own. A result holds for a day, for one model. Thread-safe.
 */
final class ImageReuse {
  /** No server may. */
  static final ImageReuse NONE =
      new ImageReuse((server, model) -> false, (server, model) -> "", Clock.systemUTC());

  private static final Logger LOG = LoggerFactory.getLogger(ImageReuse.class);
  private static final Duration VALID = Duration.ofDays(1);

  private final Examiner examiner;
  private final ImageGuard.Digests digests;
  private final Clock clock;
  private final Map<List<String>, Examined> results = new ConcurrentHashMap<>();

  /** Tests a model at a server. */
  @FunctionalInterface
  interface Examiner {
    boolean holds(String server, String model) throws ModelFailure, InterruptedException;
  }

  /**
   * The result of a test.
   *
   * @param digest of the tested model; empty where the server reports none
   */
  private record Examined(String digest, boolean holds, Instant at) {}

  ImageReuse(Examiner examiner, ImageGuard.Digests digests, Clock clock) {
    this.examiner = examiner;
    this.digests = digests;
    this.clock = clock;
  }

  /** The request as this server is sent it: with the nonce of the run where that is allowed. */
  ChatRequest request(String server, ChatRequest request) {
    if (request.images().isEmpty() || request.traits().run().isEmpty()) {
      return request;
    }
    Examined result = results.get(List.of(server, request.model()));
    return result != null && result.holds && isFresh(result) ? request.withNonceOfRun() : request;
  }

  /**
   * Whether the tested model is the one that answered. If not, the result is forgotten.
   *
   * @param digest of the model that answered
   */
  boolean stillHolds(String server, String model, String digest) {
    List<String> place = List.of(server, model);
    Examined result = results.get(place);
    boolean same = result != null && result.digest.equals(digest);
    if (!same && result != null) {
      results.remove(place, result);
    }
    return same;
  }

  /** Tests the model unless there is a result of the last day. A test that fails is repeated. */
  void examine(String server, String model) throws InterruptedException {
    List<String> place = List.of(server, model);
    Examined known = results.get(place);
    if (known != null && isFresh(known)) {
      return;
    }
    String digest = digests.digest(server, model);
    try {
      boolean holds = examiner.holds(server, model);
      results.put(place, new Examined(digest, holds, clock.instant()));
      LOG.info(
          "model {} at {}: {}",
          model,
          server,
          holds
              ? "the calls of a run share a nonce, so an image is read once"
              : "each call has its own nonce, because an answer depends on the question before");
    } catch (ModelFailure e) {
      results.remove(place);
      LOG.debug("{} ({})", e.getMessage(), server);
    }
  }

  /** The results of the last day. */
  List<ReuseResult> results() {
    return results.entrySet().stream()
        .filter(entry -> isFresh(entry.getValue()))
        .map(
            entry ->
                new ReuseResult(
                    entry.getKey().get(0), entry.getKey().get(1), entry.getValue().holds))
        .toList();
  }

  /** Forgets the results of a server, because another one may have its address now. */
  void forget(String server) {
    results.keySet().removeIf(place -> place.get(0).equals(server));
  }

  private boolean isFresh(Examined result) {
    return clock.instant().isBefore(result.at.plus(VALID));
  }
}
