package org.radiologytrust.chaos;

import java.util.concurrent.ThreadLocalRandom;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaServer;

/** A good model that takes its time, so that faults meet runs in their middle. */
final class SlowModel implements OllamaServer.Answer {
  private static final int LEAST_MILLIS = 200;
  private static final int MOST_MILLIS = 1_500;

  @Override
  public String content(OllamaCall call) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(LEAST_MILLIS, MOST_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ModelAnswers.of(call);
  }
}
