package org.radiologytrust.llm;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.InvalidAnswer;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.server.ServerPreference;
import org.radiologytrust.llm.wire.ModelOptions;

/**
 * The attempts of one request: decides whether and how the next attempt is made. Each kind of retry
 * has its own limit, so the total is limited.
 */
final class RequestAttempts {
  private final ChatRequest request;
  private final ModelOptions options;
  private final PromptSize size;
  private final IntSupplier servers;

  private final Set<String> failed = new HashSet<>();
  private final Set<String> lacking = new HashSet<>();

  int seed;
  int room;
  String correction = "";
  private int passing;
  private int elsewhere;
  private boolean repaired;
  private boolean widened;
  private @Nullable ModelFailure away;

  /**
   * @param servers number of servers, which may change
   * @throws ModelFailure PROMPT_TOO_LONG when the prompt does not fit the context
   */
  RequestAttempts(ChatRequest request, ModelOptions options, PromptSize size, IntSupplier servers)
      throws ModelFailure {
    this.request = request;
    this.options = options;
    this.size = size;
    this.servers = servers;
    this.seed = options.seed();
    this.room = request.numPredict();
    size.fits(request, correction, room);
  }

  /**
   * Which server to ask next. Calls with images have no preferred server, because no server can
   * reuse their prefix.
   */
  ServerPreference preference() {
    String run = request.images().isEmpty() ? request.traits().run() : "";
    return new ServerPreference(lacking, failed, request.step(), run);
  }

  /** Records that a server failed this request. */
  void failedAt(String server, ModelFailure e) {
    (e.reason().lacking() ? lacking : failed).add(server);
  }

  /**
   * Prepares the attempt after an invalid answer: with another seed and the error named.
   *
   * @throws ModelFailure when there was such an attempt before
   */
  void again(InvalidAnswer e) throws ModelFailure {
    if (repaired) {
      throw new ModelFailure(
          Reason.INVALID_ANSWER,
          "step " + request.step() + ", model " + request.model() + ": no valid answer");
    }
    repaired = true;
    seed++;
    correction = e.getMessage();
    // the correction may need some of the tokens that were added for the answer
    room =
        Math.max(
            request.numPredict(),
            Math.min(room, options.context() - size.most(request, correction)));
    size.fits(request, correction, room);
  }

  /**
   * Prepares the attempt after a failure, and waits when a pause is needed.
   *
   * @throws ModelFailure the failure, when no further attempt can help
   */
  void again(ModelFailure e) throws ModelFailure, InterruptedException {
    switch (e.reason()) {
      case ANSWER_CUT -> widen(e);
      case NOT_DONE, EMPTY -> reseed(e);
      case NOT_FOUND, IMAGES_MIXED, STALLED -> askElsewhere(e);
      default -> {
        if (!e.reason().passing() || passing >= options.retries()) {
          throw e;
        }
        away = e;
        pause(passing++);
      }
    }
  }

  private void widen(ModelFailure e) throws ModelFailure {
    int wider = size.wider(request, correction, room);
    if (widened || wider == room) {
      throw e;
    }
    widened = true;
    room = wider;
  }

  private void reseed(ModelFailure e) throws ModelFailure {
    if (repaired) {
      throw e;
    }
    repaired = true;
    seed++;
  }

  /**
   * Tries the other servers: they may have the model, or may not stall. When none succeeds, a
   * temporary failure is thrown rather than a missing model, so that the run is retried.
   */
  private void askElsewhere(ModelFailure e) throws ModelFailure {
    if (e.reason() == Reason.STALLED) {
      away = e;
    }
    if (++elsewhere >= servers.getAsInt()) {
      throw away == null ? e : away;
    }
  }

  /**
   * Waits. The pause doubles each time, and half of it is random, so that callers do not all retry
   * at once.
   */
  private void pause(int tries) throws InterruptedException {
    long most = options.pause().multipliedBy(1L << Math.min(tries, 10)).toMillis();
    Thread.sleep(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
  }
}
