package org.radiologytrust.llm;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.radiologytrust.llm.ModelFailure.Reason;

/**
 * One request on its way to a valid answer: what is asked again, how, and how often. Each kind of
 * second try has its own bound, so the whole is bounded.
 */
final class RequestAttempts {
  private final ChatRequest request;
  private final ModelOptions options;
  private final PromptSize size;
  private final int servers;

  private final Set<String> failed = new HashSet<>();
  private final Set<String> lacking = new HashSet<>();

  int seed;
  int room;
  String correction = "";
  private int passing;
  private int elsewhere;
  private boolean repaired;
  private boolean widened;
  private ModelFailure away;

  /**
   * @param servers how many there are
   */
  RequestAttempts(ChatRequest request, ModelOptions options, PromptSize size, int servers)
      throws ModelFailure {
    this.request = request;
    this.options = options;
    this.size = size;
    this.servers = servers;
    this.seed = options.seed();
    this.room = request.numPredict();
    size.fits(request, correction, room);
  }

  /** Which server to ask next. Calls with images have no prefix that a server could reuse. */
  ServerPreference wish() {
    String run = request.images().isEmpty() ? request.traits().run() : "";
    return new ServerPreference(lacking, failed, run);
  }

  /** A server failed this request for a reason of its own. */
  void failedAt(String server, ModelFailure e) {
    (e.reason().lacking() ? lacking : failed).add(server);
  }

  /** After an invalid answer: once more with another seed, its error named. */
  void again(InvalidAnswer e) throws ModelFailure {
    if (repaired) {
      throw new ModelFailure(
          Reason.INVALID_ANSWER,
          "step " + request.step() + ", model " + request.model() + ": no valid answer");
    }
    repaired = true;
    seed++;
    correction = e.getMessage();
    // a room that was widened may have to give way to the correction
    room =
        Math.max(
            request.numPredict(),
            Math.min(room, options.context() - size.most(request, correction)));
    size.fits(request, correction, room);
  }

  /** After a failure: sets the next try up, or throws the failure where none can help. */
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

  /** Another server may have the model, or not hang; one that is away may come back with it. */
  private void askElsewhere(ModelFailure e) throws ModelFailure {
    if (e.reason() == Reason.STALLED) {
      away = e;
    }
    if (++elsewhere >= servers) {
      throw away == null ? e : away;
    }
  }

  /** The pause doubles; half of it is chance, so that many callers do not come back at once. */
  private void pause(int tries) throws InterruptedException {
    long most = options.pause().multipliedBy(1L << Math.min(tries, 10)).toMillis();
    Thread.sleep(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
  }
}
